// Keeps the page for when there is no network. It answers for the page alone, asks the
// network first, and waits three seconds for it: an old page has old lists.

const CACHE = "carly-page";
const PATIENCE = 3000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim().then(keepOpenPages)));

// The page that registered this worker was loaded before it was there.
async function keepOpenPages() {
  const pages = await self.clients.matchAll({ type: "window" });
  await Promise.all(pages.map(({ url }) => fetchAndKeep(new Request(pageAddress(url)))));
}

const pageAddress = (url) => {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
};

self.addEventListener("fetch", (event) => {
  if (event.request.mode !== "navigate" || event.request.method !== "GET") return;
  event.respondWith(answer(new Request(pageAddress(event.request.url))));
});

async function answer(request) {
  const fetched = fetchAndKeep(request);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const first = await Promise.race([fetched.catch(() => undefined), late]);
  return first ?? (await (await caches.open(CACHE)).match(request)) ?? fetched;
}

async function fetchAndKeep(request) {
  const response = await fetch(request, { cache: "no-cache" });
  if (response.ok && !response.redirected) await (await caches.open(CACHE)).put(request, response.clone());
  return response;
}
