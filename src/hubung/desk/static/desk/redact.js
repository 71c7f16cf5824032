// A box drawn on the page fills the form beside it, and typing there shows the box.
const sheet = document.querySelector(".sheet svg[data-draws]");
const form = document.getElementById("mark");
const SMALLEST = 0.3;

if (sheet && form) {
  const box = sheet.querySelector(".new");
  const fields = ["x", "y", "width", "height"].map((name) => form.elements.namedItem(name));
  let from = null;

  const show = (values) => values.forEach((value, n) => box.setAttribute(fields[n].name, value || 0));

  const at = (event) => {
    const edges = sheet.getBoundingClientRect();
    const part = (value, start, length) => Math.min(Math.max(((value - start) / length) * 100, 0), 100);
    return [part(event.clientX, edges.left, edges.width), part(event.clientY, edges.top, edges.height)];
  };

  const between = ([x1, y1], [x2, y2]) =>
    [Math.min(x1, x2), Math.min(y1, y2), Math.abs(x2 - x1), Math.abs(y2 - y1)];

  sheet.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button) return;
    from = at(event);
    sheet.setPointerCapture(event.pointerId);
  });
  sheet.addEventListener("pointermove", (event) => {
    if (from) show(between(from, at(event)));
  });
  sheet.addEventListener("pointercancel", () => {
    from = null;
    show([0, 0, 0, 0]);
  });
  sheet.addEventListener("pointerup", (event) => {
    if (!from) return;
    const drawn = between(from, at(event));
    from = null;
    if (drawn[2] < SMALLEST || drawn[3] < SMALLEST) return show([0, 0, 0, 0]);
    drawn.forEach((value, n) => { fields[n].value = value.toFixed(2); });
    form.requestSubmit();
  });
  form.addEventListener("input", () => show(fields.map((field) => Number(field.value))));
}
