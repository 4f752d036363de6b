// Keeps what is being written: soon after every change, and at the latest when the page is left. What another page wrote
// later is never overwritten unseen.

const form = document.getElementById("composer");
const newer = document.getElementById("newer"), note = document.getElementById("note");
const PAUSE = 800;
let timer = 0, changed = false, asking = false;
let sending = false, more = false; // one at a time: a second one would not know the edition that the first one made

function fields(force) {
  const sent = new FormData(form);
  sent.set("force", force ? "1" : "");
  return sent;
}

// The page is left: what is on its way makes the next edition, and this comes after it.
function last() {
  if (!changed && !more) return;
  const sent = fields(false);
  if (sending) sent.set("edition", Number(form.elements.edition.value) + 1);
  navigator.sendBeacon(form.dataset.draft, sent);
}

async function keep(force = false) {
  clearTimeout(timer);
  if (asking && !force) return;
  if (sending) {
    more = true;
    return;
  }
  changed = false;
  sending = true;
  try {
    const answer = await fetch(form.dataset.draft, { method: "POST", body: fields(force), redirect: "error" });
    if (answer.ok) heard(await answer.json());
    else changed = true;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    changed = true; // no line: the text stays in the page and is kept with the next change
  } finally {
    sending = false;
  }
  if (!more) return;
  more = false;
  keep();
}

function heard({ edition, newer: other, said }) {
  if (edition !== undefined) form.elements.edition.value = edition;
  if (said) note.textContent = said;
  asking = Boolean(other);
  newer.hidden = !other;
  if (other) newer.firstElementChild.textContent = other;
}

function later() {
  changed = true;
  clearTimeout(timer);
  timer = setTimeout(keep, PAUSE);
}

for (const kind of ["input", "change", "changed"]) form.addEventListener(kind, later);
addEventListener("online", () => changed && keep());
addEventListener("pagehide", () => asking || last());
newer.querySelector("[data-take]").addEventListener("click", () => {
  changed = false;
  location.assign(form.action);
});
newer.querySelector("[data-keep]").addEventListener("click", () => keep(true));
