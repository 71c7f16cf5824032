// A button is busy while the request it started is under way, so that nobody presses it twice.
function mark(event, busy) {
  const source = event.detail.ctx?.sourceElement;
  const button = source?.matches("form") ? source.querySelector("button:not([type=button])") : source;
  if (!button?.matches("button")) return;
  if (busy) button.setAttribute("aria-busy", "true");
  else button.removeAttribute("aria-busy");
}
document.addEventListener("htmx:before:request", (event) => mark(event, true));
document.addEventListener("htmx:finally:request", (event) => mark(event, false));
