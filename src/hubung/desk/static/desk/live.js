// Turns the stream of hints into `desk:hint` events, and shows whether the stream is there.
const stream = document.getElementById("live");
const connection = document.getElementById("connection");

function show(state) {
  if (connection.dataset.state === state) return;
  connection.dataset.state = state;
  connection.firstElementChild.textContent =
    state === "lost" ? connection.dataset.lost : connection.dataset.live;
}

function tell(subject) {
  document.dispatchEvent(new CustomEvent("desk:hint", { detail: { subject } }));
}

stream.addEventListener("hint", (event) => tell(event.detail.data));
stream.addEventListener("reload", () => tell("all"));
stream.addEventListener("htmx:sse:after:connection", () => show("ready"));
stream.addEventListener("htmx:sse:error", () => show("lost"));
stream.addEventListener("htmx:sse:before:connection", (event) => {
  if (event.detail.connection.attempt > 1) show("lost");
});
stream.addEventListener("htmx:error", () => show("lost"));
window.addEventListener("offline", () => show("lost"));
