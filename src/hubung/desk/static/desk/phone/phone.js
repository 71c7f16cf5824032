// <hubung-phone>: the agent's telephone on every page of the desk.
//
// One page of this browser holds the line (a Web Lock decides which), all pages show what the server
// knows and ask it for what the agent wants. Sound, mute and keys are the holder's own.
import { post } from "../post.js";
import { canCall, Line } from "../../ui/js/line.js";
import { keyOf } from "./keys.js";
import { checked, checkMicrophone } from "./microphone.js";
import { ring, still } from "./ringing.js";
import { isBelow, stay } from "./staying.js";

const LOCK = "hubung-phone";
const QUALITY_EVERY = 3000;
const SECOND = 1000;
//: Between two tries to get a lost sound back.
const REJOIN_EVERY = 4000;
//: A session may begin and end a moment before the server tells so.
const PATIENCE = 2500;
const MINUTE = 60;

// The case on this page, or on the one that opened below the bar.
function openCase() {
  const below = document.querySelector("iframe.staying")?.contentDocument;
  return (below ?? document).getElementById("case")?.dataset.number;
}

class Phone extends HTMLElement {
  connectedCallback() {
    if (isBelow()) {
      this.hidden = true;
      return;
    }
    this.words = JSON.parse(this.dataset.words);
    this.skew = 0;
    this.muted = false;
    this.others = new BroadcastChannel(LOCK);
    this.others.onmessage = ({ data }) => this.heard(data);
    this.addEventListener("click", (event) => this.pressed(event));
    this.addEventListener("change", (event) => this.chose(event));
    stay(() => this.holder && Boolean(this.line?.session), (event) => this.key(event));
    this.listen();
    this.refresh();
    setInterval(() => this.tick(), SECOND);
    setInterval(() => this.measure(), QUALITY_EVERY);
    if (canCall()) this.hold();
  }

  get bar() {
    return this.querySelector(".phonebar");
  }

  get phase() {
    return this.bar.dataset.phase;
  }

  part(name) {
    return this.querySelector(`[data-part="${name}"]`);
  }

  // What the server knows --------------------------------------------------------------------------

  listen() {
    if (document.getElementById("live")) {
      document.addEventListener("desk:hint", ({ detail }) => this.hinted(detail.subject));
    } else {
      const stream = new EventSource(`${this.dataset.live}?sejak=${this.dataset.newest}`);
      stream.addEventListener("hint", ({ data }) => this.hinted(data));
      stream.addEventListener("reload", () => this.refresh());
    }
    addEventListener("online", () => this.refresh());
    document.addEventListener("visibilitychange", () => document.hidden || this.refresh());
  }

  hinted(subject) {
    if (subject === "all" || subject.startsWith("phone:")) this.refresh();
  }

  async refresh() {
    try {
      const answer = await fetch(this.dataset.bar, { headers: { "HX-Request": "true" } });
      if (answer.ok) this.show(await answer.text(), answer);
    } catch {
      // The next hint, or the connection when it is back, asks again.
    }
  }

  show(html, answer) {
    this.skew = Date.parse(answer.headers.get("date")) - Date.now() || 0;
    const place = this.part("bar");
    if (html.trim() !== this.shown) {
      const before = this.bar.dataset;
      const focused = place.contains(document.activeElement) && document.activeElement.dataset.name;
      place.innerHTML = html;
      this.shown = html.trim();
      if (focused) this.refocus(focused);
      if (before.phase !== this.phase || before.call !== this.bar.dataset.call) this.changed();
      const refused = this.bar.dataset.refused;
      this.tell(refused || (before.state === this.bar.dataset.state ? "" : this.bar.dataset.state));
    }
    this.reconcile();
    this.paint();
  }

  refocus(name) {
    const same = this.querySelector(`[data-name="${CSS.escape(name)}"]`);
    (same ?? this.querySelector(".phonebar button"))?.focus();
  }

  changed() {
    if (this.phase === "free" || this.phase === "") this.muted = false;
    this.fetchCaller();
  }

  async fetchCaller() {
    const panel = this.part("caller");
    const wanted = ["ringing", "talking", "wrap_up"].includes(this.phase);
    if (!wanted) {
      panel.hidden = true;
      panel.replaceChildren();
      return;
    }
    const answer = await fetch(this.dataset.caller, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok) return;
    panel.innerHTML = await answer.text();
    if (this.phase === "ringing") panel.hidden = false;
  }

  async ask(kind, fields = {}) {
    try {
      const answer = await post(this.dataset.wish, { kind, ...fields });
      this.shown = "";
      this.show(await answer.text(), answer);
    } catch {
      this.tell(this.words.lost);
    }
  }

  tell(text) {
    const says = this.part("says");
    if (text && says.textContent !== text) says.textContent = text;
  }

  // The line ---------------------------------------------------------------------------------------

  hold() {
    navigator.locks.request(LOCK, () => {
      this.holder = true;
      this.reconcile();
      return new Promise(() => {});
    });
  }

  async open() {
    if (this.opening || this.line) return;
    this.opening = true;
    try {
      const answer = await post(this.dataset.line, {});
      const given = await answer.json();
      const line = new Line({
        ...given,
        script: this.dataset.jssip,
        socket: this.dataset.socket,
        registers: true,
      });
      line.addEventListener("ready", () => this.lineIs("ready"));
      line.addEventListener("lost", () => this.lineIs("lost"));
      line.addEventListener("refused", () => this.renew());
      line.addEventListener("ringing", () => this.rung());
      line.addEventListener("talking", () => this.talks());
      line.addEventListener("broken", () => this.rejoin());
      line.addEventListener("silent", () => this.tell(this.words.silent));
      line.addEventListener("ended", () => this.silent());
      this.line = line;
      await line.open();
    } catch {
      this.line = undefined;
      this.lineIs("lost");
      this.retry = Date.now() + PATIENCE;
    } finally {
      this.opening = false;
    }
  }

  close() {
    this.line?.close();
    this.line = undefined;
    this.silent();
    this.lineIs("");
  }

  // Another page of theirs, or the engine's restart, made the password void.
  async renew() {
    this.line?.close();
    this.line = undefined;
    this.retry = Date.now() + PATIENCE;
  }

  lineIs(state) {
    this.dataset.lineState = state;
    if (state === "ready") this.reconcile();
    this.paint();
  }

  rung() {
    this.changedAt = Date.now();
    if (this.returning && Date.now() < this.returning) {
      this.answer();
      return;
    }
    ring(this.words.ringing, this.bar.dataset.from ?? "");
    this.refresh();
  }

  talks() {
    this.returning = 0;
    still();
    this.line.mute(this.muted);
    this.refresh();
  }

  silent() {
    this.changedAt = Date.now();
    still();
    this.part("quality")?.replaceChildren();
    this.refresh();
  }

  async answer() {
    if (!this.line?.ringing) {
      this.others.postMessage({ do: "answer" });
      return;
    }
    still();
    try {
      await this.line.answer();
    } catch {
      this.tell(this.words.microphone);
      checkMicrophone(this);
    }
  }

  rejoin() {
    if (Date.now() < (this.asked ?? 0) + REJOIN_EVERY) return;
    this.asked = Date.now();
    if (this.phase === "talking") this.returning = Date.now() + 4 * REJOIN_EVERY;
    // Nobody asked for it, so nobody is told that the call was over already.
    post(this.dataset.wish, { kind: "rejoin" }).then(() => this.refresh()).catch(() => {});
  }

  // Make the line do what the server says that it does.
  reconcile() {
    if (!this.holder) return;
    const wanted = this.bar.dataset.here === "yes";
    if (!wanted && this.line) this.close();
    if (wanted && !this.line && Date.now() > (this.retry ?? 0)) this.open();
    if (!this.line || this.dataset.lineState !== "ready") return;
    const settled = Date.now() > (this.changedAt ?? 0) + PATIENCE;
    const inCall = ["ringing", "talking"].includes(this.phase);
    if (inCall && !this.line.session && settled) this.rejoin();
    if (!inCall && this.line.session && settled) this.line.hangUp();
    if (!this.line.ringing) still();
  }

  heard({ do: what, value }) {
    if (!this.holder) return;
    if (what === "answer" && this.line?.ringing) this.answer();
    if (what === "decline") this.line?.hangUp(486);
    if (what === "mute") this.mute(value);
    if (what === "key") this.line?.press(value);
  }

  // What the agent wants ---------------------------------------------------------------------------

  pressed(event) {
    const button = event.target.closest("button[data-does]");
    if (!button || button.disabled) return;
    const { does, kind, to } = button.dataset;
    if (button.closest("dialog") && does !== "key") button.closest("dialog").close();
    this.does(does, kind, to);
  }

  chose(event) {
    const select = event.target.closest("select[data-does]");
    if (select?.value) this.ask(select.dataset.does, { reason: select.value });
  }

  async does(what, kind, to) {
    switch (what) {
      case "take":
        return this.takeCalls();
      case "answer":
        return this.answer();
      case "decline":
        still();
        if (this.line?.ringing) this.line.hangUp(486);
        else this.others.postMessage({ do: "decline" });
        return undefined;
      case "mute":
        return this.mute(!this.muted);
      case "key":
        return this.tone(kind);
      case "keys":
        return this.part("keys").showModal();
      case "microphone":
        return checkMicrophone(this);
      case "caller":
        this.part("caller").hidden = !this.part("caller").hidden;
        return undefined;
      case "whom":
        return this.chooseWhom();
      case "link":
        return this.link(to);
      case "link-open":
        return this.link(openCase());
      case "wrapped_up":
        return this.ask(what, { code: this.querySelector("#phone-code")?.value ?? "" });
      default:
        return this.ask(what, to ? { to } : {});
    }
  }

  async takeCalls() {
    if (!canCall()) {
      this.tell(this.words.cannot);
      return;
    }
    if (window.Notification?.permission === "default") Notification.requestPermission();
    if (!checked() && !(await checkMicrophone(this))) return;
    await this.ask("ready");
  }

  async link(number) {
    if (!number) {
      this.tell(this.words.nocase);
      return;
    }
    const answer = await post(this.dataset.link, { number }).catch(() => null);
    if (!answer) {
      this.tell(this.words.lost);
      return;
    }
    this.show(await answer.text(), answer);
    if (!this.bar.dataset.refused) this.tell(this.words.linked);
    this.fetchCaller();
  }

  mute(on) {
    if (this.line?.session) {
      this.line.mute(on);
      this.muted = on;
      this.others.postMessage({ do: "muted", value: on });
      this.tell(on ? this.words.muted : this.words.unmuted);
    } else {
      this.others.postMessage({ do: "mute", value: on });
      this.muted = on;
    }
    this.paint();
  }

  tone(key) {
    if (this.line?.session) this.line.press(key);
    else this.others.postMessage({ do: "key", value: key });
  }

  async chooseWhom() {
    const dialog = this.part("whom");
    const answer = await fetch(this.dataset.whom, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok) return;
    dialog.querySelector("[data-list]").innerHTML = await answer.text();
    dialog.showModal();
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

  // What is seen -----------------------------------------------------------------------------------

  tick() {
    this.paint();
    if (this.holder && (this.bar.dataset.here === "yes" || this.line)) this.reconcile();
  }

  paint() {
    const now = (Date.now() + this.skew) / SECOND;
    for (const clock of this.querySelectorAll("time[data-since], time[data-until]")) {
      const { since, until } = clock.dataset;
      const seconds = Math.max(Math.floor(since ? now - since : until - now), 0);
      const text = `${Math.floor(seconds / MINUTE)}.${String(seconds % MINUTE).padStart(2, "0")}`;
      if (clock.textContent !== text) clock.textContent = text;
    }
    const mute = this.querySelector('[data-does="mute"]');
    mute?.setAttribute("aria-pressed", String(this.muted));
    const lost = this.bar.dataset.here === "yes" && this.holder && this.dataset.lineState !== "ready";
    const note = this.part("line");
    if (note) note.hidden = !lost;
  }

  async measure() {
    const place = this.part("quality");
    if (!place || !this.line?.talking) return;
    const found = await this.line.quality();
    if (!found || !this.part("quality")) return;
    const bad = found.received === 0 || found.lost > 0.08 || found.way > 0.6;
    const fair = found.lost > 0.02 || found.jitter > 0.05 || found.way > 0.3;
    const grade = bad ? "bad" : fair ? "fair" : "good";
    place.dataset.grade = grade;
    if (place.textContent !== this.words[grade]) place.textContent = this.words[grade];
  }
}

customElements.define("hubung-phone", Phone);
