// Whether the microphone hears, before the first call of this machine: a level to look at, and which
// device. Resolves to whether the agent is content.
import { microphone } from "../../ui/js/line.js";

const KNOWN = "microphone-checked";
const HEARD = 0.02;

export const checked = () => localStorage.getItem(KNOWN) === "yes";

export async function checkMicrophone(phone) {
  const dialog = phone.querySelector('[data-part="microphone"]');
  const says = dialog.querySelector("[data-says]");
  const meter = dialog.querySelector("meter");
  const devices = dialog.querySelector("select");
  const go = dialog.querySelector("[data-go]");
  let stream;
  let context;
  let frame;

  const stop = () => {
    cancelAnimationFrame(frame);
    context?.close();
    for (const track of stream?.getTracks() ?? []) track.stop();
  };

  const listen = async () => {
    stop();
    go.disabled = true;
    says.textContent = dialog.dataset.speak;
    try {
      stream = await microphone(devices.value || undefined);
    } catch (error) {
      says.textContent = error.name === "NotAllowedError" ? dialog.dataset.forbidden : dialog.dataset.missing;
      return;
    }
    const found = await navigator.mediaDevices.enumerateDevices();
    const used = stream.getAudioTracks()[0].getSettings().deviceId;
    devices.replaceChildren(
      ...found
        .filter((one) => one.kind === "audioinput")
        .map((one) => new Option(one.label || one.deviceId, one.deviceId, false, one.deviceId === used)),
    );
    context = new AudioContext();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const look = () => {
      analyser.getFloatTimeDomainData(samples);
      const level = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
      meter.value = Math.min(level * 5, 1);
      if (level > HEARD && go.disabled) {
        go.disabled = false;
        says.textContent = dialog.dataset.heard;
      }
      frame = requestAnimationFrame(look);
    };
    look();
  };

  devices.onchange = () => {
    localStorage.setItem("microphone", devices.value);
    listen();
  };
  dialog.returnValue = "";
  dialog.showModal();
  listen();
  await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  stop();
  const content = dialog.returnValue === "go";
  if (content) localStorage.setItem(KNOWN, "yes");
  return content;
}
