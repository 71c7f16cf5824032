// States of reports that their reporter chose to keep on this device: shown on every page that has the
// list, and kept anew whenever the report's own page is opened. Text alone is kept, and no code.

import "./device.js";

const STORE = "cases";
const list = document.querySelector("[data-states-kept]");
const offer = document.querySelector("[data-keep-state]");

async function show() {
  const states = await device.all(STORE);
  states.sort((one, other) => other.at - one.at);
  list.querySelector("ul").replaceChildren(...states.map(row));
  list.hidden = !states.length;
}

function row(state) {
  const made = list.querySelector("template").content.cloneNode(true).querySelector("li");
  const at = new Date(state.at).toLocaleString(document.documentElement.lang, {
    dateStyle: "long",
    timeStyle: "short",
  });
  for (const place of made.querySelectorAll("[data-word]")) {
    place.textContent = { ...state, at }[place.dataset.word];
  }
  made.querySelector("a").href += encodeURIComponent(state.number);
  const facts = made.querySelector("dl");
  for (const [label, ...words] of state.facts) {
    facts.append(element("dt", label), element("dd", words.join(" – ")));
  }
  made.querySelector("button").addEventListener("click", () => forget(state.number));
  return made;
}

function element(name, words) {
  const made = document.createElement(name);
  made.textContent = words;
  return made;
}

async function forget(number) {
  await device.remove(STORE, number);
  if (list) await show();
}

/** What the page says now, as words. */
function told() {
  const facts = [...document.querySelectorAll(".now > div")].map((part) =>
    [...part.children].map((line) => line.textContent.trim().replace(/\s+/g, " ")),
  );
  const { number, status } = offer.dataset;
  return { number, status, facts, at: Date.now() };
}

async function offered() {
  const { number } = offer.dataset;
  const button = offer.querySelector("button");
  const draw = (isKept) => {
    button.setAttribute("aria-pressed", String(isKept));
    offer.querySelector("[data-kept-so]").hidden = !isKept;
  };
  let isKept = Boolean(await device.get(STORE, number));
  if (isKept) await device.put(STORE, told());
  draw(isKept);
  offer.hidden = false;
  button.addEventListener("click", async () => {
    if (isKept) await forget(number);
    isKept = !isKept && (await device.put(STORE, told())) !== null;
    draw(isKept);
  });
  // Who closes the report here closes all of it.
  const leaving = document.querySelector("[data-leave]");
  leaving?.addEventListener("submit", async (event) => {
    if (!isKept) return;
    event.preventDefault();
    await forget(number);
    leaving.submit();
  });
}

if (list) show();
if (offer) offered();
