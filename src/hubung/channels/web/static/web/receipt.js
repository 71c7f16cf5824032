// Copy, print and share the number and the code; each button shows only where it works.

const ticket = document.querySelector("[data-ticket]");
const tools = document.querySelector("[data-tools]");
const words = ["number", "code"].map((name) => {
  const box = ticket.querySelector(`[data-${name}]`).parentElement;
  return `${box.querySelector("h2").textContent}: ${box.querySelector(`[data-${name}]`).textContent}`;
});
const text = words.join("\n");

tools.hidden = false;
tools.querySelector("[data-print]").addEventListener("click", () => print());

const copy = tools.querySelector("[data-copy]");
if (navigator.clipboard) {
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    tools.querySelector("[data-copied]").hidden = false;
  });
} else {
  copy.hidden = true;
}

const share = tools.querySelector("[data-share]");
if (navigator.share) {
  share.hidden = false;
  // Turning the dialog away is no error.
  share.addEventListener("click", () => navigator.share({ text }).catch(() => {}));
}
