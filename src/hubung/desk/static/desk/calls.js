// Keeps the list of calls, and the page of a call that goes on, as they are now.
const AFTER_HINT = 700;
const EVERY = 30_000;
let waiting = 0;

function refresh() {
  waiting = 0;
  const list = document.getElementById("calls");
  if (!list) return;
  const address = new URL(list.dataset.src, location.href);
  htmx.ajax("GET", address.pathname + address.search, {
    source: list,
    target: list,
    swap: "outerMorph ignoreTitle:true",
  });
}

// A call that goes on shows its way; nobody writes there before it is over.
function follow(subject) {
  const call = document.getElementById("call");
  const writes = document.activeElement?.matches("input, select, textarea");
  if (call && "running" in call.dataset && subject === `call:${call.dataset.call}` && !writes) location.reload();
}

document.addEventListener("desk:hint", (event) => {
  const { subject } = event.detail;
  if (subject !== "all" && !subject.startsWith("call:")) return;
  waiting ||= setTimeout(refresh, AFTER_HINT);
  follow(subject);
});
document.addEventListener("visibilitychange", () => document.hidden || refresh());
setInterval(() => document.hidden || refresh(), EVERY);
