// Keeps the wallboard and the floor as they are now: fetched anew after hints, and every few
// seconds, since times pass. Nothing is swapped under a hand that is about to press a button.
const EVERY = 5000;
const AFTER_HINT = 300;

let due = 0;

async function refresh() {
  due = 0;
  const floor = document.getElementById("floor");
  if (floor.contains(document.activeElement)) return;
  await htmx.ajax("GET", floor.dataset.src, {
    source: floor,
    target: floor,
    swap: "innerMorph ignoreTitle:true",
  });
}

document.addEventListener("desk:hint", (event) => {
  if (!["floor", "all"].includes(event.detail.subject) || due) return;
  due = setTimeout(refresh, AFTER_HINT);
});
setInterval(refresh, EVERY);
