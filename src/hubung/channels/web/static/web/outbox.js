// Reports that were written and wait on this device until there is a line: what each of them is, and
// how it is sent. Like device.js, for pages and for the service worker alike.
//
// A report: { submission, state, at, language, to, keep, fields, kept, files }
//   state  "waiting"; "refused" with what the server `says`; "sent" with number, code and address,
//          and without its words
//   kept   files that the server has: { reference, name, size }; files  those that it has not: File
//
// It may be sent by a tab, by another, by the worker, and again after an answer was lost: the server
// knows it by its id and its content, and gives the same receipt.

self.outbox = (() => {
  const TAG = "hubung.reports";
  const STORE = "reports";
  const A_WEEK = 7 * 24 * 3600 * 1000;
  const PATIENCE = 60000;

  /** There was no answer, or none that counts: it is to be tried again. */
  class Later extends Error {
    constructor(busy) {
      super("later");
      this.busy = busy;
    }
  }

  async function put(report) {
    const key = await device.put(STORE, report);
    tell(report.submission);
    return key !== null;
  }

  async function remove(submission) {
    await device.remove(STORE, submission);
    tell(submission);
  }

  /** Those on this device, the oldest first. A receipt that nobody fetched in a week is forgotten. */
  async function all() {
    const reports = [];
    for (const report of await device.all(STORE)) {
      if (report.state === "sent" && Date.now() - report.at > A_WEEK) await remove(report.submission);
      else reports.push(report);
    }
    return reports.sort((one, other) => one.at - other.at);
  }

  /** Call back whenever one of them changes, here or elsewhere. */
  function hear(changed) {
    if (self.BroadcastChannel) new BroadcastChannel(TAG).onmessage = ({ data }) => changed(data);
  }

  function tell(submission) {
    if (!self.BroadcastChannel) return;
    const channel = new BroadcastChannel(TAG);
    channel.postMessage(submission);
    channel.close();
  }

  /** Send one; resolves to the report as it is then. Rejects with Later while it could not arrive. */
  const deliver = (given) =>
    inTurn(async () => {
      const report = { ...given, ...(await device.get(STORE, given.submission)) };
      if (report.state !== "waiting") return report;
      while (report.files.length) {
        const file = new FormData();
        file.append("file", report.files[0], report.files[0].name);
        const { error, ...kept } = await (await post(report, report.keep, file)).json();
        if (error) return refused(report, { says: error });
        report.kept = [...report.kept, kept];
        report.files = report.files.slice(1);
        await put(report);
      }
      const body = new FormData();
      body.append("submission", report.submission);
      for (const [name, value] of Object.entries(report.fields)) body.append(name, value);
      for (const { reference } of report.kept) body.append("kept", reference);
      const answer = await post(report, report.to, body, AbortSignal.timeout(PATIENCE));
      if (answer.status !== 201) return refused(report, { html: await answer.text() });
      const { submission, language, to } = report;
      const receipt = await answer.json();
      const sent = { submission, language, to, state: "sent", at: Date.now(), ...receipt };
      await put(sent);
      return sent;
    });

  /** What the server's page says stays with whoever asked; the report is mended from its own words. */
  async function refused(report, { says = "", html = "" }) {
    const changed = { ...report, state: "refused", says };
    await put(changed);
    return { ...changed, html };
  }

  async function post(report, address, body, signal) {
    let answer;
    try {
      answer = await fetch(address, {
        method: "POST",
        body,
        signal,
        // Whoever sends it: nothing of the visit goes with it but the language it was written in.
        credentials: "omit",
        headers: { Accept: "application/json", "Accept-Language": report.language },
      });
    } catch {
      throw new Later(false);
    }
    if (answer.status >= 500 || answer.status === 429) throw new Later(true);
    return answer;
  }

  /** One at a time on this device, where browsers have locks; the server does without them. */
  const inTurn = (work) => (navigator.locks ? navigator.locks.request(TAG, work) : work());

  /** Send whatever waits; resolves to how many still do. */
  async function sendAll() {
    let left = 0;
    for (const report of await all()) {
      if (report.state !== "waiting") continue;
      try {
        await deliver(report);
      } catch (error) {
        if (!(error instanceof Later)) throw error;
        left += 1;
      }
    }
    return left;
  }

  return { TAG, put, remove, all, hear, deliver, sendAll, get: (id) => device.get(STORE, id) };
})();
