// Beside the browser's own player: the speed, and the picture of the sound as a place to seek.
const SPEEDS = [0.75, 1, 1.25, 1.5, 2];
const STEP = 5;

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

class CallPlayer extends HTMLElement {
  connectedCallback() {
    this.audio = this.querySelector("audio");
    this.addSpeed();
    this.lanes = this.closest(".player")?.querySelector(".lanes");
    if (this.lanes) this.addNeedle();
  }

  addSpeed() {
    if (this.querySelector("select")) return;
    const label = document.createElement("label");
    const select = document.createElement("select");
    select.className = "input";
    for (const speed of SPEEDS) {
      const words = `${String(speed).replace(".", document.documentElement.lang === "en" ? "." : ",")}×`;
      select.add(new Option(words, speed, speed === 1, speed === 1));
    }
    select.addEventListener("change", () => {
      this.audio.playbackRate = Number(select.value);
    });
    label.append(this.dataset.speed, select);
    this.append(label);
  }

  addNeedle() {
    const { lanes, audio } = this;
    if (lanes.querySelector(".needle")) return;
    this.needle = document.createElement("span");
    this.needle.className = "needle";
    lanes.append(this.needle);
    Object.assign(lanes, { tabIndex: 0, role: "slider", ariaLabel: this.dataset.position });
    lanes.ariaValueMin = "0";
    for (const name of ["timeupdate", "loadedmetadata", "seeked"]) audio.addEventListener(name, () => this.point());
    lanes.addEventListener("click", (event) => this.seek(this.fraction(event) * audio.duration));
    lanes.addEventListener("keydown", (event) => this.press(event));
    new ResizeObserver(() => this.point()).observe(lanes);
    this.point();
  }

  // The pictures stand beside the names of the sides, so the needle moves over the pictures alone.
  picture() {
    const outer = this.lanes.getBoundingClientRect();
    const inner = this.lanes.querySelector("svg").getBoundingClientRect();
    return { left: inner.left - outer.left, width: inner.width, at: inner.left };
  }

  fraction(event) {
    const { at, width } = this.picture();
    return Math.min(Math.max((event.clientX - at) / width, 0), 1);
  }

  seek(seconds) {
    if (Number.isFinite(seconds)) this.audio.currentTime = Math.min(Math.max(seconds, 0), this.audio.duration);
  }

  press(event) {
    const { audio } = this;
    const keys = {
      ArrowLeft: () => this.seek(audio.currentTime - STEP),
      ArrowDown: () => this.seek(audio.currentTime - STEP),
      ArrowRight: () => this.seek(audio.currentTime + STEP),
      ArrowUp: () => this.seek(audio.currentTime + STEP),
      Home: () => this.seek(0),
      End: () => this.seek(audio.duration),
      " ": () => (audio.paused ? audio.play() : audio.pause()),
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  }

  point() {
    const { audio, lanes, needle } = this;
    const length = audio.duration || 0;
    const { left, width } = this.picture();
    needle.style.left = `${left + (length ? audio.currentTime / length : 0) * width}px`;
    lanes.ariaValueMax = String(Math.round(length));
    lanes.ariaValueNow = String(Math.round(audio.currentTime));
    lanes.ariaValueText = `${clock(audio.currentTime)} / ${clock(length)}`;
  }
}

customElements.define("call-player", CallPlayer);
