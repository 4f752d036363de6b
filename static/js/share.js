// Films of a share link: one plays at a time, writing about a film stops it and notes the place, and a noted place leads
// back to it.

const clock = (seconds) => `${Math.floor(seconds / 60)}:${(Math.floor(seconds * 10) / 10 % 60).toFixed(1).padStart(4, "0")}`;
const film = (part) => part.closest("article").querySelector("video");

document.addEventListener("play", ({ target }) => {
  for (const other of document.querySelectorAll("video")) if (other !== target) other.pause();
}, true);

document.addEventListener("click", ({ target }) => {
  const says = target.closest("[data-says]"), seeks = target.closest("[data-seek]");
  if (says) {
    const place = document.getElementById(`say-${says.dataset.says}`);
    place.open = !place.open;
    says.setAttribute("aria-expanded", place.open);
    if (place.open) place.querySelector("input:not([type=hidden], [type=checkbox]), textarea").focus();
  }
  if (!seeks) return;
  const video = film(seeks), go = () => { video.currentTime = Number(seeks.dataset.seek); };
  if (video.readyState) return go();
  video.addEventListener("loadedmetadata", go, { once: true });
  video.preload = "metadata";
  video.load();
});

document.addEventListener("focusin", ({ target }) => {
  if (!target.matches(".say textarea, .say .input")) return;
  const video = film(target), here = target.form.querySelector(".here");
  video.pause();
  if (!video.currentTime || (target.form.elements.text.value && !here.hidden)) return; // the place is noted already
  target.form.elements.at.value = Math.round(video.currentTime * 1000);
  here.querySelector("output").textContent = clock(video.currentTime);
  here.hidden = false;
});
