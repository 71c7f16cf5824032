// Plays prompts where their links stand, one at a time. Without a script a link opens its sound.
const player = new Audio();
let waiting = [];
let current = null;

function mark(link) {
  current?.removeAttribute("data-playing");
  current?.closest("li[data-who]")?.removeAttribute("data-playing");
  current = link;
  current?.setAttribute("data-playing", "");
  current?.closest("li[data-who]")?.setAttribute("data-playing", "");
}

function play(links) {
  const [link, ...rest] = links;
  waiting = rest;
  mark(link ?? null);
  if (!link) return player.pause();
  player.src = link.href;
  link.scrollIntoView({ block: "nearest" });
  // Only that it was stopped for another is told here; what is wrong comes as an error below.
  player.play().catch(() => {});
}

player.addEventListener("ended", () => play(waiting));
player.addEventListener("error", () => {
  // What stands in the way is written at its address.
  if (current) location.assign(current.href);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-sound]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  play(link === current ? [] : [link]);
});

const all = document.querySelector("[data-listen-all]");
if (all) {
  all.hidden = false;
  all.addEventListener("click", () =>
    play(current ? [] : [...document.querySelectorAll(".talk a[data-sound]")]),
  );
}
