// The list of reports that wait on this device, on every page that shows it: where each of them is,
// and what can be done about it. No word of a report stands in it; somebody may look on.

import "./device.js";
import "./outbox.js";

const box = document.querySelector("[data-outbox]");
const list = box.querySelector("ul");
const AGAIN_MS = 5000;
/** The report that the page's own form is sending; it speaks for itself. */
let own;

export function leaveOut(submission) {
  own = submission;
  return show();
}

async function show() {
  const rows = (await outbox.all()).filter(({ submission }) => submission !== own).map(row);
  list.replaceChildren(...rows);
  box.hidden = !rows.length;
}

function row(report) {
  const template = box.querySelector(`[data-report-state="${report.state}"]`);
  const made = template.content.cloneNode(true).querySelector("li");
  const at = new Date(report.at).toLocaleString(document.documentElement.lang, {
    dateStyle: "medium",
    timeStyle: "short",
  });
  const words = { at, number: report.number, code: report.code, says: report.says };
  for (const place of made.querySelectorAll("[data-word]")) {
    place.textContent = words[place.dataset.word] ?? "";
  }
  const link = made.querySelector("a[data-does]");
  if (link) link.href += link.dataset.does === "track" ? report.number : report.submission;
  made.addEventListener("click", ({ target }) => {
    const button = target.closest("button[data-does]");
    if (button?.dataset.does === "forget") outbox.remove(report.submission).then(show);
    if (button?.dataset.does === "send") send(report, button);
  });
  return made;
}

async function send(report, button) {
  button.setAttribute("aria-busy", "true");
  await outbox.deliver(report).catch(() => {});
  await show();
}

outbox.hear(show);
show();
// A line that is said to be back may still need a while.
setInterval(() => navigator.onLine && !box.hidden && outbox.sendAll(), AGAIN_MS);
// Else the worker does; it is told so by portal/offline.js.
if (!navigator.serviceWorker?.controller) outbox.sendAll().then(show);
