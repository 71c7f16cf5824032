// The report form with a memory: a draft on the device, files sent ahead, and a report that goes
// out by itself once there is a connection. Without this script the same form works as it stands.

import * as drafts from "./draft.js";
import { Uploads } from "./uploads.js";

const form = document.querySelector("[data-report]");
const uploads = new Uploads(form, remember);
const NOT_KEPT = new Set(["submission", "kept", "attachments", "website"]);
const SHORTEST_PATIENCE = 4000;
const LONGEST_PATIENCE = 60000;

let sending = false;
let patience = SHORTEST_PATIENCE;
let retry;
let timer;
let asking;

// ---------- The draft

function remember() {
  clearTimeout(timer);
  timer = undefined;
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (!NOT_KEPT.has(name) && value) fields[name] = value;
  }
  const kept = uploads.kept();
  const submission = form.elements.submission.value;
  if (!fields.text && !kept.length && !uploads.pending) return;
  if (!drafts.save({ submission, sending, fields, kept })) return;
  const note = document.querySelector("[data-draft]");
  note.hidden = false;
  note.querySelector("[data-draft-time]").textContent = new Date().toLocaleTimeString(
    document.documentElement.lang,
    { hour: "2-digit", minute: "2-digit" },
  );
  form.querySelector("[data-discard]").hidden = false;
}

async function restore() {
  const draft = drafts.load();
  const files = await drafts.files();
  // What the server sent back is newer than what was kept here.
  if (draft && form.dataset.bound !== "true") {
    form.elements.submission.value = draft.submission;
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
  for (const [key, file] of files) uploads.add(file, key);
  if (draft?.sending) submit();
}

async function discard() {
  await drafts.clear();
  location.reload();
}

// ---------- Sending

async function submit() {
  if (sending) return;
  sending = true;
  remember();
  await attempt();
}

async function attempt() {
  clearTimeout(retry);
  if (!sending) return;
  const button = form.querySelector("button.primary");
  button.setAttribute("aria-busy", "true");
  if (uploads.pending) return later(navigator.onLine ? "sending" : "waiting");
  say("sending");
  const body = new FormData(form);
  body.delete("attachments");
  let answer;
  try {
    answer = await fetch(location.pathname, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
    });
  } catch {
    return later("waiting");
  }
  if (answer.status === 201) {
    const { address } = await answer.json();
    sending = false;
    await drafts.clear();
    location.assign(address);
  } else if (answer.status >= 500) {
    later("busy");
  } else {
    sending = false;
    button.removeAttribute("aria-busy");
    putRight(await answer.text());
  }
}

function later(state) {
  say(state);
  retry = setTimeout(attempt, uploads.pending ? 500 : patience);
  if (!uploads.pending) patience = Math.min(patience * 2, LONGEST_PATIENCE);
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
    box.hidden = box.dataset.stateOf !== state;
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

restore();
