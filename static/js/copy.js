// [data-copy] copies its text. Where the page is not secure (plain http in the house), the browser's older way.

function bySelection(text) {
  const field = Object.assign(document.createElement("textarea"), { value: text, readOnly: true });
  field.className = "unseen";
  (document.querySelector("dialog[open], :popover-open") ?? document.body).append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return bySelection(text);
  }
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy]");
  if (!button) return;
  const back = document.activeElement;
  if (!(await copy(button.dataset.copy))) return;
  back?.focus({ preventScroll: true });
  const said = document.createElement("p");
  said.className = "toast";
  said.textContent = button.dataset.copied;
  document.getElementById("messages").append(said);
  setTimeout(() => said.remove(), 8000);
});
