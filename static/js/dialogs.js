// A question comes into the one <dialog>, fetched from the address its link leads to; without this it is a page of its own.

const ask = document.getElementById("ask");
let opener = "";

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.elt.matches("a[hx-target='#ask']")) opener = detail.elt.id;
});
document.addEventListener("htmx:afterSwap", ({ target }) => {
  if (target === ask && !ask.open && ask.childElementCount) ask.showModal();
});
document.body.addEventListener("answered", () => ask.close());

ask.addEventListener("click", (event) => {
  if (event.target !== ask && !event.target.closest("[data-close]")) return;
  event.preventDefault();
  ask.close();
});
// The link may have been drawn anew meanwhile, or be gone with what it asked about.
ask.addEventListener("close", () => {
  ask.replaceChildren();
  (document.getElementById(opener) ?? document.getElementById("headline"))?.focus();
  opener = "";
});
