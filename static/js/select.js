// Films are selected by circles, ranges, days and keys. This map of ids and seconds outlives every swap and fills the form.
const chosen = new Map();
let anchor, busy; // where a range begins; whether anything is selected

const one = (selector) => document.querySelector(selector);
const boxes = (root = document) => [...root.querySelectorAll(".card .choose")];
const cardOf = (node) => node?.closest?.("#days .card");
const boxOf = (node) => cardOf(node)?.querySelector(".choose");
const focus = (box) => cardOf(box)?.querySelector("a.whole").focus();
const put = (on, value, seconds) => (on ? chosen.set(value, +seconds) : chosen.delete(value));
const putAll = (list, on = true) => list.forEach((box) => put(on, box.value, box.dataset.seconds));
const press = (box, shiftKey) => box.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey }));

function show(all = one("[name=all]").checked) {
  one("[name=all]").checked = all;
  for (const box of boxes()) box.checked = all || chosen.has(box.value);
  for (const day of document.querySelectorAll(".day")) day.querySelector(".choose").checked = boxes(day).every((box) => box.checked);
  busy = all || chosen.size > 0;
  document.body.classList.toggle("choosing", busy);
  one("#selection fieldset").disabled = !busy;
  let seconds = 0;
  for (const each of chosen.values()) seconds += each;
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, 0)}`;
  one("#selection output").textContent = all ? one("#selection b").textContent : one("#selection").dataset.said.replace("{n}", chosen.size).replace("{t}", time);
}

function clear(back) {
  chosen.clear();
  show(false);
  if (back) focus(boxes().find(({ value }) => value === anchor)); // the bar that had the focus is gone
}

function pick(box, on, range) {
  const list = boxes(), all = one("[name=all]").checked;
  const [from, to] = [list.indexOf(box), range ? list.findIndex(({ value }) => value === anchor) : -1].sort((a, b) => a - b);
  if (all) putAll(list);
  putAll(from < 0 ? [box] : list.slice(from, to + 1), on);
  if (from < 0) anchor = box.value;
  show(all && on);
}

document.addEventListener("click", async (event) => {
  const { target, shiftKey } = event, box = boxOf(target.closest("a.whole"));
  if (target.matches(".card .choose")) pick(target, target.checked, shiftKey);
  else if (target.matches(".choose")) {
    const answer = await fetch(`${one("#selection").dataset.day}${one("[name=within]").value || "?"}&day=${target.value}`);
    for (const film of (await answer.json()).films) put(target.checked, ...film);
    show();
  } else if (target.closest("#unselect")) clear(!event.detail);
  else if (target.name === "all") show();
  else if (box && busy && event.detail && !event.ctrlKey && !event.metaKey && !event.defaultPrevented) {
    event.preventDefault(); // while films are selected, a press selects
    press(box, shiftKey);
  }
});

document.addEventListener("keydown", (event) => {
  const { key, shiftKey, target } = event, letter = key.toLowerCase(), list = boxes();
  if (event.altKey || event.isComposing || target.matches("input:not([type=checkbox]), textarea, select") || one("dialog[open], :popover-open")) return;
  const box = boxOf(target) ?? boxOf(one(".picture:hover"));
  const top = (other) => cardOf(other).getBoundingClientRect().top;
  if (event.ctrlKey || event.metaKey) {
    if (key !== "a") return;
    putAll(list);
    show();
  } else if (key.startsWith("Arrow")) {
    const row = list.filter((other) => box && top(other) === top(box)).length;
    const next = box && list[list.indexOf(box) + { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -row, ArrowDown: row }[key]];
    if (!next) return;
    if (shiftKey && !busy) press(box);
    if (shiftKey) pick(next, true, true);
    focus(next);
  } else if (key === "Escape" && busy && !one("details[name][open]")) clear(target.closest("#selection"));
  else if (document.body.dataset.letters === "off" && key !== " ") return;
  else if (box && (letter === "x" || (key === " " && busy && target.matches("a.whole")))) press(box, shiftKey);
  else if (letter === "b" && (box || busy)) {
    const values = { ...(busy || { films: box.value }), ...(shiftKey && { again: 1 }) };
    htmx.ajax("POST", one("#selection").getAttribute("action"), { source: busy ? "#selection" : box, values });
  } else return;
  event.preventDefault();
  event.stopPropagation();
}, true);

document.addEventListener("input", ({ target: { id, value } }) => {
  if (id === "narrow") for (const board of document.querySelectorAll(".pick")) board.hidden = !board.textContent.toLowerCase().includes(value.trim().toLowerCase());
});
document.addEventListener("formdata", ({ target: { id }, formData }) => {
  if (id !== "selection") return;
  formData.delete("film");
  formData.set("films", [...chosen.keys()].join(" "));
});
document.addEventListener("submit", ({ target: { id }, submitter }) => {
  if (id === "selection" && submitter?.dataset.key === "c") sessionStorage.setItem("chosen", JSON.stringify([location.href, ...chosen])); // one comes back
});
document.addEventListener("liked", ({ detail: { on } }) => {
  for (const like of document.querySelectorAll(".card:has(.choose:checked) .like")) Object.assign(like, { ariaPressed: on, value: +!on });
});
document.addEventListener("htmx:oobAfterSwap", ({ target: { id } }) => {
  if (id !== "gone") return;
  const gone = one("#gone").textContent, list = boxes(), went = list.filter(({ value }) => gone.includes(value));
  const next = list.slice(list.indexOf(went[0])).find((box) => !went.includes(box));
  for (const box of went) cardOf(box).remove();
  for (const pk of gone.split(" ")) chosen.delete(pk);
  show(false);
  focus(next);
});
document.addEventListener("htmx:load", () => show());
const [page, ...were] = JSON.parse(sessionStorage.getItem("chosen") ?? "[]");
const back = performance.getEntriesByType("navigation")[0]?.type === "back_forward" || document.referrer === page; // or refused
if (back && page === location.href) for (const film of were) put(true, ...film);
addEventListener("pageshow", () => sessionStorage.removeItem("chosen")); // also where the page itself was kept
show();
