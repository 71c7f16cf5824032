// Files go ahead of their report, one by one, so that a weak network has to carry each only once.
// Every file stands in the list until it has arrived; what the server returns is a signed reference.

import * as drafts from "./draft.js";

const PATIENCE = 8000;

export class Uploads {
  #form;
  #changed;
  #waiting = new Map(); // row → { file, key }
  #running = false;

  constructor(form, changed) {
    this.#form = form;
    this.#changed = changed;
    addEventListener("online", () => this.#run());
  }

  get pending() {
    return this.#waiting.size;
  }

  /** Take over what the reporter chose; the file control itself is emptied. */
  async choose(input) {
    const files = [...input.files];
    input.value = "";
    for (const file of files) this.add(file, await drafts.putFile(file));
  }

  add(file, key) {
    const row = this.#row("[data-pending-template]");
    for (const place of row.querySelectorAll("[data-name]")) place.append(` ${file.name}`);
    row.querySelector("button").addEventListener("click", () => this.#remove(row));
    this.#list.append(row);
    this.#list.hidden = false;
    if (file.size > Number(this.#form.dataset.bytes)) {
      drafts.dropFile(key);
      this.#fail(row, this.#form.querySelector('[data-say="toolarge"]').textContent);
      return;
    }
    this.#waiting.set(row, { file, key });
    this.#run();
  }

  /** Put back a file that the server has already. */
  restore({ reference, name, size }) {
    this.#list.append(this.#keptRow(reference, name, size));
    this.#list.hidden = false;
  }

  /** The references in the form, for the draft. */
  kept() {
    return [...this.#form.querySelectorAll('[name="kept"]')]
      .filter((box) => box.checked)
      .map((box) => ({
        reference: box.value,
        name: box.closest("li").querySelector("[data-name]").textContent,
        size: box.closest("li").querySelector("[data-size]").textContent,
      }));
  }

  /** Those that have not arrived yet. */
  files() {
    return [...this.#waiting.values()].map(({ file }) => file);
  }

  /** The draft is one again, and its files lie on the device once more. */
  async keepAgain() {
    for (const one of this.#waiting.values()) one.key = await drafts.putFile(one.file);
  }

  get #list() {
    return this.#form.querySelector("[data-kept]");
  }

  async #run() {
    if (this.#running) return;
    this.#running = true;
    for (const [row, one] of this.#waiting) {
      let arrived = false;
      try {
        const answer = await send(this.#form.dataset.keep, one.file, (part) => show(row, part));
        arrived = true;
        if (!this.#waiting.delete(row)) continue; // removed meanwhile
        drafts.dropFile(one.key);
        if (answer.error) this.#fail(row, answer.error);
        else row.replaceWith(this.#keptRow(answer.reference, answer.name, answer.size));
        this.#changed();
      } catch {
        show(row, 0);
      }
      if (!arrived) break;
    }
    this.#running = false;
    if (this.#waiting.size) setTimeout(() => this.#run(), PATIENCE);
  }

  #remove(row) {
    drafts.dropFile(this.#waiting.get(row)?.key);
    this.#waiting.delete(row);
    row.remove();
    this.#changed();
  }

  #fail(row, words) {
    row.querySelector("progress").hidden = true;
    row.querySelector("[data-note]").hidden = true;
    const error = row.querySelector("[data-error]");
    error.hidden = false;
    error.querySelector("span").textContent = words;
  }

  #keptRow(reference, name, size) {
    const row = this.#row("[data-kept-template]");
    row.querySelector("input").value = reference;
    row.querySelector("[data-name]").textContent = name;
    row.querySelector("[data-size]").textContent = size;
    return row;
  }

  #row(template) {
    return this.#form.querySelector(template).content.cloneNode(true).querySelector("li");
  }
}

function show(row, part) {
  row.querySelector("progress").value = part * 100;
  row.querySelector("[data-note]").hidden = part > 0;
}

/** Rejects when it should be tried again; resolves to the server's word otherwise. */
function send(address, file, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.responseType = "json";
    request.upload.onprogress = (event) => progress(event.loaded / event.total);
    request.onload = () => {
      const final = request.status < 500 && request.status !== 429;
      if (final && request.response) resolve(request.response);
      else reject(request.status);
    };
    request.onerror = request.onabort = request.ontimeout = () => reject(0);
    const body = new FormData();
    body.append("file", file, file.name);
    request.send(body);
  });
}
