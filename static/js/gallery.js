// The height of the rows changes at once and is kept for the next visit; a day goes before a part of time.

document.addEventListener("click", (event) => {
  const button = event.target.closest("#rows button");
  if (!button) return;
  event.preventDefault();
  const gallery = document.getElementById("gallery");
  gallery.className = gallery.className.replace(/rows-./, `rows-${button.value}`);
  for (const other of button.parentElement.children) other.setAttribute("aria-pressed", other === button);
  document.cookie = `rows=${button.value}; max-age=31536000; path=/; samesite=lax`;
});

// Every change has been applied already; the button of the phone's sheet only closes it.
document.addEventListener("submit", (event) => {
  if (event.target.id !== "filter") return;
  event.preventDefault();
  event.target.closest("details").open = false;
});

document.addEventListener("change", ({ target }) => {
  const { when, from, to } = document.getElementById("filter")?.elements ?? {};
  if (target === when) from.value = to.value = "";
  if (target === from || target === to) when.value = "";
}, true);

// The tray stays open while what is around it is exchanged: of two with one name the browser would close the newer.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target.id === "gallery") detail.target.querySelector("details.filter").removeAttribute("name");
});

// The row that films of the next page will join is not shown before (gallery.css cuts it off): who cannot see it shall
// not get into it with the keys either. When the next page does not come, it is shown as it is.
const held = new ResizeObserver(([{ target }]) => {
  const last = target.closest(".day:has(+ .more:not(.failed))") && target.lastElementChild;
  for (const film of document.querySelectorAll(".held")) film.classList.remove("held");
  for (let film = last; film?.offsetTop === last?.offsetTop && film; film = film.previousElementSibling) film.classList.add("held");
});
function hold() {
  held.disconnect();
  const rows = [...document.querySelectorAll("#days .rows")].at(-1);
  if (rows) held.observe(rows);
}
document.addEventListener("htmx:afterSwap", hold);
document.addEventListener("htmx:afterRequest", ({ detail: { elt, successful } }) => {
  const more = elt.closest(".more");
  if (!more || successful) return;
  more.classList.add("failed");
  hold();
});
hold();
