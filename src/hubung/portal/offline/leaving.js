// Takes the place of the service worker where the settings want none: takes away all that was kept,
// and itself. Reports that wait on this device stay; the report page sends them.

addEventListener("install", () => skipWaiting());

addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  for (const name of await caches.keys()) await caches.delete(name);
  await registration.unregister();
}
