// To whom a call is handed, or who is asked: free colleagues, queues and telephones. Somebody may
// become free while the list is looked at.
const AGAIN_EVERY = 2000;

async function fill(phone, list) {
  const asked = fetch(phone.dataset.whom, { headers: { "HX-Request": "true" } });
  const answer = await asked.catch(() => null);
  if (!answer?.ok) return false;
  const html = await answer.text();
  if (html === list.drawn) return true;
  list.drawn = html;
  const { does, to } = list.contains(document.activeElement) ? document.activeElement.dataset : {};
  list.innerHTML = html;
  list.querySelector(`[data-does="${does}"][data-to="${to}"]`)?.focus();
  return true;
}

export async function chooseWhom(phone) {
  const dialog = phone.part("whom");
  const list = dialog.querySelector("[data-list]");
  if (!(await fill(phone, list))) return;
  dialog.showModal();
  const again = setInterval(() => fill(phone, list), AGAIN_EVERY);
  dialog.addEventListener("close", () => clearInterval(again), { once: true });
}
