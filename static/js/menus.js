// Menus and trays are <details>; here they also close by Esc and by a press elsewhere, and give the focus back.

const open = () => [...document.querySelectorAll("details[name][open]")];

addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

addEventListener("pointerdown", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});

// A link "more" that comes near fetches the next page two screens ahead.
const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) if (isIntersecting) target.dispatchEvent(new Event("near"));
}, { rootMargin: "200% 0px" });

const watch = (root) => root.querySelectorAll?.("[hx-trigger^='near']").forEach((link) => near.observe(link));
watch(document);
document.addEventListener("htmx:load", (event) => watch(event.detail.elt.parentElement ?? document));
