// What is recorded has no gap but where a number is told that may not be kept: while the cursor is in
// such a field (`data-unrecorded`), in this page or in the one below the bar, the recording is silent.
import { pageBelow } from "./staying.js";

//: The pause ends by itself after two minutes; whoever is still writing asks for it again.
const AGAIN_AFTER = 30_000;

function isTold() {
  const page = document.activeElement?.matches("iframe.staying") ? pageBelow() : document;
  return Boolean(page?.activeElement?.matches("[data-unrecorded]"));
}

export class Recording {
  constructor(phone) {
    this.phone = phone;
    this.isPaused = false;
    this.askedAt = 0;
  }

  // `page` is a window.
  watch(page) {
    for (const event of ["focusin", "focusout"]) {
      // The cursor is where it goes to only after the event.
      page.addEventListener(event, () => setTimeout(() => this.follow()));
    }
    page.addEventListener("input", () => this.goOn());
  }

  // A pause that somebody asked for by hand is theirs, and lasts.
  get isWanted() {
    const { phase, now } = this.phone.bar;
    return phase === "talking" && isTold() && (this.isPaused || now.paused !== "yes");
  }

  // One wish after the other, or the last one asked may not be the last one met.
  async follow() {
    if (this.isAsking) return;
    this.isAsking = true;
    while (this.isWanted !== this.isPaused) {
      this.isPaused = !this.isPaused;
      if (this.phone.bar.phase === "talking") await this.ask(this.isPaused);
    }
    this.isAsking = false;
  }

  goOn() {
    if (this.isPaused && isTold() && Date.now() > this.askedAt + AGAIN_AFTER) this.ask(true);
  }

  async ask(paused) {
    this.askedAt = Date.now();
    const { bar, words } = this.phone;
    await bar.ask(paused ? "pause_recording" : "resume_recording");
    if (!bar.now.refused) this.phone.tell(paused ? words.paused : words.recorded);
  }
}
