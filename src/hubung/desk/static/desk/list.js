// Keeps the work list as it is now: fetched once it is seen, anew after hints, and every minute
// since time passes. Beside a case on a phone it is not seen, so not fetched.
const AFTER_HINT = 1000;
const EVERY = 60_000;

const announcement = document.getElementById("announcement");
let waiting = 0;

const links = () => [...document.querySelectorAll("#rows a[data-number]")];

function markOpen() {
  const open = document.getElementById("case")?.dataset.number;
  for (const link of links()) {
    if (link.dataset.number === open) {
      link.setAttribute("aria-current", "true");
      link.removeAttribute("data-unread");
    } else {
      link.removeAttribute("aria-current");
    }
  }
}

function title() {
  const count = document.getElementById("worklist")?.dataset.count;
  const bare = document.title.replace(/^\(\d+\+?\) /, "");
  document.title = count && count !== "0" ? `(${count}) ${bare}` : bare;
}

function announce(before) {
  const arrived = links().filter((link) => !before.has(link.dataset.number));
  if (!arrived.length) return;
  const subjects = arrived.map((link) => link.querySelector(".subject b").textContent);
  announcement.textContent = `${announcement.dataset.arrived} ${subjects.join("; ")}`;
}

function addressOf(list) {
  const address = new URL(list.dataset.src, location.href);
  const open = document.getElementById("case")?.dataset.number;
  if (open) address.searchParams.set("laporan", open);
  return address;
}

async function arrive(awaited) {
  if (awaited.ariaBusy) return;
  awaited.ariaBusy = "true";
  const address = addressOf(awaited);
  await htmx.ajax("GET", address.pathname + address.search, {
    source: awaited,
    target: awaited,
    swap: "outerHTML ignoreTitle:true",
  });
  awaited.ariaBusy = null;
  title();
}

async function refresh() {
  waiting = 0;
  const awaited = document.getElementById("awaited");
  const list = document.getElementById("worklist");
  if (awaited?.checkVisibility()) await arrive(awaited);
  if (!list?.checkVisibility()) return;
  const before = new Set(links().map((link) => link.dataset.number));
  const address = addressOf(list);
  address.searchParams.set("banyak", String(before.size));
  const keepLonger = (event) => {
    if (event.detail.ctx.sourceElement !== list || links().length <= before.size) return;
    event.preventDefault();
    soon();
  };
  // Rows that were asked for meanwhile would go away again with an answer that is shorter.
  list.addEventListener("htmx:before:swap", keepLonger);
  await htmx.ajax("GET", address.pathname + address.search, {
    source: list,
    target: list,
    swap: "outerMorph ignoreTitle:true",
  });
  list.removeEventListener("htmx:before:swap", keepLonger);
  if (document.getElementById("worklist")?.dataset.src === list.dataset.src) announce(before);
  markOpen();
  title();
}

function soon() {
  waiting ||= setTimeout(refresh, AFTER_HINT);
}

document.addEventListener("desk:hint", (event) => {
  if (!/^(presence|phone):/.test(event.detail.subject)) soon();
});
document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail.ctx?.target?.id;
  if (target === "main") markOpen();
  if (target === "main" || target === "list") title();
});
const pane = document.getElementById("list");
new IntersectionObserver(([seen]) => {
  if (seen.isIntersecting && document.getElementById("awaited")) refresh();
}).observe(pane);
document.addEventListener("visibilitychange", () => document.hidden || soon());
setInterval(() => document.hidden || refresh(), EVERY);
