// Help while writing: drafts kept on the server, canned answers, names to choose from.
import { post } from "./post.js";

const KEEP_AFTER = 1500;
const OFFER_AFTER = 200;

let timer = 0;
let dirty = null;

function wordsOf(form) {
  return form.elements[form.dataset.draftField];
}

async function keep(form, options = {}) {
  clearTimeout(timer);
  dirty = null;
  const state = document.getElementById("draft-state");
  try {
    await post(form.dataset.draft, { text: wordsOf(form).value }, options);
    if (state) state.textContent = wordsOf(form).value.trim() ? state.dataset.kept : "";
  } catch {
    // Tried again with the next key, and after a while without one.
    dirty = form;
    if (state) state.textContent = state.dataset.failed;
    timer = setTimeout(() => form.isConnected && keep(form), 10_000);
  }
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-draft]");
  if (!form || event.target !== wordsOf(form)) return;
  dirty = form;
  clearTimeout(timer);
  timer = setTimeout(() => keep(form), KEEP_AFTER);
});
document.addEventListener("focusout", (event) => {
  const form = event.target.closest?.("form[data-draft]");
  // Whoever goes on to the send button is about to use the draft up.
  if (form && dirty === form && !form.contains(event.relatedTarget)) keep(form);
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden && dirty) keep(dirty, { keepalive: true });
});
window.addEventListener("pagehide", () => dirty && keep(dirty, { keepalive: true }));

// What is being sent is no draft any more.
document.addEventListener("htmx:before:request", (event) => {
  const form = event.detail.ctx?.sourceElement;
  if (form?.matches?.("form[data-draft]")) {
    clearTimeout(timer);
    dirty = null;
  }
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-inserts]");
  if (!button) return;
  event.preventDefault();
  event.stopPropagation();
  const form = button.form;
  const chosen = form.elements.templat.selectedOptions[0];
  if (!chosen?.dataset.src) return;
  const response = await fetch(chosen.dataset.src, { headers: { "HX-Request": "true" } });
  if (!response.ok) return;
  const words = wordsOf(form);
  words.setRangeText(await response.text(), words.selectionStart, words.selectionEnd, "end");
  words.focus();
  words.dispatchEvent(new Event("input", { bubbles: true }));
}, true);

// Units and colleagues are offered while a name is typed.
let offering = 0;
document.addEventListener("input", (event) => {
  const what = event.target.dataset?.offers;
  if (!what) return;
  const list = document.getElementById(`offers-${what}`);
  event.target.setAttribute("list", list.id);
  clearTimeout(offering);
  offering = setTimeout(async () => {
    const asked = new URLSearchParams({ cari: event.target.value });
    const response = await fetch(`/desk/pilih/${what}/?${asked}`, { headers: { "HX-Request": "true" } });
    if (response.ok) list.innerHTML = await response.text();
  }, OFFER_AFTER);
});

// A colleague is called by @ and their name.
const called = (field) => /@(\p{L}[\p{L}' -]{1,40})$/u.exec(field.value.slice(0, field.selectionStart));
document.addEventListener("input", async (event) => {
  const names = document.getElementById("names");
  if (!names || event.target.tagName !== "TEXTAREA" || !event.target.form?.contains(names)) return;
  const call = called(event.target);
  if (!call) {
    names.replaceChildren();
    return;
  }
  const asked = new URLSearchParams({ cari: call[1] });
  const response = await fetch(`/desk/rekan/?${asked}`, { headers: { "HX-Request": "true" } });
  if (response.ok) names.innerHTML = await response.text();
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("#names [data-name]");
  if (!button) return;
  const names = document.getElementById("names");
  const field = wordsOf(names.closest("form"));
  const call = called(field);
  if (call) {
    const from = field.selectionStart - call[1].length;
    field.setRangeText(`${button.dataset.name} `, from, field.selectionStart, "end");
  }
  names.replaceChildren();
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
