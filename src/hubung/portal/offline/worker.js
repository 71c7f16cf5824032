// Before this the program writes what it keeps: `const KEPT = { version, language, outbox, files,
// pages, guides, offline, icon, alone }`. Whenever one of them changes, so does this script, and browsers
// take the new one.
//
// It asks for what it keeps without cookies, so nothing that it keeps is anybody's; and it keeps no
// page that somebody merely looked at. Pages come from the network as long as there is one.

importScripts(...KEPT.outbox);

const CACHE = `hubung-${KEPT.version}`;
const FILES = new Set(KEPT.files);
//: A line that says nothing for so long is as good as none, where there is a copy.
const PATIENCE_MS = 6000;
//: What a server in front of a program says that is away.
const AWAY = [502, 503, 504];

addEventListener("install", (event) => event.waitUntil(keep().then(() => skipWaiting())));

addEventListener("activate", (event) => event.waitUntil(takeOver()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (origin !== location.origin || KEPT.alone.some((path) => pathname.startsWith(path))) return;
  if (request.mode === "navigate") event.respondWith(page(event, pathname));
  else if (FILES.has(pathname + search)) event.respondWith(file(request));
});

addEventListener("message", (event) => {
  if (event.data === "send") event.waitUntil(sendNowOrLater());
});

addEventListener("sync", (event) => {
  if (event.tag === outbox.TAG) event.waitUntil(sendOrComeBack());
});

addEventListener("push", (event) => {
  if (event.data) event.waitUntil(tell(event.data.json()));
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(clients.openWindow(event.notification.data));
});

/** A message about a page (portal.subscriptions.push); one about the same page takes its place. */
async function tell({ title, text, address, tag, language, urgent }) {
  const look = { body: text, lang: language, tag, renotify: true, requireInteraction: urgent };
  await registration.showNotification(title, { ...look, icon: KEPT.icon, data: address });
}

/** All that is needed, or none of it: then the browser tries again. Guides come as far as they do. */
async function keep() {
  const cache = await caches.open(CACHE);
  await Promise.all([...KEPT.files, ...KEPT.pages].map((address) => fetched(cache, address)));
  for (const guide of KEPT.guides) await fetched(cache, guide).catch(() => {});
}

async function fetched(cache, address) {
  const answer = await fetch(address, {
    credentials: "omit",
    headers: { "Accept-Language": KEPT.language },
  });
  const mayBeKept = !answer.headers.get("Cache-Control")?.includes("no-store");
  if (!answer.ok || answer.redirected || !mayBeKept) throw new Error(`${address} is not to be kept`);
  await cache.put(address, answer);
}

async function takeOver() {
  for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
  // The question for a page goes out while this script is still being started.
  await registration.navigationPreload?.enable();
  await clients.claim();
}

async function page(event, pathname) {
  const reads = event.request.method === "GET";
  const copy = reads ? await kept(pathname) : undefined;
  const asked = Promise.resolve(event.preloadResponse).then((early) => early ?? fetch(event.request));
  try {
    const answer = await (copy ? inTime(asked) : asked);
    if (!copy || !AWAY.includes(answer.status)) return answer;
  } catch {
    // There is no line.
  }
  return dated(copy ?? (await kept(KEPT.offline)));
}

async function file(request) {
  return (await kept(request.url)) ?? fetch(request);
}

const kept = async (address) => (await caches.open(CACHE)).match(address, { ignoreVary: true });

function inTime(answer) {
  const late = new Promise((_, refuse) => setTimeout(() => refuse(new Error("late")), PATIENCE_MS));
  return Promise.race([answer, late]);
}

/** A kept page that says of when it is; ui/public.css and portal/offline.js do the rest. */
async function dated(copy) {
  const headers = new Headers(copy.headers);
  const html = (await copy.text()).replace("<html ", `<html data-kept="${headers.get("Date")}" `);
  for (const name of ["Content-Length", "Content-Encoding"]) headers.delete(name);
  return new Response(html, { headers });
}

async function sendNowOrLater() {
  if (await outbox.sendAll()) await registration.sync?.register(outbox.TAG);
}

async function sendOrComeBack() {
  if (await outbox.sendAll()) throw new Error("reports still wait");
}
