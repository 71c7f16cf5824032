// Where one asks for mails: the same choice as messages of this browser, where it can show any.

const place = document.querySelector("[data-push]");
const form = document.querySelector("[data-choice]");
const said = place?.querySelector("[role=status]");
const hear = place?.querySelector("[data-hear]");
const stop = place?.querySelector("[data-stop]");

// The portal's own script brings the worker; it may be on its way.
const manager = async () => (await navigator.serviceWorker.ready).pushManager;

async function begin() {
  const push = await manager();
  stop.hidden = !(await push.getSubscription());
  place.hidden = false;
  hear.addEventListener("click", () => busily(() => subscribe(push)));
  stop.addEventListener("click", () => busily(() => end(push)));
}

/** One at a time; what went wrong is said and nothing else happens. */
async function busily(work) {
  hear.disabled = stop.disabled = true;
  try {
    said.textContent = await work();
  } catch {
    said.textContent = place.dataset.failed;
  }
  hear.disabled = stop.disabled = false;
}

async function subscribe(push) {
  const boxes = form.querySelectorAll("[name=topik]");
  if (![...boxes].some((box) => box.checked)) {
    boxes[0].focus();
    return place.dataset.nothing;
  }
  if ((await Notification.requestPermission()) !== "granted") return place.dataset.refused;
  const known = await push.getSubscription();
  const options = { userVisibleOnly: true, applicationServerKey: place.dataset.push };
  const subscription = known ?? (await push.subscribe(options));
  const { endpoint, keys } = subscription.toJSON();
  const told = new FormData(form);
  told.delete("email");
  for (const [name, value] of Object.entries({ endpoint, ...keys })) told.set(name, value);
  const answer = await send(hear.dataset.hear, told);
  if (!answer.ok && !known) await subscription.unsubscribe();
  stop.hidden = !(await push.getSubscription());
  return (await answer.json()).detail;
}

async function end(push) {
  const subscription = await push.getSubscription();
  const told = new FormData();
  told.set("endpoint", subscription?.endpoint ?? "");
  await subscription?.unsubscribe();
  const answer = await send(stop.dataset.stop, told);
  hear.focus();
  stop.hidden = true;
  return (await answer.json()).detail;
}

const send = (address, body) => fetch(address, { method: "POST", body: new URLSearchParams(body) });

if (place && "PushManager" in window && "Notification" in window && navigator.serviceWorker) begin();
