// Alt with ↑ or ↓ leafs through one's own prompts, the last first; below the last stands again what was being written.

const field = document.getElementById("prompt");
let prompts = null, at = -1, written = "";

async function known() {
  try {
    const answer = await fetch(field.dataset.prompts, { headers: { Accept: "application/json" } });
    return answer.ok ? (await answer.json()).prompts : null;
  } catch {
    return null; // the line is cut, which the page says elsewhere; the next press tries again
  }
}

field.addEventListener("keydown", async (event) => {
  const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  if (!step || !event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
  event.preventDefault();
  if (at < 0 || field.value !== prompts[at]) { // at rest, or what was leafed to has been changed since
    written = field.value;
    prompts = await known();
    at = prompts?.[0] === written ? 0 : -1; // after an order its own words are no step back
  }
  const next = at + step;
  if (!prompts || next < -1 || next >= prompts.length) return;
  at = next;
  field.value = at < 0 ? written : prompts[at];
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
document.body.addEventListener("ordered", () => { at = -1; });
