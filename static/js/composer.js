// The composer without waiting: price and sizes of every wish at once, only what the model can do, keys and stepper.
// The rules and prices are the server's own, sent as data; it checks every order again.

const form = document.getElementById("composer");
const offers = JSON.parse(document.getElementById("offers").textContent);
const prompt = form.elements.prompt, takes = form.elements.takes, button = document.getElementById("order");
const count = document.getElementById("count"), note = document.getElementById("note");
const UNIT = 10000;
const quiet = note.textContent;

const wish = (name) => form.elements[name].value;
const radios = (name) => [...form.querySelectorAll(`input[type=radio][name="${name}"]`)];
const fill = (pattern, values) => pattern.replace(/%\((\w+)\)s/g, (_, name) => values[name]);

function money(units) {
  if (units === null) return button.dataset.unknown;
  const cents = Math.floor((units + UNIT / 200) / (UNIT / 100));
  return `¥${Math.floor(cents / 100).toLocaleString("en-US")}.${String(cents % 100).padStart(2, "0")}`;
}

function price(changed = {}) {
  const now = { model: wish("model"), tier: wish("tier"), duration: wish("duration"), audio: wish("audio"), ...changed };
  const each = offers[now.model].prices[now.tier]?.[Number(now.audio)] ?? null;
  const films = Math.min(Math.max(Number(takes.value) || 1, 1), Number(takes.max));
  return money(each === null ? null : each * Number(now.duration) * films);
}

// Shows the radios of a wish that are on offer; a chosen one that is not gives way to the nearest. Says what changed.
function offer(name, offered, nearest) {
  const all = radios(name), chosen = all.find((radio) => radio.checked);
  for (const radio of all) {
    const on = offered.includes(radio.value);
    radio.disabled = !on;
    radio.closest("label").hidden = !on;
  }
  if (!chosen || offered.includes(chosen.value)) return "";
  const instead = all.find((radio) => radio.value === nearest(chosen.value));
  instead.checked = true;
  return fill(form.dataset.adapted, { model: offers[wish("model")].short, wish: chosen.dataset.chip, offer: instead.dataset.chip });
}

function fit() {
  const model = offers[wish("model")];
  const said = [offer("ratio", model.ratios, () => "16:9")];
  const seconds = model.seconds[wish("tier")].map(String);
  said.push(offer("duration", seconds, (value) => seconds.reduce((a, b) => (Math.abs(b - value) < Math.abs(a - value) ? b : a))));
  const shots = form.querySelector("[data-only=shots]");
  shots.hidden = shots.disabled = !model.shots;
  return said.filter(Boolean).join(" ");
}

function show() {
  const model = offers[wish("model")];
  for (const chip of form.querySelectorAll("span[data-chip]")) {
    const chosen = radios(chip.dataset.chip).find((radio) => radio.checked);
    if (chosen) chip.textContent = chosen.dataset.chip;
  }
  const shape = radios("ratio").find((radio) => radio.checked)?.closest("label").querySelector("svg");
  if (shape) form.querySelector("[data-shape]").replaceChildren(shape.cloneNode(true));
  for (const radio of radios("tier"))
    radio.closest("label").querySelector("[data-note]").textContent = `${model.sizes[radio.value][wish("ratio")]} · ${price({ tier: radio.value })}`;
  for (const radio of radios("audio")) radio.closest("label").querySelector("[data-note]").textContent = price({ audio: radio.value });
  if (!button.dataset.rest) button.textContent = button.dataset.label.replace("%s", price());
  counted(model.limit);
}

function counted(limit) {
  const letters = [...prompt.value].length;
  count.hidden = letters < limit * 0.8;
  count.classList.toggle("over", letters > limit);
  count.textContent = fill(count.dataset.over, { count: letters.toLocaleString(), limit: limit.toLocaleString() });
}

form.addEventListener("change", (event) => {
  const said = ["model", "tier"].includes(event.target.name) ? fit() : "";
  if (said || event.target.type === "radio") note.textContent = said || quiet;
  show();
});
form.addEventListener("input", (event) => {
  if (event.target === prompt) counted(offers[wish("model")].limit);
  if (event.target.name === "seed" && event.target.value) radios("keep_seed")[1].checked = true;
  if (event.target !== prompt) show();
});

for (const step of form.querySelectorAll("[data-step]"))
  step.addEventListener("click", () => {
    takes.value = Math.min(Math.max((Number(takes.value) || 1) + Number(step.dataset.step), 1), Number(takes.max));
    show();
  });

// Ctrl or ⌘ with Enter orders, but never while an input method composes a character.
const mac = /Mac|iPhone|iPad/.test(navigator.platform);
if (mac) form.querySelector("kbd").textContent = "⌘ Enter";
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit(button);
});

// After the order the button rests, the words and the focus stay.
document.body.addEventListener("ordered", () => {
  button.dataset.rest = "1";
  button.textContent = button.dataset.ordered;
  button.setAttribute("aria-disabled", "true");
  document.getElementById("says").replaceChildren();
  form.classList.remove("open");
  setTimeout(() => {
    delete button.dataset.rest;
    button.removeAttribute("aria-disabled");
    show();
  }, 1200);
});

// On a phone the bar unfolds into a sheet at a touch and folds by its button or Esc.
const narrow = matchMedia("(max-width: 719px)");
form.addEventListener("focusin", (event) => {
  if (narrow.matches && event.target !== button) form.classList.add("open");
});
// Whoever goes on elsewhere, by Tab or by a press, sees where they are.
form.addEventListener("focusout", ({ relatedTarget }) => {
  if (relatedTarget && !form.contains(relatedTarget)) form.classList.remove("open");
});
function fold() {
  form.classList.remove("open");
  document.activeElement?.blur();
}
document.getElementById("fold").addEventListener("click", fold);
addEventListener("keydown", (event) => event.key === "Escape" && form.classList.contains("open") && fold());

fit();
show();
