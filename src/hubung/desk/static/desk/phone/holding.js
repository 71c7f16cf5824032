// The line, held by one page of this browser: a Web Lock decides which, and hands it on when that page
// is closed. It does what the server says that it does, and gets a lost sound back.
import { post } from "../post.js";
import { Line } from "../../ui/js/line.js";
import { ring, still } from "./ringing.js";

//: Between two tries to get a lost sound back.
const REJOIN_EVERY = 4000;
//: A session may begin and end a moment before the server tells so.
const PATIENCE = 2500;

export class Holding {
  constructor(phone) {
    this.phone = phone;
    this.isHolder = false;
    this.state = "";
    //: Moments in milliseconds: when the session was another, the last try to rejoin, until when what
    //: rings is our own return, and before when no line is opened.
    this.changedAt = 0;
    this.askedAt = 0;
    this.returning = 0;
    this.retryAt = 0;
  }

  get inCall() {
    return this.isHolder && Boolean(this.line?.session);
  }

  get isWanted() {
    return this.phone.bar.now.here === "yes";
  }

  get isLost() {
    return this.isHolder && this.isWanted && this.state !== "ready";
  }

  hold() {
    navigator.locks.request("hubung-phone", () => {
      this.isHolder = true;
      this.reconcile();
      return new Promise(() => {});
    });
  }

  tick() {
    if (this.isWanted || this.line) this.reconcile();
  }

  // Make the line do what the server says that it does.
  reconcile() {
    if (!this.isHolder) return;
    if (!this.isWanted && this.line) this.close();
    if (this.isWanted && !this.line && Date.now() > this.retryAt) this.open();
    if (!this.line || this.state !== "ready") return;
    const settled = Date.now() > this.changedAt + PATIENCE;
    const inCall = ["ringing", "talking"].includes(this.phone.bar.phase);
    if (inCall && settled && (!this.line.session || this.line.broken)) this.rejoin();
    if (!inCall && this.line.session && settled) this.line.hangUp();
    if (!this.line.ringing) still();
  }

  async open() {
    if (this.opening || this.line) return;
    this.opening = true;
    try {
      const { line: address, jssip: script, socket } = this.phone.dataset;
      const answer = await post(address, {});
      this.line = new Line({ ...(await answer.json()), script, socket, registers: true });
      this.hear(this.line);
      await this.line.open();
    } catch {
      this.line = undefined;
      this.is("lost");
      this.retryAt = Date.now() + PATIENCE;
    } finally {
      this.opening = false;
    }
  }

  hear(line) {
    line.addEventListener("ready", () => this.is("ready"));
    line.addEventListener("lost", () => this.is("lost"));
    line.addEventListener("refused", () => this.renew());
    line.addEventListener("ringing", () => this.rung());
    line.addEventListener("talking", () => this.talks());
    line.addEventListener("silent", () => this.phone.tell(this.phone.words.silent));
    line.addEventListener("ended", () => this.silent());
  }

  close() {
    this.line?.close();
    this.line = undefined;
    this.silent();
    this.is("");
  }

  // Another page of theirs, or the engine's restart, made the password void.
  renew() {
    this.line?.close();
    this.line = undefined;
    this.retryAt = Date.now() + PATIENCE;
  }

  is(state) {
    this.state = state;
    if (state === "ready") this.reconcile();
    this.phone.paint();
  }

  rung() {
    this.changedAt = Date.now();
    if (Date.now() < this.returning) {
      this.phone.deeds.answer();
      return;
    }
    ring(this.phone.words.ringing, this.phone.bar.now.from ?? "");
    this.phone.bar.refresh();
  }

  talks() {
    this.returning = 0;
    still();
    this.line.mute(this.phone.deeds.muted);
    this.phone.bar.refresh();
  }

  silent() {
    this.changedAt = Date.now();
    still();
    this.phone.part("quality")?.replaceChildren();
    this.phone.bar.refresh();
  }

  rejoin() {
    if (Date.now() < this.askedAt + REJOIN_EVERY) return;
    this.askedAt = Date.now();
    if (this.phone.bar.phase === "talking") this.returning = Date.now() + 4 * REJOIN_EVERY;
    // Nobody asked for it, so nobody is told that the call was over already.
    post(this.phone.dataset.wish, { kind: "rejoin" })
      .then(() => this.phone.bar.refresh())
      .catch(() => {});
  }
}
