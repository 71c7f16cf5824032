// The open case: fetched anew when something happens to it, never under the hands of who writes.
import { post } from "./post.js";

const HEARTBEAT = 20_000;
const TYPING_ENDS = 8_000;

// What somebody has unfolded stays so when the case is fetched anew.
htmx.config.morphIgnore.push("open");

let typingUntil = 0;
let told = false;

const open = () => document.getElementById("case");

function isTouched(composer) {
  if (composer.contains(document.activeElement)) return true;
  const fields = composer.querySelectorAll("textarea, input:not([type=hidden])");
  return [...fields].some((field) =>
    field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue,
  ) || [...composer.querySelectorAll("textarea")].some((field) => field.value.trim());
}

async function refresh() {
  const page = open();
  const composer = document.getElementById("composer");
  await fetchPart(page, document.getElementById("case-body"), "innerMorph");
  if (composer && !turns.size && !isTouched(composer)) {
    await fetchPart(page, composer, "outerHTML", composer.dataset.tab);
  }
}

// Somebody may have begun to write, or turned to another tab, while a fresh composer was on its way.
document.addEventListener("htmx:before:swap", (event) => {
  const { sourceElement, target } = event.detail.ctx;
  if (sourceElement === target && target?.id === "composer" && (turns.size || isTouched(target))) {
    event.preventDefault();
  }
});

// Requests for another tab that are under way.
const turns = new Set();
document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (ctx.target?.id === "composer" && ctx.sourceElement !== ctx.target) turns.add(ctx);
});
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => turns.delete(ctx));

function fetchPart(page, target, swap, tab) {
  const address = new URL(page.dataset.src, location.href);
  if (tab) address.searchParams.set("tulis", tab);
  return htmx.ajax("GET", address.pathname + address.search, {
    source: target,
    target,
    swap: `${swap} ignoreTitle:true`,
  });
}

async function beat() {
  const page = open();
  if (!page || document.hidden) return;
  const typing = Date.now() < typingUntil;
  told = typing;
  try {
    const answer = await post(page.dataset.here, typing ? { menulis: "1" } : {});
    const others = await answer.text();
    if (open() === page) document.getElementById("presence").innerHTML = others;
  } catch {
    // Said again with the next key or the next beat.
    told = false;
  }
}

function leave(page) {
  if (page) post(page.dataset.here, { pergi: "1" }, { keepalive: true }).catch(() => {});
}

function focusCase() {
  const said = document.querySelector("#main .said, #main [role=alert]");
  const heading = document.querySelector("#main h1");
  (said ?? heading)?.focus({ preventScroll: true });
}

document.addEventListener("desk:hint", (event) => {
  const page = open();
  if (!page) return;
  const { subject } = event.detail;
  if (subject === "all" || subject === page.dataset.subject) refresh();
  else if (subject === page.dataset.subject.replace("case:", "presence:")) beat();
});

document.addEventListener("input", (event) => {
  if (!event.target.closest("#composer")) return;
  typingUntil = Date.now() + TYPING_ENDS;
  if (!told) beat();
});

let shown = open();
document.addEventListener("htmx:after:swap", (event) => {
  if (event.detail.ctx?.target?.id !== "main") return;
  if (shown?.dataset.here !== open()?.dataset.here) {
    leave(shown);
    typingUntil = 0;
    beat();
  }
  shown = open();
  // What htmx focuses itself (autofocus) comes before.
  requestAnimationFrame(focusCase);
});
window.addEventListener("pagehide", () => leave(open()));
setInterval(beat, HEARTBEAT);
setInterval(() => told && Date.now() > typingUntil && beat(), 2000);
document.addEventListener("DOMContentLoaded", beat);

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard?.writeText(button.dataset.copy);
  button.setAttribute("data-copied", "");
  setTimeout(() => button.removeAttribute("data-copied"), 2000);
});

// A mouse that is moved onto a clock unfolds its reckoning; a click keeps it open. Not where it would
// push the page down, and not when a page arrives under a mouse that lies still.
const floats = matchMedia("(min-width: 48rem)");
document.addEventListener("pointermove", (event) => {
  if (event.pointerType !== "mouse" || !floats.matches) return;
  const face = event.target.closest(".clock-face:not([open])");
  if (!face || document.querySelector(".clock-face[open]:not([data-peek])")) return;
  face.dataset.peek = "";
  face.open = true;
});
document.addEventListener("pointerout", (event) => {
  const face = event.target.closest(".clock-face[data-peek]");
  if (!face || face.contains(event.relatedTarget)) return;
  delete face.dataset.peek;
  face.open = false;
});
document.addEventListener("click", (event) => {
  const face = event.target.closest("summary")?.closest(".clock-face[data-peek]");
  if (!face) return;
  event.preventDefault();
  delete face.dataset.peek;
});

// What is unfolded at the foot of the case is seen whole.
document.addEventListener("toggle", ({ target }) => {
  if (target.open && target.closest(".more-doings")) target.scrollIntoView({ block: "nearest" });
}, true);
