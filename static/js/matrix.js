// A click that orders several settings: the server says how many films they are and what they cost, soon after every
// change. What the composer itself has chosen is part of it and cannot be taken away among the boxes.

const form = document.getElementById("composer"), cells = document.getElementById("cells");
const button = document.getElementById("order");
const OWN = ["model", "tier", "ratio"], PAUSE = 300;
let timer = 0;
let busy = false, more = false; // one at a time; what changed meanwhile is asked about afterwards

const boxes = (name) => form.querySelectorAll(`[name=also_${name}]`);
// Perhaps more than one: whether it is, the server knows.
const several = () => OWN.some((name) => [...boxes(name)].some((box) => box.checked && !box.disabled))
  || /\{[^]*\|[^]*\}/.test(form.elements.prompt.value)
  || (form.elements.keep_seed.value === "1" && /\d[\s,;，；、]+\d/.test(form.elements.seed.value));

function own() {
  for (const name of OWN)
    for (const box of boxes(name)) {
      const mine = box.value === form.elements[name].value;
      if (box.disabled && !mine) box.checked = box.dataset.was === "1";
      if (mine && !box.disabled) box.dataset.was = Number(box.checked);
      box.disabled = mine;
      if (mine) box.checked = true;
    }
}

function say(label) {
  form.classList.toggle("many", Boolean(label));
  button.dataset.many = label;
  form.dispatchEvent(new Event("priced"));
}

function ask() {
  more = busy;
  if (busy) return;
  busy = true;
  cells.dispatchEvent(new Event("matrix"));
}

function look() {
  clearTimeout(timer);
  own();
  if (!several()) {
    if (button.dataset.many) ask(); // once more, for the words that say so
    return;
  }
  say(button.dataset.counting);
  timer = setTimeout(ask, PAUSE);
}

for (const kind of ["input", "change", "changed"]) form.addEventListener(kind, look);
cells.addEventListener("htmx:afterRequest", ({ detail }) => {
  busy = false;
  if (more) setTimeout(ask, PAUSE); // not at once: who posted rests for a moment (live.js)
  else if (!detail.successful && !/^4/.test(detail.xhr.status)) timer = setTimeout(ask, 10 * PAUSE); // until then the button goes on saying that it counts
});
cells.addEventListener("htmx:afterSwap", () => {
  if (more) return;
  const { label, total } = cells.querySelector(".sum").dataset;
  say(label);
  if (label) form.elements.shown.value = total ?? "";
});
own(); // the rest the server has drawn
