// The keys of the telephone: `p` and a letter where nobody is writing, function keys anywhere.
const WITHIN = 1500;
const ANYWHERE = { F8: "F8", F9: "F9" };

let until = 0;

// The name that a button bears in `data-key`; nothing when the key is none of ours.
export function keyOf(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return undefined;
  if (event.key in ANYWHERE) return ANYWHERE[event.key];
  const page = event.view?.document ?? document;
  const writing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (writing || page.querySelector("dialog[open]")) return undefined;
  if (Date.now() < until) {
    until = 0;
    return `p ${event.key.toLowerCase()}`;
  }
  if (event.key === "p") until = Date.now() + WITHIN;
  return undefined;
}
