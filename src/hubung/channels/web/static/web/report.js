// The report form with a memory: a draft on the device, files sent ahead, and a report that waits in
// the outbox of this device and goes out by itself once there is a connection. Without this script
// the same form works as it stands.

import * as drafts from "./draft.js";
import { Uploads } from "./uploads.js";

const form = document.querySelector("[data-report]");
const uploads = new Uploads(form, remember);
const NOT_KEPT = new Set(["submission", "kept", "attachments", "website"]);
const NEWS = new Set(["waiting", "busy"]);
const SHORTEST_PATIENCE = 4000;
const LONGEST_PATIENCE = 60000;

let sending = false;
let since;
let patience = SHORTEST_PATIENCE;
let retry;
let timer;
let asking;
let coming;

/** The outbox and its list: for whoever begins to write, or has something in it. */
function withOutbox() {
  coming ??= import("./waiting.js").then((list) => {
    outbox.hear(heard);
    return list;
  });
  coming.catch(() => {
    coming = undefined;
  });
  return coming;
}

// ---------- The draft

function written() {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (!NOT_KEPT.has(name) && value) fields[name] = value;
  }
  return { submission: form.elements.submission.value, fields, kept: uploads.kept() };
}

function remember() {
  clearTimeout(timer);
  timer = undefined;
  if (sending) return;
  const draft = written();
  if (!draft.fields.text && !draft.kept.length && !uploads.pending) return;
  if (!drafts.save(draft)) return;
  const note = document.querySelector("[data-draft]");
  note.hidden = false;
  note.querySelector("[data-draft-time]").textContent = new Date().toLocaleTimeString(
    document.documentElement.lang,
    { hour: "2-digit", minute: "2-digit" },
  );
  form.querySelector("[data-discard]").hidden = false;
}

async function restore() {
  const mending = await refused();
  const draft = mending ?? drafts.load();
  const files = await drafts.files();
  // What the server sent back is newer than what was kept here.
  if (form.dataset.bound !== "true") {
    // This page may be a copy, and its id the same for every report that is written on it.
    const fresh = self.crypto?.randomUUID?.() ?? form.elements.submission.value;
    form.elements.submission.value = draft?.submission ?? fresh;
    if (draft) fill(draft);
  }
  for (const [key, file] of files) uploads.add(file, key);
  // The server says what it found; of a file its row does.
  if (mending && !mending.says) submit();
}

function fill(draft) {
  for (const [name, value] of Object.entries(draft.fields)) {
    const field = form.elements[name];
    if (!field) continue;
    if (field.type === "checkbox") field.checked = true;
    else field.value = value;
  }
  for (const file of draft.kept) uploads.restore(file);
  say("restored");
  form.querySelector("[data-discard]").hidden = false;
}

/** The report of the outbox that the address asks to put right; it becomes the draft again. */
async function refused() {
  const id = new URLSearchParams(location.hash.slice(1)).get("perbaiki");
  if (id || (await device.keys("reports")).length) await withOutbox();
  const report = id && (await outbox.get(id));
  if (!report) return null;
  history.replaceState(null, "", location.pathname);
  await drafts.clear();
  for (const file of report.files) await drafts.putFile(file);
  const { submission, fields, kept, says } = report;
  if (!drafts.save({ submission, fields, kept })) return null;
  await outbox.remove(id);
  return { submission, fields, kept, says };
}

async function discard() {
  await drafts.clear();
  location.reload();
}

// ---------- Sending

async function submit() {
  if (sending || (!navigator.onLine && lacksSomething())) return;
  sending = true;
  since = Date.now();
  await attempt();
}

/** Without a line nobody says what is missing, and later it would be too late. */
function lacksSomething() {
  const { privacy, name, phone, email } = form.elements;
  const missing = [...form.elements].filter((field) => field.validity?.valueMissing);
  if (privacy.value === "named" && !name.value) missing.push(name);
  if (privacy.value !== "anonymous" && !phone.value && !email.value) missing.push(phone);
  if (!missing.length) return false;
  missing[0].setCustomValidity(missing[0].dataset.missing ?? "");
  missing[0].reportValidity();
  return true;
}

/** From here on it is in the outbox, which outlives this page, and no draft any more. */
async function handOver() {
  const report = {
    ...written(),
    state: "waiting",
    at: since,
    language: document.documentElement.lang,
    to: location.pathname,
    keep: form.dataset.keep,
    files: uploads.files(),
  };
  const { leaveOut } = await withOutbox();
  await leaveOut(report.submission);
  if (await outbox.put(report)) await drafts.clear();
  return report;
}

/** What is changed now is not what waits there. */
async function takeBack() {
  sending = false;
  clearTimeout(retry);
  say("");
  form.querySelector("button.primary").removeAttribute("aria-busy");
  await outbox.remove(form.elements.submission.value);
  await uploads.keepAgain();
  remember();
}

async function attempt() {
  clearTimeout(retry);
  if (!sending) return;
  form.querySelector("button.primary").setAttribute("aria-busy", "true");
  const report = await handOver().catch(() => null);
  if (!report) return later("waiting");
  if (uploads.pending) return later(navigator.onLine ? "sending" : "waiting");
  say("sending");
  let found;
  try {
    found = await outbox.deliver(report);
  } catch (error) {
    return later(error.busy ? "busy" : "waiting");
  }
  if (sending) await finish(found);
}

async function finish(report) {
  sending = false;
  clearTimeout(retry);
  await outbox.remove(report.submission);
  if (report.state === "sent") return location.assign(report.address);
  form.querySelector("button.primary").removeAttribute("aria-busy");
  putRight(report.html);
}

function later(state) {
  say(state);
  if (!sending) return;
  retry = setTimeout(attempt, uploads.pending ? 500 : patience);
  if (!uploads.pending) patience = Math.min(patience * 2, LONGEST_PATIENCE);
  navigator.serviceWorker?.ready.then(({ sync }) => sync?.register(outbox.TAG)).catch(() => {});
}

/** The server's form, with its errors, takes the place of ours. */
function putRight(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const theirs = page.querySelector("[data-report]");
  if (!theirs) return say("busy");
  form.replaceChildren(...theirs.childNodes);
  document.title = page.title;
  form.querySelector("[data-discard]").hidden = false;
  form.querySelector('[role="alert"]')?.focus();
  remember();
}

function say(state) {
  for (const box of form.querySelectorAll("[data-state-of]")) {
    const isNews = box.hidden && NEWS.has(state);
    box.hidden = box.dataset.stateOf !== state;
    // The button is far below; where the report is must be seen.
    if (isNews && !box.hidden) box.scrollIntoView({ block: "center" });
  }
}

// ---------- What the words point to

async function ask() {
  const text = form.elements.text.value;
  const box = form.querySelector("[data-suggestion]");
  if (text.length < 20) return;
  let found;
  try {
    const body = new FormData();
    body.append("text", text);
    found = await (await fetch(form.dataset.suggest, { method: "POST", body })).json();
  } catch {
    return; // A hint that does not come is no loss.
  }
  box.hidden = true;
  for (const line of box.querySelectorAll("[data-for]")) {
    const name = line.dataset.for;
    line.hidden = !found[name] || form.elements[name].value === found[name];
    if (line.hidden) continue;
    line.querySelector("[data-words]").textContent = found[`${name}_words`].join(", ");
    line.querySelector("[data-label]").textContent = found[`${name}_label`];
    line.querySelector("button").value = found[name];
    box.hidden = false;
  }
}

function choose(button) {
  const line = button.closest("[data-for]");
  form.elements[line.dataset.for].value = button.value;
  line.hidden = true;
  const box = form.querySelector("[data-suggestion]");
  box.hidden = !box.querySelector("[data-for]:not([hidden])");
  form.querySelector(`[name="${line.dataset.for}"]:checked`).focus();
  remember();
}

// ---------- Listening

form.addEventListener("input", (event) => {
  if (sending) takeBack();
  event.target.setCustomValidity?.("");
  clearTimeout(timer);
  timer = setTimeout(remember, 400);
  if (event.target.name === "text") {
    clearTimeout(asking);
    asking = setTimeout(ask, 1200);
  }
});

form.addEventListener("change", (event) => {
  if (event.target.type === "file") uploads.choose(event.target).then(remember);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});

form.addEventListener("click", (event) => {
  if (event.target.closest("[data-discard]")) discard();
  const button = event.target.closest("[data-for] button");
  if (button) choose(button);
});

form.addEventListener("focusin", () => withOutbox().catch(() => {}), { once: true });

// The station that is being filled in is the one where you are.
form.addEventListener("focusin", (event) => {
  const here = event.target.closest(".parts > li");
  if (!here) return;
  let state = "passed";
  for (const part of here.parentElement.children) {
    part.dataset.state = part === here ? "here" : state;
    if (part === here) state = "next";
  }
});

addEventListener("online", () => sending && attempt());
addEventListener("pagehide", () => timer && remember());
addEventListener("hashchange", () => location.reload());
// The worker or another tab was faster; what the server found wrong it tells us once more.
async function heard(submission) {
  if (!sending || submission !== form.elements.submission.value) return;
  const report = await outbox.get(submission);
  if (report?.state === "sent") finish(report);
  if (report?.state === "refused") attempt();
}

restore();
