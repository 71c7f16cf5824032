// <hubung-phone>: the agent's telephone on every page of the desk.
//
// One page of this browser holds the line (`holding.js`), all pages show what the server knows and
// ask it for what the agent wants (`bar.js`). Sound, mute and keys are the holder's own (`deeds.js`).
import { canCall } from "../../ui/js/line.js";
import { Bar } from "./bar.js";
import { Caller, openCase } from "./caller.js";
import { Deeds } from "./deeds.js";
import { Holding } from "./holding.js";
import { keyOf } from "./keys.js";
import { checked, checkMicrophone } from "./microphone.js";
import { Recording } from "./recording.js";
import { paintClocks, showQuality } from "./seen.js";
import { isBelow, stay } from "./staying.js";
import { chooseWhom } from "./whom.js";

const SECOND = 1000;
const QUALITY_EVERY = 3000;

class Phone extends HTMLElement {
  connectedCallback() {
    if (isBelow()) {
      this.hidden = true;
      return;
    }
    this.words = JSON.parse(this.dataset.words);
    this.holding = new Holding(this);
    this.deeds = new Deeds(this);
    this.caller = new Caller(this);
    this.recording = new Recording(this);
    this.bar = new Bar(this);
    this.addEventListener("click", (event) => this.pressed(event));
    this.addEventListener("change", (event) => this.chose(event));
    stay(
      () => this.holding.inCall,
      (event) => this.key(event),
      (page) => this.recording.watch(page),
    );
    this.bar.listen();
    this.bar.refresh();
    this.caller.refresh();
    setInterval(() => this.tick(), SECOND);
    setInterval(() => showQuality(this), QUALITY_EVERY);
    if (canCall()) this.holding.hold();
  }

  part(name) {
    return this.querySelector(`[data-part="${name}"]`);
  }

  // Said to whoever does not see, or does not look.
  tell(text) {
    const says = this.part("says");
    if (text && says.textContent !== text) says.textContent = text;
  }

  // The server told what is now.
  shown() {
    this.holding.reconcile();
    this.recording.follow();
    this.paint();
  }

  // … and it is another call, or another part of it.
  changed() {
    this.deeds.changed();
    this.caller.refresh();
  }

  tick() {
    this.paint();
    this.holding.tick();
  }

  paint() {
    paintClocks(this, this.bar.skew);
    this.deeds.paint();
    const note = this.part("line");
    if (note) note.hidden = !this.holding.isLost;
  }

  pressed(event) {
    const button = event.target.closest("button[data-does]");
    if (!button || button.disabled) return;
    const { does, kind, to } = button.dataset;
    if (button.closest("dialog") && does !== "key") button.closest("dialog").close();
    this.does(does, kind, to);
  }

  chose(event) {
    const select = event.target.closest("select[data-does]");
    if (select?.value) this.bar.ask(select.dataset.does, { reason: select.value });
  }

  key(event) {
    const pressed = keyOf(event);
    if (!pressed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = this.querySelector(`.phonebar [data-key="${CSS.escape(pressed)}"]`);
    if (!button) return;
    if (button.matches("select")) button.focus();
    else button.click();
  }

  async does(what, kind, to) {
    switch (what) {
      case "take":
        return this.takeCalls();
      case "answer":
        return this.deeds.answer();
      case "decline":
        return this.deeds.decline();
      case "mute":
        return this.deeds.mute(!this.deeds.muted);
      case "key":
        return this.deeds.press(kind);
      case "keys":
        return this.part("keys").showModal();
      case "microphone":
        return checkMicrophone(this);
      case "caller":
        return this.caller.fold();
      case "whom":
        return chooseWhom(this);
      case "link":
        return this.caller.link(to);
      case "link-open":
        return this.caller.link(openCase());
      case "wrapped_up":
        return this.bar.ask(what, { code: this.querySelector("#phone-code")?.value ?? "" });
      default:
        return this.bar.ask(what, to ? { to } : {});
    }
  }

  async takeCalls() {
    if (!canCall()) {
      this.tell(this.words.cannot);
      return;
    }
    if (window.Notification?.permission === "default") Notification.requestPermission();
    if (!checked() && !(await checkMicrophone(this))) return;
    await this.bar.ask("ready");
  }
}

customElements.define("hubung-phone", Phone);
