// Ctrl+Enter (or ⌘ Enter) sends the report from wherever the cursor is, or where there is none.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = document.querySelector("form[data-ctrl-enter]");
  if (!form || event.repeat) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("button.primary"));
});
