// The panel that says who calls, and which case the call is about.
import { post } from "../post.js";
import { pageBelow } from "./staying.js";

const PHASES = ["ringing", "talking", "wrap_up"];

// The number of the case on this page, or on the one that opened below the bar.
export function openCase() {
  return (pageBelow() ?? document).getElementById("case")?.dataset.number;
}

export class Caller {
  constructor(phone) {
    this.phone = phone;
  }

  get panel() {
    return this.phone.part("caller");
  }

  fold() {
    this.panel.hidden = !this.panel.hidden;
  }

  async refresh() {
    const { phase } = this.phone.bar;
    if (!PHASES.includes(phase)) {
      this.panel.hidden = true;
      this.panel.replaceChildren();
      return;
    }
    const asked = fetch(this.phone.dataset.caller, { headers: { "HX-Request": "true" } });
    const answer = await asked.catch(() => null);
    if (!answer?.ok) return;
    this.panel.innerHTML = await answer.text();
    if (this.phone.bar.phase === "ringing") this.panel.hidden = false;
  }

  async link(number) {
    const { phone } = this;
    if (!number) {
      phone.tell(phone.words.nocase);
      return;
    }
    const answer = await post(phone.dataset.link, { number }).catch(() => null);
    if (!answer) {
      phone.tell(phone.words.lost);
      return;
    }
    phone.bar.showAnew(await answer.text(), answer);
    if (!phone.bar.now.refused) phone.tell(phone.words.linked);
    this.refresh();
  }
}
