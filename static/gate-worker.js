// Keeps the gate's page at hand for when there is no network. What came over the network is always
// preferred; nothing but this page and its own static files is ever kept.

const CACHE = "gate-v1";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", event => event.waitUntil(self.clients.claim()));

// The page tells what it was made of: those files came before this worker could see them.
self.addEventListener("message", event => event.waitUntil(keepAll(event.data, event.source)));

self.addEventListener("fetch", event => {
  const url = new URL(event.request.url);
  const ours = url.origin === location.origin && event.request.method === "GET";
  if (!ours) return;
  if (event.request.mode === "navigate" && isGate(url)) event.respondWith(networkFirst(event.request, url.pathname));
  else if (url.pathname.startsWith("/static/")) event.respondWith(networkFirst(event.request, url.href));
});

const isGate = url => url.pathname === new URL(self.registration.scope).pathname;

async function networkFirst(request, name) {
  try {
    const answer = await fetch(request);
    // A way to sign in is no gate.
    if (answer.ok && !answer.redirected) (await caches.open(CACHE)).put(name, answer.clone());
    return answer;
  } catch (error) {
    const kept = await caches.match(name);
    if (!kept) throw error;
    return kept;
  }
}

async function keepAll(urls, page) {
  const cache = await caches.open(CACHE);
  await Promise.all(urls.map(async url => {
    const answer = await fetch(url);
    if (answer.ok && !answer.redirected) await cache.put(url, answer);
  }));
  page.postMessage("kept");
}
