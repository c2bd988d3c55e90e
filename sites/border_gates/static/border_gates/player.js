/* The player of a wall. It pulls the feed, fetches pictures it lacks, believes only those whose SHA-256 is the
   one the feed names, and goes over to a new feed when all its pictures are there. Without the server it plays
   on what it has. */

const POLL_SECONDS = 60;
const FADE_SECONDS = 0.8;
const MOST_POLL_SECONDS = 600;

const screen = document.body.dataset.screen;
const [front, back] = document.querySelectorAll(".slide");
const clock = document.querySelector(".clock");

let playing = { version: "", canvas: [1, 1], items: [] };
let pictures = new Map();
let position = -1;
let layers = [front, back];
let failures = 0;

/** Fetch the feed; the browser asks conditionally, so an unchanged feed costs a 304. */
async function fetchFeed() {
  const response = await fetch(`/screens/${screen}/feed.json`, { cache: "no-cache" });
  if (!response.ok) throw new Error(`The feed answered ${response.status}`);
  return response.json();
}

/** Return a blob whose bytes have the hash that the feed names, or throw. */
async function fetchPicture(item) {
  const response = await fetch(item.url);
  if (!response.ok) throw new Error(`A picture answered ${response.status}`);
  const bytes = await response.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const found = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (found !== item.sha256) throw new Error(`A picture is not the one that was signed for: ${found}`);
  return new Blob([bytes], { type: "image/jpeg" });
}

async function update() {
  const feed = await fetchFeed();
  if (feed.version === playing.version) return;
  const next = new Map();
  for (const item of feed.items) {
    if (!next.has(item.sha256)) {
      next.set(item.sha256, pictures.get(item.sha256) ?? URL.createObjectURL(await fetchPicture(item)));
    }
  }
  for (const [sha256, url] of pictures) if (!next.has(sha256)) URL.revokeObjectURL(url);
  const wasEmpty = playing.items.length === 0;
  pictures = next;
  playing = feed;
  position = -1;
  document.body.dataset.version = feed.version;
  if (wasEmpty) play();
}

async function poll() {
  try {
    await update();
    failures = 0;
  } catch (error) {
    failures += 1;
    console.info(String(error));
  }
  const wait = Math.min(POLL_SECONDS * 2 ** Math.min(failures, 4), MOST_POLL_SECONDS);
  setTimeout(poll, 1000 * wait * (0.9 + 0.2 * Math.random()));
}

async function play() {
  if (playing.items.length === 0) {
    for (const layer of layers) layer.classList.remove("on");
    clock.textContent = "";
    return;
  }
  position = (position + 1) % playing.items.length;
  const item = playing.items[position];
  const [shown, hidden] = layers;
  hidden.src = pictures.get(item.sha256);
  await hidden.decode();
  hidden.classList.add("on");
  shown.classList.remove("on");
  layers = [hidden, shown];
  document.body.dataset.shown = item.sha256;
  document.body.dataset.language = item.language;
  placeClock(item);
  setTimeout(play, 1000 * Math.max(item.seconds, 2 * FADE_SECONDS));
}

function placeClock(item) {
  const [left, top, wide, high] = item.clock;
  const [width, height] = playing.canvas;
  const share = (part, whole) => `${(100 * part) / whole}%`;
  Object.assign(clock.style, {
    left: share(left, width),
    top: share(top, height),
    width: share(wide, width),
    height: share(high, height),
    fontSize: `${(70 * high) / height}cqh`,
  });
  tick();
}

function tick() {
  if (playing.items.length === 0) return;
  const now = new Intl.DateTimeFormat("vi", { hour: "2-digit", minute: "2-digit", timeZone: playing.zone });
  clock.textContent = now.format(new Date());
}

setInterval(tick, 1000);
poll();
