// On every page of the portal: brings the service worker, says of when a kept page is, and keeps a
// form from being sent into the void. Nothing here is needed while there is a line.

const root = document.documentElement;
const lost = document.querySelector("[data-no-line]");

// Shown by the worker, from what it kept.
if (root.dataset.kept) {
  const at = new Date(root.dataset.kept);
  const place = document.querySelector("[data-kept-at]");
  if (place) {
    place.textContent = at.toLocaleString(root.lang, { dateStyle: "long", timeStyle: "short" });
  }
  const theme = /(?:^|; )(?:__Host-)?theme=(light|dark)/.exec(document.cookie);
  if (theme) root.dataset.theme = theme[1];
}

// A report waits by itself; anything else that is sent now would be lost, and its words with it.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!lost || navigator.onLine || form.method !== "post" || "report" in form.dataset) return;
  event.preventDefault();
  form.before(lost);
  lost.hidden = false;
  lost.focus();
});

addEventListener("online", () => {
  if (lost) lost.hidden = true;
});

const workers = navigator.serviceWorker;
const send = () => workers.controller?.postMessage("send");

async function begin() {
  await workers.register(`/luring.js?bahasa=${root.lang}`).catch(() => {});
  send();
}

if (workers && "offline" in root.dataset) {
  // What the page itself needs goes first.
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin);
  addEventListener("online", send);
}
