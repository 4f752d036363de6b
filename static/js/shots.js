// The shot editor's hands: rows follow the prompt while they are open, the prompt follows the rows; rows are moved by their
// grip. What rows and prompt say to each other is decided by the server.

const form = document.getElementById("composer"), prompt = form.elements.prompt;
const box = document.getElementById("shots-box"), reader = document.getElementById("shots-read");
let writing = false, timer = 0, asked = "";

const read = () => box.open && box.offsetParent && reader.dispatchEvent(new Event("read"));
form.addEventListener("toggle", read, true); // of the part itself and of the tray around it
form.addEventListener("change", ({ target }) => ["model", "tier", "duration"].includes(target.name) && setTimeout(read));
prompt.addEventListener("input", () => {
  clearTimeout(timer);
  if (!writing) timer = setTimeout(read, 500);
});

// With the swap itself: settled a moment later, a click in between would send new rows with the old prompt, and lose them.
const own = (target) => target.id.startsWith("shots") && form.contains(target);
document.addEventListener("htmx:beforeRequest", ({ detail: { target } }) => {
  if (own(target)) asked = prompt.value;
});
document.addEventListener("htmx:afterSwap", ({ target, detail }) => {
  if (!own(target)) return;
  const told = document.getElementById("shots-of");
  if (!told) return;
  document.getElementById("shots-count").textContent = told.dataset.count;
  if (asked !== prompt.value) return setTimeout(read); // written on meanwhile: that is the newer
  if (detail.requestConfig.elt === reader || told.value === prompt.value) return;
  prompt.value = told.value;
  writing = true;
  prompt.dispatchEvent(new Event("input", { bubbles: true }));
  writing = false;
});

// What is typed while an answer is on its way goes over into the rows that the answer draws.
const rows = (target) => target.id === "shots" && form.contains(target);
let sent = new Map(), typed = [];
document.addEventListener("htmx:beforeRequest", ({ detail: { target } }) => {
  if (rows(target)) sent = new Map([...target.querySelectorAll("label > textarea, .shot :is(textarea, select)")].map((field) => [field, field.value]));
});
document.addEventListener("htmx:beforeSwap", ({ detail: { target, requestConfig } }) => {
  if (!rows(target)) return;
  const [deed, from, to] = requestConfig.parameters.shots.split("-"), places = [...target.querySelectorAll(".shot")];
  const place = (number) => {
    if (deed === "remove") return number === +from ? 0 : number - (number > from);
    if (deed !== "move") return number;
    return number === +from ? to : number - (from < number && number <= to) + (to <= number && number < from);
  };
  typed = [...sent].filter(([field, value]) => field.value !== value && field.isConnected).map(([field]) => ({
    id: field.id.replace(/\d+$/, () => place(places.indexOf(field.closest(".shot")) + 1)),
    value: field.value,
    caret: field === document.activeElement && (field.selectionStart ?? 0),
  }));
});
document.addEventListener("htmx:afterSwap", ({ target }) => {
  if (!rows(target)) return;
  typed = typed.map((words) => ({ ...words, field: document.getElementById(words.id) })).filter(({ field }) => field);
  for (const { field, value, caret } of typed) {
    field.value = value;
    if (caret === false) continue;
    field.focus();
    field.setSelectionRange?.(caret, caret);
  }
});
document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (!rows(target)) return;
  // only now does htmx listen to the new rows, and has given the focus to the one that it thinks has it
  for (const { field, caret } of typed.splice(0)) {
    if (caret !== false) field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
});

function send(deed) {
  const move = document.getElementById("shots-move");
  move.value = deed;
  move.click();
}

box.addEventListener("click", (event) => {
  // the button may go with what it does; htmx shall have heard of the press before the focus leaves it
  if (event.target.closest("#shots-sum button")) setTimeout(() => document.getElementById("shot-seconds-1").focus());
  const { fit } = event.target.closest("[data-fit]")?.dataset ?? {};
  if (!fit) return;
  event.preventDefault();
  form.querySelector(`[name=duration][value="${fit}"]`).click();
});
box.addEventListener("keydown", (event) => {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key], row = event.target.closest(".grip")?.parentElement;
  if (!step || !row) return;
  event.preventDefault();
  const place = [...row.parentElement.children].indexOf(row) + 1;
  if (row.parentElement.children[place - 1 + step]) send(`move-${place}-${place + step}`);
});
box.addEventListener("pointerdown", (event) => {
  const row = event.target.closest(".grip")?.parentElement;
  if (!row || event.button) return;
  event.preventDefault();
  const was = row.previousElementSibling, ended = new AbortController(), { signal } = ended;
  const middle = (other) => other.getBoundingClientRect().top + other.offsetHeight / 2;
  row.classList.add("held");
  addEventListener("pointermove", ({ clientY }) => {
    const next = [...row.parentElement.children].find((other) => other !== row && clientY < middle(other)) ?? null;
    if (next !== row.nextElementSibling) row.parentElement.insertBefore(row, next);
  }, { signal });
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => {
    ended.abort();
    row.classList.remove("held");
    if (row.previousElementSibling !== was) send("sorted");
  }, { signal });
});
