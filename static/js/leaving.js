// The poster that was pressed grows into its film: the two pages share one name for it while they change places.

addEventListener("pageswap", ({ viewTransition, activation }) => {
  if (!viewTransition) return;
  const link = [...document.querySelectorAll(".card a.whole")].find((one) => one.href === activation?.entry?.url);
  const picture = link?.closest(".picture");
  if (!picture?.querySelector(".poster")) return viewTransition.skipTransition();
  picture.style.setProperty("view-transition-name", "film");
  viewTransition.finished.finally(() => picture.style.removeProperty("view-transition-name"));
});
