// New orders stand on top. Who reads further down keeps their place (the browser anchors it) and is told by a pill.

const pill = document.getElementById("new");
const FAR = 160;
let waiting = 0;

const all = () => document.querySelectorAll(".order");
const known = new Set([...all()].map((order) => order.id));
const meet = (fresh = () => {}) => all().forEach(({ id }) => known.has(id) || (known.add(id), fresh()));

document.addEventListener("htmx:oobAfterSwap", ({ detail }) => {
  if (detail.target.id !== "feed" && !detail.target.id.startsWith("head-")) return;
  meet(() => { if (scrollY > FAR) waiting += 1; });
  tell();
});
document.addEventListener("htmx:afterSettle", () => meet()); // older ones, further down

function tell() {
  pill.hidden = !waiting;
  pill.textContent = pill.dataset.new.replace("%s", waiting);
}

addEventListener("scroll", () => {
  if (waiting && scrollY <= FAR) { waiting = 0; tell(); }
}, { passive: true });

pill.addEventListener("click", (event) => {
  event.preventDefault();
  scrollTo({ top: 0, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
});
