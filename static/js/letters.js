// A key presses what carries it: `data-key="c"`. Inside a block that says `data-keys` only while focus or pointer is in it.
// Single letters, digits and signs can be switched off; arrows and the space bar cannot be in anybody's way.

let under = null;
addEventListener("pointerover", ({ target }) => { under = target; }, { passive: true });

const FIELDS = "input:not([type=radio], [type=range]), textarea, select, [contenteditable], dialog[open]";
const OWN = { " ": "button, a, summary, input", ArrowLeft: "input", ArrowRight: "input" }; // these have a use for the key

function carrier(key, at) {
  const block = at.closest("[data-keys]") ?? under?.closest?.("[data-keys]");
  return [...document.querySelectorAll("[data-key]")].find((one) => {
    const home = one.closest("[data-keys]");
    return one.dataset.key === key && (!home || home === block);
  });
}

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = event.target instanceof Element ? event.target : document.body;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (at.closest(FIELDS) || (OWN[key] && at.closest(OWN[key]))) return;
  if (document.querySelector(key === "Escape" ? "dialog[open], details[name][open]" : "dialog[open]")) return;
  if (key.length === 1 && key !== " " && document.body.dataset.letters === "off") return;
  const found = carrier(key, at);
  if (!found) return;
  event.preventDefault();
  (found.matches("a, button, summary") ? found : found.querySelector("a, button, summary"))?.click();
});

if (/Mac|iPhone|iPad/.test(navigator.platform))
  for (const sign of document.querySelectorAll("#keys kbd")) if (sign.textContent === "Ctrl") sign.textContent = "⌘";

// [data-opens] shows a dialog; a press beside it closes it again, unless words stand in it that would be lost.
let beside = false; // and not on its edge, nor at the end of a selection that began inside
addEventListener("pointerdown", ({ target, clientX: x, clientY: y }) => {
  const box = target.matches("dialog[open]") && target.getBoundingClientRect();
  beside = box && (x < box.left || x > box.right || y < box.top || y > box.bottom);
});
const worded = (dialog) => [...dialog.querySelectorAll("input:not([type=checkbox]), textarea")].some((field) => field.readOnly || field.value !== field.defaultValue);
document.addEventListener("click", ({ target }) => {
  const opener = target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens).showModal();
  else if (beside && target.matches("dialog[open]") && !worded(target)) target.close();
});
