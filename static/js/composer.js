// The composer without waiting: price and sizes of every wish at once, only what the model can do, keys and stepper.
// The rules and prices are the server's own, sent as data; it checks every order again.

const form = document.getElementById("composer");
const offers = JSON.parse(document.getElementById("offers").textContent);
const prompt = form.elements.prompt, takes = form.elements.takes, button = document.getElementById("order");
const count = document.getElementById("count"), note = document.getElementById("note"), undo = document.getElementById("undo");
const soon = document.getElementById("soon"), seeds = document.getElementById("seeds");
const UNIT = 10000, SEEDS = 2 ** 31;
const follow = seeds.textContent;
const STORYBOARD = /(镜头|分镜|shot) ?[2２二] ?[:：(（]/i;
const WISHES = ["model", "tier", "ratio", "duration"];

const wish = (name) => form.elements[name].value;
const radios = (name) => [...form.querySelectorAll(`input[type=radio][name="${name}"]`)];
const fill = (pattern, values) => pattern.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
const films = () => Math.min(Math.max(Number(takes.value) || 1, 1), Number(takes.max));
const nearest = (seconds, value) => seconds.reduce((a, b) => (Math.abs(b - value) < Math.abs(a - value) ? b : a));

function money(units) {
  if (units === null) return button.dataset.unknown;
  const cents = Math.floor((units + UNIT / 200) / (UNIT / 100));
  return `¥${Math.floor(cents / 100).toLocaleString("en-US")}.${String(cents % 100).padStart(2, "0")}`;
}

// The price of the whole click with some wishes changed; what the model then cannot do becomes its nearest offer.
function price(changed = {}) {
  const now = { model: wish("model"), tier: wish("tier"), duration: wish("duration"), audio: wish("audio"), ...changed };
  const model = offers[now.model], each = model.prices[now.tier]?.[Number(now.audio)] ?? null;
  const seconds = nearest(model.seconds[now.tier], Number(now.duration));
  return money(each === null ? null : each * seconds * films());
}

// Shows the radios of a wish that are on offer; a chosen one that is not gives way to the nearest. Says what changed.
function offer(name, offered, instead) {
  const all = radios(name), chosen = all.find((radio) => radio.checked);
  for (const radio of all) {
    const on = offered.includes(radio.value);
    radio.disabled = !on;
    radio.closest("label").hidden = !on;
  }
  if (!chosen || offered.includes(chosen.value)) return "";
  const next = all.find((radio) => radio.value === instead(chosen.value));
  next.checked = true;
  return fill(form.dataset.adapted, { model: offers[wish("model")].short, wish: chosen.dataset.chip, offer: next.dataset.chip });
}

function fit() {
  const model = offers[wish("model")];
  const seconds = model.seconds[wish("tier")];
  const said = [
    offer("ratio", model.ratios, () => "16:9"),
    offer("duration", seconds.map(String), (value) => String(nearest(seconds, value))),
  ];
  const shots = form.querySelector("[data-only=shots]");
  if (!model.shots && !shots.hidden && STORYBOARD.test(prompt.value)) said.push(fill(shots.dataset.left, { model: model.short }));
  shots.hidden = shots.disabled = !model.shots;
  return said.filter(Boolean).reduce((first, second) => first ? fill(form.dataset.both, { first, second }) : second, "");
}

function show() {
  const model = offers[wish("model")];
  for (const chip of form.querySelectorAll("span[data-chip]")) {
    const chosen = radios(chip.dataset.chip).find((radio) => radio.checked);
    if (chosen) chip.textContent = chosen.dataset.chip;
  }
  const shape = radios("ratio").find((radio) => radio.checked)?.closest("label").querySelector("svg");
  if (shape) form.querySelector("[data-shape]").replaceChildren(shape.cloneNode(true));
  for (const radio of radios("tier")) radio.closest("label").querySelector("[data-note]").textContent = model.sizes[radio.value][wish("ratio")];
  for (const name of ["model", "tier", "duration", "audio"])
    for (const radio of radios(name)) radio.closest("label").querySelector("[data-price]").textContent = price({ [name]: radio.value });
  if (!button.dataset.rest) button.textContent = button.dataset.many || button.dataset.label.replace("%s", price());
  if (!button.dataset.many) form.elements.shown.value = price();
  soon.textContent = model.starts && fill(form.dataset.soon, { model: model.short, starts: model.starts });
  form.dataset.sound = wish("audio");
  follows();
  counted(model.limit);
}

// Which seeds the takes get, before anything is ordered.
function follows() {
  const first = Number(wish("seed")), many = films();
  const known = wish("keep_seed") === "1" && /^\d{1,10}$/.test(wish("seed").trim()) && first < SEEDS;
  const all = Array.from({ length: many }, (_, index) => (first + index) % SEEDS).join(", ");
  seeds.textContent = known ? (many > 1 ? seeds.dataset.more : seeds.dataset.one).replace("%s", all) : follow;
}

function counted(limit) {
  const letters = [...prompt.value].length;
  count.hidden = letters < limit * 0.8;
  count.classList.toggle("over", letters > limit);
  count.textContent = fill(count.dataset.over, { count: letters.toLocaleString(), limit: limit.toLocaleString() });
}

// A changed model keeps every wish it can, names the rest, and the change can be taken back.
const chosen = () => Object.fromEntries(WISHES.map((name) => [name, wish(name)]));
let before = null;
function say(text, was = null) {
  note.textContent = text;
  undo.hidden = !was;
  if (was) undo.onclick = () => {
    for (const name of WISHES) radios(name).find((radio) => radio.value === was[name]).checked = true;
    fit();
    say("");
    show();
    before = chosen();
    form.querySelector("[data-tray=model] summary").focus(); // the button that had the focus is gone
    form.dispatchEvent(new Event("changed"));
  };
}

form.addEventListener("change", (event) => {
  if (["model", "tier"].includes(event.target.name)) {
    const was = before, said = fit();
    say(said, said && was);
  } else if (event.target.type === "radio") say("");
  before = chosen();
  show();
});
form.addEventListener("priced", show);
form.addEventListener("input", (event) => {
  if (event.target === prompt) counted(offers[wish("model")].limit);
  if (event.target.name === "seed" && event.target.value) radios("keep_seed")[1].checked = true;
  if (event.target !== prompt && event.target.type !== "radio") show();
});

for (const step of form.querySelectorAll("[data-step]"))
  step.addEventListener("click", () => {
    takes.value = Math.min(Math.max((Number(takes.value) || 1) + Number(step.dataset.step), 1), Number(takes.max));
    show();
    form.dispatchEvent(new Event("changed"));
  });

// Ctrl or ⌘ with Enter orders, but never while an input method composes a character.
if (/Mac|iPhone|iPad/.test(navigator.platform)) form.querySelector("kbd").textContent = "⌘ Enter";
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

// On a phone the bar unfolds into a sheet at a touch and folds by its button, by Esc and when it has ordered.
const narrow = matchMedia("(max-width: 719px)");
form.classList.add("scripted");
for (const moment of ["focusin", "click", "input"])
  form.addEventListener(moment, ({ target }) => {
    if (narrow.matches && (moment === "focusin" ? target !== button : target === prompt)) form.classList.add("open");
  });
form.addEventListener("toggle", ({ target }) => {
  if (target.open && (narrow.matches || target.parentElement.closest("details"))) target.scrollIntoView({ block: "nearest" });
}, true);
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
before = chosen();

// Who came to change the words of an earlier film, of an example, or of a film in hand, goes on there.
if (/[?&](like|batch|example|template)=|\/restore\/$/.test(location.href)) {
  prompt.focus({ preventScroll: true });
  prompt.setSelectionRange(prompt.value.length, prompt.value.length);
}
