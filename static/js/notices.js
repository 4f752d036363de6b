// Out of sight, the title counts what became of one's own orders, and the browser tells of it where it may.

const on = document.body.dataset.notices === "on";
const may = () => window.Notification?.permission;
const told = new Set();
let title = "";
let since = Date.now();

document.addEventListener("visibilitychange", () => {
  since = Date.now();
  if (document.hidden) title = document.title;
  else if (told.size) document.title = title;
  told.clear();
});
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (document.hidden && detail.elt.id === "live") detail.formData.set("hidden", Math.ceil((Date.now() - since) / 1000));
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (document.hidden && detail.elt.id === "live" && detail.successful) since = Date.now();
});
document.body.addEventListener("notices", ({ detail }) => {
  if (!document.hidden) return;
  for (const { tag, title: heading, body, url } of detail.value) {
    if (told.has(tag)) continue;
    told.add(tag);
    if (may() !== "granted") continue;
    const notice = new Notification(heading, { body, tag, icon: document.getElementById("favicon").href });
    notice.addEventListener("click", () => { window.focus(); location.assign(url); notice.close(); });
  }
  document.title = `(${told.size}) ${title}`;
});

// Permission can be asked for only while the switch is being pressed.
const refused = document.getElementById("refused");
if (refused) refused.hidden = !on || may() === "granted";
document.querySelector("button[name=notices][value='1']")?.addEventListener("click", async (event) => {
  if (may() !== "default") return;
  event.preventDefault();
  const button = event.currentTarget;
  await Notification.requestPermission();
  button.form.requestSubmit(button);
});
