// A question comes into the one <dialog>, fetched from the address its link leads to; without this it is a page of its own.

const ask = document.getElementById("ask");
let opener = "";

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.elt.matches("a[hx-target='#ask']")) opener = detail.elt.id;
});
// Opened when htmx has settled: it gives the focus to [autofocus] then, and would take it from who has moved on.
document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (target === ask && !ask.open && ask.childElementCount) ask.showModal();
});
document.body.addEventListener("answered", () => ask.close());

ask.addEventListener("click", (event) => {
  if (!event.target.closest("[data-close]")) return;
  event.preventDefault();
  ask.close();
});
// The link may have been drawn anew meanwhile, or be gone with what it asked about, now or with the next look.
let home = "";
const lost = () => [null, document.body].includes(document.activeElement) || ask.contains(document.activeElement);
const back = () => (document.getElementById(home) ?? document.getElementById("headline"))?.focus({ preventScroll: true });
let closed = false;
const seek = () => { if (closed && !ask.open && lost()) back(); };
ask.addEventListener("close", () => {
  ask.replaceChildren();
  [home, opener, closed] = [opener, "", true];
  back();
});
for (const moment of ["htmx:afterSwap", "htmx:oobAfterSwap", "htmx:afterSettle"])
  document.addEventListener(moment, () => setTimeout(seek, 50));
