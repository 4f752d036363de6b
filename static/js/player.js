// One play head for the films of a page: the viewer's one, or the two to four that are compared.
//
// The longest film leads. The others follow its clock: a small drift is caught up by their speed, which nobody sees, a
// large one by a jump. Shorter films rest on their last picture until the leader begins anew.

const player = document.querySelector("[data-player]");
const rate = Number(player.dataset.rate);
const several = player.classList.contains("together");
const wide = matchMedia("(min-width: 720px)");
const part = (name) => player.querySelector(`[data-do="${name}"]`);
const films = () => [...player.querySelectorAll("video")];
const leader = () => films().reduce((a, b) => ((b.duration || 0) > (a?.duration || 0) ? b : a), films()[0]);
const clock = (seconds) => `${Math.floor(seconds / 60)}:${(Math.floor(Math.round(seconds * 1000) / 100) / 10 % 60).toFixed(1).padStart(4, "0")}`;

const EXACT = 0.004, JUMP = 0.3, LEAN = 0.08; // seconds, seconds, the most by which a follower goes slower or faster
let going = false, waits = false, speed = 1, frame = 0;
const kept = JSON.parse(sessionStorage.getItem("player") ?? "{}");

// what people do

async function play() {
  const lead = leader();
  if (!lead) return;
  if (lead.currentTime >= lead.duration - 0.01) seek(0);
  going = true;
  await Promise.all(films().filter((film) => film.currentTime < film.duration || !film.duration).map((film) => film.play().catch(() => {})));
  follow();
}

function pause() {
  going = false;
  for (const film of films()) film.pause();
  seek(leader().currentTime);
}

function seek(seconds) {
  for (const film of films()) {
    const to = Math.min(Math.max(seconds, 0), film.duration || 0);
    if (Math.abs(film.currentTime - to) > 0.0005) film.currentTime = to;
  }
}

function step(frames) {
  if (!leader()) return;
  if (going) pause();
  const now = Math.floor(leader().currentTime * rate + 0.01);
  seek((now + frames) / rate + 0.001); // a little into the frame: on its edge browsers show the one before
  show();
}

const DEEDS = {
  play: () => (going ? pause() : play()),
  back: () => step(-1),
  on: () => step(1),
  loop: () => keep({ loop: !kept.loop }),
  sound: () => keep({ muted: !kept.muted }),
  full: () => (document.fullscreenElement ? document.exitFullscreen() : player.requestFullscreen()),
};

function keep(changed) {
  sessionStorage.setItem("player", JSON.stringify(Object.assign(kept, changed)));
  settle();
}

player.addEventListener("click", ({ target }) => {
  const button = target.closest("button[data-do]");
  if (button) DEEDS[button.dataset.do]();
  else if (target.matches("video") && !target.controls) DEEDS.play();
});
document.addEventListener("click", ({ target }) => {
  const place = target.closest("[data-seek]");
  if (place) { seek(Number(place.dataset.seek)); show(); }
});
part("seek").addEventListener("input", ({ target }) => { seek(Number(target.value)); show(); });
part("speed").addEventListener("change", ({ target }) => { speed = Number(target.value); settle(); });

// in step

function follow() {
  if (!going) return;
  const lead = leader();
  if (!waits) for (const film of films()) {
    if (film === lead || film.seeking) continue;
    if (lead.currentTime >= film.duration - 0.02) { film.playbackRate = speed; continue; }
    if (film.paused) film.play().catch(() => {});
    const drift = film.currentTime - lead.currentTime;
    if (Math.abs(drift) > JUMP) film.currentTime = lead.currentTime;
    const lean = Math.abs(drift) < EXACT ? 0 : Math.max(-LEAN, Math.min(LEAN, drift * 2));
    film.playbackRate = speed * (1 - lean);
  }
  show();
  cancelAnimationFrame(frame); // a film that had to wait for its bytes begins anew, and one clock is enough
  frame = requestAnimationFrame(follow);
}

// A film that has to wait for its bytes makes the others wait.
const listen = (name, heard) => player.addEventListener(name, heard, true);
listen("waiting", ({ target }) => {
  if (!several || !going) return;
  waits = true;
  for (const film of films()) if (film !== target) film.pause();
});
listen("canplay", () => {
  if (!waits || films().some((film) => film.readyState < 3 && !film.ended)) return;
  waits = false;
  if (going) play();
});
listen("ended", ({ target }) => {
  if (target !== leader()) return;
  going = false;
  if (several && kept.loop) { seek(0); play(); }
  show();
});
if (!several) {
  listen("play", () => { if (!going) { going = true; follow(); } });
  listen("pause", () => { going = false; show(); });
}
for (const name of ["loadedmetadata", "seeked", "timeupdate"]) listen(name, () => show());

// what is shown

function show() {
  const lead = leader();
  if (!lead) return;
  const at = lead.currentTime, end = lead.duration || Number(part("seek").max);
  player.querySelector("[data-at]").textContent = clock(at);
  player.querySelector("[data-ended]").textContent = clock(end);
  const bar = part("seek"), button = part("play");
  bar.max = end;
  bar.value = at;
  bar.setAttribute("aria-valuetext", `${clock(at)} / ${clock(end)}`);
  bar.style.setProperty("--at", end ? at / end : 0);
  button.setAttribute("aria-label", going ? button.dataset.on : button.dataset.off);
  player.classList.toggle("plays", going);
}

function settle() {
  for (const film of films()) {
    film.controls = !several && !wide.matches;
    film.loop = !several && Boolean(kept.loop);
    film.muted = Boolean(kept.muted) || (several && !film.matches("[data-heard]")); // of several films one is heard
    film.playbackRate = speed;
  }
  part("loop").setAttribute("aria-pressed", String(Boolean(kept.loop)));
  part("sound")?.setAttribute("aria-pressed", String(!kept.muted));
  show();
}

part("seek").step = 1 / rate;
wide.addEventListener("change", settle);
document.addEventListener("htmx:oobAfterSwap", settle); // the film has come home
settle();
