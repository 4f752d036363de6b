// Whoever pressed the last button of a section that has gone with it goes on at the head of the page, not nowhere.

let last = null;
document.addEventListener("focusin", ({ target }) => { last = target.closest("#main") && target; });
document.addEventListener("htmx:oobAfterSwap", () => setTimeout(() => {
  if (!last || last.isConnected || document.activeElement !== document.body || document.querySelector("dialog[open]")) return;
  document.getElementById("headline").focus({ preventScroll: true });
}, 50));
