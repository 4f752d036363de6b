// The viewer's pane: it can be put away, its tabs stay from film to film, and the strip shows the take that is open.

const pane = document.querySelector(".pane");
const view = document.querySelector(".view");

document.querySelector("[data-pane]")?.addEventListener("click", () => view.classList.toggle("alone"));

// Back to the very page one came from: what was selected and how far it was scrolled is kept by the browser.
document.querySelector("[data-back]")?.addEventListener("click", (event) => {
  if (event.currentTarget.href !== document.referrer || history.length < 2 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.back();
});

const take = document.querySelector(".strip [aria-current]");
if (take) take.parentElement.scrollLeft = take.offsetLeft + (take.offsetWidth - take.parentElement.offsetWidth) / 2;

if (pane) {
  const tabs = [...pane.querySelectorAll("[name=tab]")];
  const beside = matchMedia("(min-width: 1600px)"); // the prompt has a pane of its own
  const choose = (id) => tabs.find((tab) => tab.id === id && tab.offsetParent)?.click();
  const fit = () => { if (beside.matches && tabs[0].checked) tabs[2].checked = true; };
  pane.addEventListener("change", ({ target }) => { if (target.name === "tab") sessionStorage.setItem("tab", target.id); });
  if (tabs[0].checked) choose(sessionStorage.getItem("tab"));
  if (location.hash === "#comments") choose("tab-comments");
  beside.addEventListener("change", fit);
  fit();
}
