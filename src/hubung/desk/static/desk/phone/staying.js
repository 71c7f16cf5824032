// A page that holds a call does not leave: what would take its place opens below the bar, in a frame,
// and its address is shown. When the call is over, the next link takes the whole window again.
const NAME = "hubung-next";

let frame;
let holds = () => false;
let onKey = () => {};
let onPage = () => {};

const isDesk = (address) =>
  address.origin === location.origin && address.pathname.startsWith("/desk/");

function open(bar) {
  if (frame) return;
  frame = document.createElement("iframe");
  frame.name = NAME;
  frame.className = "staying";
  frame.title = bar.dataset.frame;
  frame.addEventListener("load", arrived);
  bar.after(frame);
}

function arrived() {
  const inside = frame.contentWindow;
  if (inside.location.href === "about:blank") return;
  document.body.classList.add("stays");
  for (const part of document.body.children) {
    if (!part.matches("hubung-phone, iframe.staying, script")) part.hidden = true;
  }
  history.replaceState(null, "", inside.location.pathname + inside.location.search);
  document.title = inside.document.title;
  watch(inside);
  inside.focus();
}

function turn(element, address) {
  const given = element.getAttribute("target") ?? "";
  if (!["", "_self", "_top", NAME].includes(given)) return;
  if (!holds()) {
    if (frame) element.setAttribute("target", "_top");
  } else if (isDesk(address)) {
    open(document.querySelector("hubung-phone"));
    element.setAttribute("target", NAME);
  } else if (element.matches("a")) {
    element.setAttribute("target", "_blank");
  }
}

// Last of all: what htmx or a page's own script does with a click needs no other window.
function watch(page) {
  page.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (event.defaultPrevented || !link || link.hasAttribute("download")) return;
    const address = new URL(link.href);
    const isHere = address.pathname + address.search === page.location.pathname + page.location.search;
    if (/^https?:$/.test(address.protocol) && !(isHere && address.hash)) turn(link, address);
  });
  page.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.getAttribute("method") === "dialog") return;
    const action = event.submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "";
    turn(form, new URL(action, page.location.href));
  });
  // First of all: a key that follows `p` is the telephone's, and no other script's.
  page.addEventListener("keydown", onKey, true);
  onPage(page);
}

// `isHeld` says whether this page holds a call, `key` hears every key wherever the cursor is, `each` is
// given the window of this page and of every one that opens below.
export function stay(isHeld, key, each) {
  holds = isHeld;
  onKey = key;
  onPage = each;
  watch(window);
  addEventListener("beforeunload", (event) => {
    if (holds()) event.preventDefault();
  });
}

// The document that opened below the bar, if one did.
export const pageBelow = () => frame?.contentDocument;

// Whether this page is one that opened below the bar of another.
export const isBelow = () => window.name === NAME && window.parent !== window;
