// The life of a saved card: its small film under pointer, focus or a long press, the menu, and F for a favourite.
// One decoder on the whole page: a single <video> moves from card to card.

const WAIT = 250, PRESS = 500, SCRUB = 2 / 3;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

const film = Object.assign(document.createElement("video"), { muted: true, loop: true, playsInline: true, preload: "auto" });
film.disableRemotePlayback = true;
film.tabIndex = -1;
film.setAttribute("aria-hidden", "true");
const bar = document.createElement("span");
bar.className = "scrub";

let shown = null; // the card that plays
let timer = 0;
let pressed = false; // a long press ends with a click that is none

const cardOf = (node) => node instanceof Element ? node.closest(".card[data-preview]") : null;

function soon(card, wait = WAIT) {
  clearTimeout(timer);
  timer = setTimeout(() => show(card), wait);
}

function show(card) {
  if (card === shown || !card.isConnected) return;
  hide();
  shown = card;
  film.src = card.dataset.preview;
  card.querySelector("a.whole").before(film);
  film.play().catch(() => {}); // hidden again before it began, or gone
}

function hide() {
  clearTimeout(timer);
  if (!shown) return;
  shown = null;
  film.classList.remove("plays");
  film.pause();
  film.removeAttribute("src");
  film.load(); // lets go of decoder and connection
  film.remove();
  bar.remove();
}

film.addEventListener("playing", () => film.classList.add("plays"));
film.addEventListener("error", () => { if (film.hasAttribute("src")) hide(); });

// pointer

document.addEventListener("pointerover", ({ target, pointerType }) => {
  if (pointerType !== "mouse" || calm.matches) return;
  const card = cardOf(target);
  if (card === shown) return card ? undefined : clearTimeout(timer);
  if (shown && !shown.contains(document.activeElement)) hide();
  if (card) soon(card); else clearTimeout(timer);
});
document.documentElement.addEventListener("pointerleave", ({ pointerType }) => { if (pointerType === "mouse") hide(); });

document.addEventListener("pointermove", ({ target, clientX, clientY, pointerType }) => {
  if (pointerType !== "mouse" || !shown?.contains(target) || !film.duration) return;
  const box = film.getBoundingClientRect();
  const below = clientY > box.top + box.height * SCRUB && clientY <= box.bottom;
  if (!below || target.closest(".hover")) {
    if (film.paused) film.play().catch(() => {});
    return bar.remove();
  }
  const at = Math.min(1, Math.max(0, (clientX - box.left) / box.width));
  film.pause();
  film.currentTime = at * film.duration;
  bar.style.setProperty("--at", at);
  if (!bar.isConnected) film.after(bar);
});

// touch: a long press plays, the next touch elsewhere ends it

document.addEventListener("pointerdown", ({ target, pointerType }) => {
  pressed = false;
  if (pointerType === "mouse") return;
  const card = target.closest(".card");
  if (shown && card !== shown) hide();
  if (card && !target.closest(".hover, .choose")) {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const box = card.querySelector(".choose"); // where films are selected, a long press does that
      if (box) box.click(); else if (cardOf(card)) show(card);
      pressed = true;
    }, PRESS);
  }
});
for (const end of ["pointerup", "pointercancel"])
  document.addEventListener(end, ({ pointerType }) => { if (pointerType !== "mouse") clearTimeout(timer); });
document.addEventListener("contextmenu", (event) => { if (pressed) event.preventDefault(); });
document.addEventListener("click", (event) => {
  if (pressed && event.target.closest(".card")) event.preventDefault();
  pressed = false;
}, true);

// keyboard

document.addEventListener("focusin", ({ target }) => {
  const card = cardOf(target);
  if (shown && card !== shown) hide();
  if (card && card !== shown && !calm.matches && target.matches(":focus-visible")) soon(card);
});
document.addEventListener("focusout", ({ relatedTarget }) => { if (!cardOf(relatedTarget)) hide(); });

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const { target, key } = event;
  if (key === " " && target.matches?.("a.whole") && cardOf(target)) {
    event.preventDefault();
    if (shown) hide(); else show(cardOf(target));
  }
  const letter = key.toLowerCase();
  if (!"fb".includes(letter) || document.body.matches(".choosing, [data-letters=off]")) return;
  if (target.matches?.("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]")) return;
  const card = target.closest?.(".card") ?? document.querySelector(".card:hover");
  const pressed = card?.querySelector(letter === "f" ? ".like" : "a.whole");
  if (!pressed || (letter === "b" && !document.getElementById("ask"))) return;
  event.preventDefault();
  if (letter === "f") pressed.click();
  else htmx.ajax("GET", `${new URL(pressed.href).pathname}boards/`, "#ask");
});

// the menu: one on the page, filled when it is opened

const menu = document.createElement("div");
menu.className = "card-menu";
menu.id = "card-menu";
menu.popover = "auto";
menu.role = "dialog";
let opener = null;

async function open(link) {
  const answer = await fetch(`${new URL(link.href).pathname}menu/`, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok) return location.assign(link.href);
  menu.innerHTML = await answer.text();
  menu.querySelector(".entry").href = link.href; // under the filter of its page
  htmx.process(menu);
  document.body.append(menu);
  menu.ariaLabel = link.title;
  menu.showPopover();
  opener = link;
  link.setAttribute("aria-expanded", "true");
  const from = link.getBoundingClientRect(), { offsetWidth: width, offsetHeight: height } = menu;
  menu.style.left = `${Math.max(8, Math.min(from.right - width, innerWidth - width - 8))}px`;
  menu.style.top = `${from.bottom + 4 + height < innerHeight ? from.bottom + 4 : Math.max(8, from.top - height - 4)}px`;
  menu.querySelector(".entry").focus({ preventScroll: true });
}

function close() {
  if (menu.matches(":popover-open")) menu.hidePopover();
}

let again = null; // a press on the opener closes its menu, and is not to open it anew
document.addEventListener("pointerdown", () => { again = opener; }, true);
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-menu]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link !== again) open(link);
  again = null;
});
menu.addEventListener("toggle", ({ newState }) => {
  if (newState !== "closed" || !opener) return;
  opener.removeAttribute("aria-expanded");
  if (menu.contains(document.activeElement) || document.activeElement === document.body) opener.focus();
  opener = null;
});
menu.addEventListener("click", ({ target }) => {
  const entry = target.closest(".entry");
  if (entry?.matches("a[hx-get]")) close(); // a dialog follows, which gives the focus back to the card
  else if (entry) setTimeout(close, 0); // whoever else listens has heard it by then, and no answer has taken the card away
});
menu.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const entries = [...menu.querySelectorAll(".entry")];
  entries.at((entries.indexOf(document.activeElement) + step) % entries.length).focus();
});
addEventListener("scroll", close, { passive: true });
