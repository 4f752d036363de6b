// The height of the rows changes at once and is kept for the next visit; a day goes before a part of time.

document.addEventListener("click", (event) => {
  const button = event.target.closest("#rows button");
  if (!button) return;
  event.preventDefault();
  const gallery = document.getElementById("gallery");
  gallery.className = gallery.className.replace(/rows-./, `rows-${button.value}`);
  for (const other of button.form.querySelectorAll("button")) other.setAttribute("aria-pressed", other === button);
  document.cookie = `rows=${button.value}; max-age=31536000; path=/; samesite=lax`;
});

// Every change has been applied already; the button of the phone's sheet only closes it.
document.addEventListener("submit", (event) => {
  if (event.target.id !== "filter") return;
  event.preventDefault();
  event.target.closest("details").open = false;
});

document.addEventListener("change", ({ target }) => {
  const { when, from, to } = document.getElementById("filter")?.elements ?? {};
  if (target === when) from.value = to.value = "";
  if (target === from || target === to) when.value = "";
}, true);

// The tray stays open while what is around it is exchanged: of two with one name the browser would close the newer.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target.id === "gallery") detail.target.querySelector("details.filter").removeAttribute("name");
});
