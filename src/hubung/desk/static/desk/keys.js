// The desk by keyboard. Never takes a key from somebody who is writing.
const GO_WITHIN = 1500;

let goUntil = 0;

const rows = () => [...document.querySelectorAll("#rows a")];
const press = (selector) => {
  const button = document.querySelector(selector);
  const fold = button?.closest("details:not([open])");
  if (fold) {
    // What it would do must be seen first; the key once more does it.
    fold.open = true;
    button.focus();
  } else {
    button?.click();
  }
  return Boolean(button);
};

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row === document.activeElement);
  const from = at < 0 ? all.findIndex((row) => row.hasAttribute("aria-current")) : at;
  const next = all[Math.min(Math.max(from + step, 0), all.length - 1)] ?? all[0];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

// The link to a tab that a key has pressed, until the tab is there.
let asked = null;

function write(tab) {
  const composer = document.getElementById("composer");
  const link = composer?.querySelector(`a[data-tab="${tab}"]`);
  if (!link) return;
  if (composer.dataset.tab === tab) {
    focusWriting();
    return;
  }
  link.click();
  asked = link;
}

document.addEventListener("click", () => {
  asked = null;
});
document.addEventListener("htmx:after:settle", () => {
  const composer = document.getElementById("composer");
  if (!asked || !composer) return;
  if (composer.dataset.tab === asked.dataset.tab) {
    asked = null;
    focusWriting();
  } else if (!asked.isConnected) {
    // The case was drawn anew under the key, and the click went with the old link.
    write(asked.dataset.tab);
  }
});

function focusWriting() {
  const field = document.querySelector("#composer .writing :is(textarea, select, input:not([type=hidden]))");
  if (document.getElementById("composer")?.dataset.tab !== "alih") {
    document.querySelector("#composer textarea")?.focus();
  } else {
    field?.focus();
  }
}

function closeFloating() {
  const floating = document.querySelector(".clock-face[open]:not([data-peek]), .saving[open]");
  if (!floating) return false;
  floating.open = false;
  floating.querySelector("summary").focus();
  return true;
}

function back() {
  if (closeFloating()) return;
  const row = rows().find((one) => one.hasAttribute("aria-current")) ?? rows()[0];
  if (row && row.offsetParent) row.focus();
  else if (document.getElementById("case")) document.querySelector(".only-narrow[href]")?.click();
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  t: () => press('[data-doing="ambil"]'),
  a: () => write("jawab"),
  n: () => write("catatan"),
  h: () => write("alih"),
  l: () => press('[data-doing="link"]'),
  m: () => press('[data-doing="merge"]'),
  "/": () => document.getElementById("find")?.focus(),
  "?": () => document.getElementById("keys").showModal(),
};

document.addEventListener("keydown", (event) => {
  const writing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = event.target.closest("#composer form");
    if (form) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-sends], .btn.primary"));
    }
    return;
  }
  if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") {
    if (writing) writing.blur();
    else back();
    return;
  }
  if (writing) return;
  if (event.key === "g") {
    goUntil = Date.now() + GO_WITHIN;
    return;
  }
  if (Date.now() < goUntil) {
    goUntil = 0;
    const view = document.querySelector(`.views [data-key="${CSS.escape(event.key)}"]`);
    if (view) {
      event.preventDefault();
      view.click();
    }
    return;
  }
  const act = KEYS[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-opens-keys]")) return;
  event.preventDefault();
  document.getElementById("keys").showModal();
});
