// The editors' room saves a page by itself while it is written. A button pressed just then waits for
// that: sent beside it, a new page would be made twice, and the second refused for having the
// address of the first.

const ENDS = ["w-autosave:success", "w-autosave:error"];
const saving = new Set();

addEventListener("w-autosave:save", (event) => {
  if (!event.defaultPrevented) saving.add(event.target);
});
for (const end of ENDS) {
  addEventListener(end, ({ target }) => saving.delete(target), true);
}

addEventListener("submit", holdBack, true);

function holdBack(event) {
  const { target: form, submitter } = event;
  if (!form.dataset.controller?.includes("w-autosave")) return;
  // Wagtail's own switch: from here on only the button saves.
  form.dataset.wAutosaveActiveValue = "false";
  if (!saving.has(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const send = () => form.requestSubmit(submitter);
  for (const end of ENDS) form.addEventListener(end, send, { once: true });
}
