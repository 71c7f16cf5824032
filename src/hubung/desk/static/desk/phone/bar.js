// What the server knows of the telephone: the bar as it draws it, and what is asked of it.
import { post } from "../post.js";

export class Bar {
  constructor(phone) {
    this.phone = phone;
    //: By how much the server's clock is ahead of this machine's, in milliseconds.
    this.skew = 0;
  }

  // `phase`, `call`, `here`, `state`, `from`, `refused`, as the template writes them.
  get now() {
    return this.phone.querySelector(".phonebar").dataset;
  }

  get phase() {
    return this.now.phase;
  }

  listen() {
    if (document.getElementById("live")) {
      document.addEventListener("desk:hint", ({ detail }) => this.hinted(detail.subject));
    } else {
      const { live, newest } = this.phone.dataset;
      const stream = new EventSource(`${live}?sejak=${newest}`);
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
      const answer = await fetch(this.phone.dataset.bar, { headers: { "HX-Request": "true" } });
      if (answer.ok) this.show(await answer.text(), answer);
    } catch {
      // The next hint, or the connection when it is back, asks again.
    }
  }

  async ask(kind, fields = {}) {
    try {
      const answer = await post(this.phone.dataset.wish, { kind, ...fields });
      this.showAnew(await answer.text(), answer);
    } catch {
      this.phone.tell(this.phone.words.lost);
    }
  }

  // Even where it is drawn as before: a refusal may be said twice.
  showAnew(html, answer) {
    this.drawn = "";
    this.show(html, answer);
  }

  show(html, answer) {
    this.skew = Date.parse(answer.headers.get("date")) - Date.now() || 0;
    if (html.trim() !== this.drawn) {
      this.drawn = html.trim();
      const before = this.now;
      this.draw(html);
      const { phase, call, state, refused } = this.now;
      if (before.phase !== phase || before.call !== call) this.phone.changed();
      this.phone.tell(refused || (before.state === state ? "" : state));
    }
    this.phone.shown();
  }

  // The cursor stays on what it was on, or where what followed it is.
  draw(html) {
    const place = this.phone.part("bar");
    const focused = place.contains(document.activeElement) && document.activeElement.dataset.name;
    place.innerHTML = html;
    if (!focused) return;
    const same = place.querySelector(`[data-name="${CSS.escape(focused)}"]`);
    (same ?? place.querySelector(".phonebar button"))?.focus();
  }
}
