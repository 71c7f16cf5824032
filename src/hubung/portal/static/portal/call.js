// <hubung-call>: a visitor's call from the browser. The telephone itself is loaded with the first call.
const SECOND = 1000;
const MINUTE = 60;
const TARGET = "web";

class Call extends HTMLElement {
  connectedCallback() {
    const able = window.RTCPeerConnection && navigator.mediaDevices?.getUserMedia;
    this.part(able ? "before" : "cannot").hidden = false;
    this.addEventListener("click", ({ target }) => this.pressed(target.closest("button")));
    document.addEventListener("keydown", (event) => {
      if (!this.line?.talking || !/^[0-9*#]$/.test(event.key)) return;
      this.line.press(event.key);
    });
    addEventListener("pagehide", () => this.line?.hangUp());
  }

  part(name) {
    return this.querySelector(`[data-part="${name}"]`);
  }

  pressed(button) {
    if (!button) return;
    const { does, key } = button.dataset;
    if (key) this.line?.press(key);
    else if (does === "call") this.call();
    else if (does === "end") this.end();
    else if (does === "mute") {
      const muted = button.getAttribute("aria-pressed") !== "true";
      this.line?.mute(muted);
      button.setAttribute("aria-pressed", String(muted));
    }
  }

  async call() {
    if (this.line) return;
    this.show(true, this.dataset.connecting);
    try {
      const { Line, microphone } = await import("../ui/js/line.js");
      // Asked first: a line is worth nothing without a voice.
      for (const track of (await microphone()).getTracks()) track.stop();
      const answer = await fetch(this.dataset.line, { method: "POST" });
      const given = await answer.json();
      if (!answer.ok) {
        this.over(given.detail);
        return;
      }
      const socket = `${this.dataset.socket}?kunci=${encodeURIComponent(given.key)}`;
      const line = new Line({ ...given, script: this.dataset.jssip, socket });
      this.line = line;
      line.addEventListener("ready", () => line.session || this.dial(line));
      line.addEventListener("talking", () => this.talks());
      line.addEventListener("silent", () => this.says(this.dataset.silent));
      line.addEventListener("lost", () => line.session || this.over(this.dataset.lost));
      line.addEventListener("ended", ({ detail }) =>
        this.over(this.began ? this.dataset.ended : detail.cause === "Busy" ? this.dataset.busy : this.dataset.lost),
      );
      await line.open();
    } catch (error) {
      this.over(error.name === "NotAllowedError" ? this.dataset.microphone : this.dataset.lost);
    }
  }

  dial(line) {
    this.state(this.dataset.calling);
    line.call(TARGET).catch(() => this.over(this.dataset.microphone));
  }

  talks() {
    this.began = Date.now();
    this.state(this.dataset.talking);
    this.ticking = setInterval(() => {
      const seconds = Math.floor((Date.now() - this.began) / SECOND);
      const text = `${Math.floor(seconds / MINUTE)}.${String(seconds % MINUTE).padStart(2, "0")}`;
      this.part("time").textContent = text;
    }, SECOND);
  }

  end() {
    const line = this.line;
    if (line?.session) line.hangUp();
    else this.over(this.dataset.ended);
  }

  over(text) {
    clearInterval(this.ticking);
    const line = this.line;
    this.line = undefined;
    this.began = 0;
    line?.close();
    this.part("time").textContent = "";
    this.show(false, text);
    this.querySelector('[data-does="call"]').focus();
  }

  show(during, text) {
    this.part("before").hidden = during;
    this.part("during").hidden = !during;
    this.state(during ? text : "");
    this.says(text);
  }

  state(text) {
    this.part("state").textContent = text;
    if (text) this.says(text);
  }

  says(text) {
    this.part("says").textContent = text;
  }
}

customElements.define("hubung-call", Call);
