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
let alive = false;
const lives = () => {
  alive = true;
  show("ready");
};
const broke = () => {
  alive = false;
  show("lost");
};
stream.addEventListener("htmx:sse:after:connection", lives);
stream.addEventListener("htmx:sse:error", broke);
stream.addEventListener("htmx:error", broke);
stream.addEventListener("htmx:sse:before:connection", (event) => {
  if (event.detail.connection.attempt > 0) broke();
});
window.addEventListener("offline", () => show("lost"));
window.addEventListener("online", () => {
  // A stream that outlived the gap says nothing anew, but what was fetched in it has failed.
  if (alive) show("ready");
  tell("all");
});
