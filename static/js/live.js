// Looks again when something may have changed: every 2 s while the page is seen, every 20 s while it is hidden, slower
// while the line is cut, and at once when a deed is done. It only says when; `look` on <body> starts the request.

const SEEN = 2000, HIDDEN = 20000, MOST = 30000;
const live = document.getElementById("live");
const offline = document.getElementById("offline");
const said = document.getElementById("said");
let failures = 0;
let timer = 0;

function look() {
  document.body.dispatchEvent(new Event("look"));
}

function later() {
  clearTimeout(timer);
  const pause = document.hidden ? HIDDEN : Math.min(SEEN * 2 ** failures, MOST);
  timer = setTimeout(look, pause);
}

if (live) {
  // All that is shown goes into one parameter; a page of very many moving films asks about the newest.
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.elt !== live) return;
    const seen = detail.formData.getAll("see").slice(0, 100);
    detail.formData.set("see", seen.join(" "));
    if (document.hidden) detail.formData.set("hidden", "1");
  });
  // One answer, good or bad, leads to the next look; a request that got none counts as a cut line.
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.target !== live && event.detail.elt !== live) return;
    const status = event.detail.xhr.status;
    failures = status > 0 && status < 500 ? 0 : failures + 1;
    offline.hidden = failures < 2;
    const out = document.getElementById("out");
    out.hidden = !event.detail.xhr.getResponseHeader("X-Signed-Out");
    if (out.hidden) later(); // who is signed out looks again after signing in
  });
  document.addEventListener("visibilitychange", () => (document.hidden ? later() : look()));
  addEventListener("online", look);
  later();
}

// What had the focus is drawn anew: the same control has it again, or, where that is gone, the first link beside it,
// which never spends.
const leads = (one) => one.getAttribute("formaction") ?? one.getAttribute("href");
let had = null;
document.addEventListener("htmx:oobBeforeSwap", ({ detail: { target } }) => {
  had = target.id && target.contains(document.activeElement) ? { id: target.id, leads: leads(document.activeElement) } : null;
});
document.addEventListener("htmx:oobAfterSwap", () => {
  if (!had || ![null, document.body].includes(document.activeElement)) return;
  const place = document.getElementById(had.id);
  const all = [place, place?.nextElementSibling, place?.previousElementSibling].flatMap((one) => [...(one?.querySelectorAll("a[href], button") ?? [])]);
  const next = all.find((one) => had.leads && leads(one) === had.leads) ?? all.find((one) => one.matches("a"));
  next?.focus({ preventScroll: true });
  had = null;
});

// A second press while the first is on its way, or right after it was heard, is the same press.
const resting = new WeakSet();
document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, requestConfig } = event.detail;
  if (requestConfig.verb !== "post") return;
  if (resting.has(elt)) return event.preventDefault();
  resting.add(elt);
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const { elt, requestConfig, xhr } = detail; // read now: htmx names other elements in it later
  if (requestConfig.verb !== "post") return;
  setTimeout(() => resting.delete(elt), xhr.getResponseHeader("HX-Trigger") ? 1200 : 0);
});

// The page's icon says what is going on: somebody is asked, films came home unseen, films are on their way.
const favicon = document.getElementById("favicon");
const calm = favicon.getAttribute("href");
let unseen = false;
function mood() {
  const now = document.getElementById("queue")?.dataset.mood;
  const next = now === "ask" ? favicon.dataset.ask : unseen ? favicon.dataset.done : now === "run" ? favicon.dataset.run : calm;
  if (favicon.getAttribute("href") !== next) favicon.setAttribute("href", next);
}
document.addEventListener("htmx:oobAfterSwap", mood);
document.addEventListener("visibilitychange", () => { if (!document.hidden) unseen = false; mood(); });
document.body.addEventListener("news", (event) => { if (document.hidden && event.detail.saved) unseen = true; mood(); });
mood();

// Screen readers hear what ended, at most one sentence in ten seconds.
const news = { saved: 0, failed: 0 };
let heard = 0;
document.body.addEventListener("news", (event) => {
  news.saved += event.detail.saved || 0;
  news.failed += event.detail.failed || 0;
  if (!heard) heard = setTimeout(tell, 500);
});

function tell() {
  const parts = ["saved", "failed"].filter((kind) => news[kind]).map((kind) => said.dataset[kind].replace("%s", news[kind]));
  if (parts.length) said.textContent = parts.join(" ");
  news.saved = news.failed = 0;
  heard = setTimeout(() => { heard = 0; if (news.saved + news.failed) tell(); }, 10000);
}
