// Ctrl/⌘ K goes to the search field, Esc leaves it.

const field = () => document.getElementById("q");
if (field() && /Mac|iPhone|iPad/.test(navigator.platform)) document.querySelector(".search kbd").textContent = "⌘ K";

addEventListener("keydown", (event) => {
  if (field() && event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
    event.preventDefault();
    field().focus();
    field().select();
  }
  if (event.key === "Escape" && event.target === field()) field().blur();
});
