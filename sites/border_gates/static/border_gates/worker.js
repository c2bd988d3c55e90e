/* Lets a wall start without its server: the page and what it is made of come from what the player kept when the
   server does not give them. Feed and pictures are the player's own affair. */

const PATIENCE_SECONDS = 10;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const isPart = ["document", "style", "script", "font"].includes(event.request.destination);
  if (isPart) event.respondWith(answer(event.request));
});

async function answer(request) {
  const response = await Promise.race([fetch(request), patience()]).catch(() => Response.error());
  return response.ok ? response : ((await caches.match(request)) ?? response);
}

function patience() {
  return new Promise((_resolve, reject) => setTimeout(reject, 1000 * PATIENCE_SECONDS));
}
