/* The player of a wall.

   It pulls the feed and the pictures that it lacks, believes only pictures whose SHA-256 is the one the feed
   names, and goes over to a new version when all of its pictures are there. Feed and pictures are kept in the
   browser, so a wall plays on without its server, and starts without it too. */

const POLL_SECONDS = 10;
const PATIENCE_SECONDS = 30;

const screen = document.body.dataset.screen;
const stage = document.querySelector(".stage");
const clock = document.querySelector(".clock");
const feedAddress = `/screens/${screen}/feed.json`;
const kept = await caches.open(`wall ${screen}`);

/** The feed that is on air, and its pictures by their hashes. */
let playing = { version: "", canvas: [1, 1], zone: "UTC", items: [] };
let pictures = new Map();
let turn = 0;

// --- pulling -----------------------------------------------------------------------------------------

async function pull(address, cache) {
  const response = await fetch(address, { cache, signal: AbortSignal.timeout(1000 * PATIENCE_SECONDS) });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response;
}

/** Go over to the feed of the server if it is another one; the browser asks conditionally. */
async function update() {
  const response = await pull(feedAddress, "no-cache");
  const feed = await response.clone().json();
  if (feed.version === playing.version) return;
  await takeOver(feed);
  await keep(feedAddress, response);
  await forgetAllBut([feedAddress, ...feed.items.map((item) => item.url)]);
}

/** Play `feed` from now on. Throws, and changes nothing, unless every one of its pictures can be had. */
async function takeOver(feed) {
  const complete = new Map();
  for (const item of feed.items) {
    complete.set(item.sha256, complete.get(item.sha256) ?? pictures.get(item.sha256) ?? (await picture(item)));
  }
  pictures = complete;
  playing = feed;
  turn = 0;
  document.body.dataset.version = feed.version;
}

/** Return the picture of an item: the one that was kept, or else the server's. */
async function picture(item) {
  const here = await kept.match(item.url);
  const own = here && (await genuine(here, item).catch(report));
  if (own) return own;
  const pulled = await genuine(await pull(item.url, "no-store"), item);
  await keep(item.url, new Response(pulled));
  return pulled;
}

/** Return an answer as a picture. Throws unless its bytes have the hash that the feed names. */
async function genuine(response, item) {
  const bytes = await response.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (hash !== item.sha256) throw new Error(`The feed names ${item.url}, what came has the hash ${hash}`);
  return new Blob([bytes], { type: "image/jpeg" });
}

// --- keeping -----------------------------------------------------------------------------------------

/** Keep an answer in the browser; a browser that is full plays on without. */
async function keep(address, response) {
  await kept.put(address, response).catch(report);
}

async function forgetAllBut(addresses) {
  for (const request of await kept.keys()) {
    if (!addresses.includes(new URL(request.url).pathname)) await kept.delete(request);
  }
}

/** Play what was on air when the wall was switched off. */
async function resume() {
  const response = await kept.match(feedAddress);
  if (response) await takeOver(await response.json());
}

/** Keep the page and what it is made of; the worker hands them out where the server does not. */
async function keepPage() {
  await navigator.serviceWorker.register("/screens/worker.js");
  const parts = [...document.querySelectorAll("link[rel=stylesheet], link[rel=preload], script")];
  const page = await caches.open("page");
  await page.addAll([location.pathname, ...parts.map((part) => part.href ?? part.src)]);
}

// --- showing -----------------------------------------------------------------------------------------

/** Fade the picture of an item in over the one before, which stays until it is covered. */
async function show(item) {
  const slide = new Image();
  slide.className = "slide";
  slide.alt = "";
  slide.src = URL.createObjectURL(pictures.get(item.sha256));
  await slide.decode().finally(() => URL.revokeObjectURL(slide.src));
  const [...before] = stage.querySelectorAll(".slide");
  clock.before(slide);
  before.slice(0, -1).forEach((covered) => covered.remove());
  placeClock(item.clock);
  document.body.dataset.shown = item.sha256;
  document.body.dataset.language = item.language;
}

function showNothing() {
  stage.querySelectorAll(".slide").forEach((slide) => slide.remove());
  clock.hidden = true;
}

function placeClock([left, top, wide, high]) {
  const [width, height] = playing.canvas;
  const share = (part, whole) => `${(100 * part) / whole}%`;
  Object.assign(clock.style, {
    left: share(left, width),
    top: share(top, height),
    width: share(wide, width),
    height: share(high, height),
    fontSize: `${(70 * high) / height}cqh`,
  });
  clock.hidden = false;
  tick();
}

function tick() {
  const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: playing.zone };
  clock.textContent = new Date().toLocaleTimeString("vi", time);
}

// --- going on ----------------------------------------------------------------------------------------

const seconds = (count) => new Promise((resolve) => setTimeout(resolve, 1000 * count));

const report = (error) => console.warn(String(error));

async function play() {
  for (;;) {
    const item = playing.items[turn % playing.items.length];
    turn += 1;
    if (item) await show(item).catch(report);
    else showNothing();
    await seconds(item ? item.seconds : 1);
  }
}

/** Ask for news again and again, each wall at its own moments. */
async function poll() {
  for (;;) {
    await update().catch(report);
    await seconds(POLL_SECONDS * (0.9 + 0.2 * Math.random()));
  }
}

await resume().catch(report);
play();
poll();
setInterval(tick, 1000);
keepPage().catch(report);
