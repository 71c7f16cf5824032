// Ringing that can't be missed: a tone, the title of the tab, and a notification by the system.
const TONE = 425;
const ON = 1;
const OFF = 2;
const BLINK = 1000;

let context;
let tone;
let blinking;
let title;
let note;

function sound() {
  context ??= new AudioContext();
  context.resume().catch(() => {});
  const oscillator = context.createOscillator();
  const volume = context.createGain();
  oscillator.frequency.value = TONE;
  volume.gain.value = 0;
  const now = context.currentTime;
  // A minute of it; whoever has not answered by then is not rung any more.
  for (let at = now; at < now + 60; at += ON + OFF) {
    volume.gain.setTargetAtTime(0.25, at, 0.02);
    volume.gain.setTargetAtTime(0, at + ON, 0.02);
  }
  oscillator.connect(volume).connect(context.destination);
  oscillator.start();
  return oscillator;
}

export function ring(word, from) {
  if (tone) return;
  tone = sound();
  title = document.title;
  blinking = setInterval(() => {
    document.title = document.title === title ? `☎ ${word}` : title;
  }, BLINK);
  document.title = `☎ ${word}`;
  if (window.Notification?.permission === "granted" && document.hidden) {
    note = new Notification(word, { body: from, tag: "hubung-call", requireInteraction: true });
    note.onclick = () => window.focus();
  }
}

export function still() {
  if (!tone) return;
  tone.stop();
  tone = undefined;
  clearInterval(blinking);
  document.title = title;
  note?.close();
  note = undefined;
}
