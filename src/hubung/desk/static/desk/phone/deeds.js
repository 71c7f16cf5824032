// What only the page with the line can do: answer, decline, be silent, press keys. Any other page of
// this browser asks it to.
import { checkMicrophone } from "./microphone.js";
import { still } from "./ringing.js";

const BUSY = 486;

export class Deeds {
  constructor(phone) {
    this.phone = phone;
    this.muted = false;
    this.pages = new BroadcastChannel("hubung-phone");
    this.pages.onmessage = ({ data }) => this.heard(data);
  }

  get line() {
    return this.phone.holding.line;
  }

  heard({ do: what, value }) {
    if (what === "muted") this.muted = value;
    if (what === "answer" && this.line?.ringing) this.answer();
    if (what === "decline") this.line?.hangUp(BUSY);
    if (what === "mute" && this.line?.session) this.mute(value);
    if (what === "key") this.line?.press(value);
  }

  async answer() {
    if (!this.line?.ringing) {
      this.pages.postMessage({ do: "answer" });
      return;
    }
    still();
    try {
      await this.line.answer();
    } catch {
      this.phone.tell(this.phone.words.microphone);
      checkMicrophone(this.phone);
    }
  }

  decline() {
    still();
    if (this.line?.ringing) this.line.hangUp(BUSY);
    else this.pages.postMessage({ do: "decline" });
  }

  mute(on) {
    this.muted = on;
    if (this.line?.session) {
      this.line.mute(on);
      this.pages.postMessage({ do: "muted", value: on });
      this.phone.tell(on ? this.phone.words.muted : this.phone.words.unmuted);
    } else {
      this.pages.postMessage({ do: "mute", value: on });
    }
    this.paint();
  }

  press(key) {
    if (this.line?.session) this.line.press(key);
    else this.pages.postMessage({ do: "key", value: key });
  }

  // Whoever was silent in the last call is heard in the next.
  changed() {
    if (["free", ""].includes(this.phone.bar.phase)) this.muted = false;
  }

  paint() {
    const button = this.phone.querySelector('[data-does="mute"]');
    button?.setAttribute("aria-pressed", String(this.muted));
  }
}
