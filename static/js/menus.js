// Menus and trays are <details>; here they also close by Esc and by a press elsewhere, and give the focus back. A question
// asked from one lies over it, and leaves it open for the focus to come back to.

const open = () => [...document.querySelectorAll("details[name][open]")];

addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  for (const menu of open()) {
    menu.open = false;
    menu.querySelector("summary").focus();
    event.preventDefault(); // it has done its work
  }
});

// A press on a control is heard first: sooner, what stands below an open tray of a phone would move away under the finger.
const elsewhere = (target) => open().forEach((menu) => { if (!menu.contains(target) && !target.closest("dialog")) menu.open = false; });
addEventListener("pointerdown", ({ target }) => {
  if (!target.closest("a, button, summary, input, label, textarea")) elsewhere(target);
});
addEventListener("click", ({ target }) => target.checkVisibility() && elsewhere(target)); // what nobody sees, a script has pressed

// Toasts fade by style; who asked for less motion sees them go at once, and later.
const stay = matchMedia("(prefers-reduced-motion: reduce)").matches ? 16000 : 8000;
const go = () => document.querySelectorAll(".toast:not([data-goes])").forEach((toast) => {
  toast.dataset.goes = "";
  const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, 1000) : toast.remove());
  setTimeout(leave, stay);
});
go();
document.addEventListener("htmx:oobAfterSwap", go);

// A link "more" that comes near fetches the next page two screens ahead.
const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) if (isIntersecting) target.dispatchEvent(new Event("near"));
}, { rootMargin: "200% 0px" });

const watch = (root) => root.querySelectorAll?.("[hx-trigger^='near']").forEach((link) => near.observe(link));
watch(document);
document.addEventListener("htmx:load", (event) => watch(event.detail.elt.parentElement ?? document));

// A title is edited in place: its field is chosen as it opens, and closes once it is kept.
document.addEventListener("toggle", ({ target }) => {
  if (target.open && target.matches(".rename")) target.querySelector("[name=title]").select();
}, true);
document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
  const rename = target.closest?.(".rename");
  if (rename && detail.successful) rename.open = false;
});
