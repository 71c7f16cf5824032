// A telephone in the browser: SIP over our own origin by JsSIP, sound by WebRTC. Used by the desk's
// bar and by the portal's page; says what happens by events and decides nothing.
//
//   const line = new Line({ script, socket, name, password, iceServers, registers: true });
//   line.addEventListener("ringing", …)   // also: ready, lost, talking, ended (detail.cause)
//   await line.open(); await line.answer(); line.mute(true); line.press("5"); line.hangUp();
const HOST = "hubung.invalid";
const REGISTER_SECONDS = 60;
//: A STUN server that does not answer must not keep a caller waiting.
const GATHER_MS = 700;
//: A way of the sound that is away so long is taken for lost; before, it may come back by itself.
const AWAY_MS = 4000;

let loading;

function load(script) {
  loading ??= new Promise((resolve, reject) => {
    if (window.JsSIP) return resolve(window.JsSIP);
    const tag = document.createElement("script");
    tag.src = script;
    tag.onload = () => resolve(window.JsSIP);
    tag.onerror = () => {
      loading = undefined;
      reject(new Error("script"));
    };
    document.head.append(tag);
  });
  return loading;
}

export const canCall = () =>
  Boolean(window.RTCPeerConnection && window.WebSocket && navigator.mediaDevices?.getUserMedia);

// The microphone as calls want it; the device is the one that was chosen at this machine.
export function microphone(device = localStorage.getItem("microphone")) {
  const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  if (device) audio.deviceId = { ideal: device };
  return navigator.mediaDevices.getUserMedia({ audio, video: false });
}

export class Line extends EventTarget {
  constructor(options) {
    super();
    this.options = options;
    this.audio = new Audio();
    this.audio.autoplay = true;
    this.session = null;
    this.stream = null;
  }

  async open() {
    const JsSIP = await load(this.options.script);
    const address = new URL(this.options.socket, location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const { name, password, registers } = this.options;
    this.agent = new JsSIP.UA({
      sockets: [new JsSIP.WebSocketInterface(address.href)],
      uri: `sip:${name}@${HOST}`,
      authorization_user: name,
      password,
      register: Boolean(registers),
      register_expires: REGISTER_SECONDS,
      session_timers: false,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 8,
      user_agent: "Hubung",
    });
    const ready = registers ? "registered" : "connected";
    this.agent.on(ready, () => this.say("ready"));
    this.agent.on("disconnected", () => this.say("lost"));
    this.agent.on("registrationFailed", ({ cause }) => this.say("refused", { cause }));
    this.agent.on("newRTCSession", ({ originator, session }) => {
      if (originator !== "remote") return;
      if (this.session && !this.broken) {
        session.terminate({ status_code: 486 });
        return;
      }
      // The engine may have ended the lost one on a way that is no more.
      const lost = this.session;
      if (lost) this.drop();
      this.take(session, "ringing");
      if (lost && !lost.isEnded()) lost.terminate();
    });
    this.agent.start();
  }

  close() {
    this.agent?.stop();
    this.drop();
  }

  get talking() {
    return Boolean(this.session?.isEstablished());
  }

  // Whether nothing is heard any more, and won't be in this session.
  get broken() {
    return Boolean(this.session && this.awaySince && Date.now() > this.awaySince + AWAY_MS);
  }

  get ringing() {
    return Boolean(this.session?.isInProgress() && this.session.direction === "incoming");
  }

  async call(target) {
    this.stream = await microphone();
    const session = this.agent.call(`sip:${target}@${HOST}`, this.media());
    this.take(session, "calling");
  }

  async answer() {
    const session = this.session;
    if (!session || session.isEstablished() || this.answering === session) return;
    this.answering = session;
    this.stream = await microphone();
    if (this.session === session) session.answer(this.media());
  }

  hangUp(status) {
    const session = this.session;
    if (session && !session.isEnded()) session.terminate(status ? { status_code: status } : {});
  }

  mute(on) {
    if (on) this.session?.mute({ audio: true });
    else this.session?.unmute({ audio: true });
  }

  press(key) {
    this.session?.sendDTMF(key, { transportType: "RFC2833", duration: 120 });
  }

  // How the sound travels: lost share of the packets since the last question, jitter and way in s.
  async quality() {
    const connection = this.session?.connection;
    if (!connection) return null;
    const found = { lost: 0, jitter: 0, way: 0, received: 0 };
    for (const part of (await connection.getStats()).values()) {
      if (part.type === "inbound-rtp" && part.kind === "audio") {
        const before = this.counted ?? { received: 0, lost: 0 };
        const received = part.packetsReceived - before.received;
        const lost = Math.max(part.packetsLost - before.lost, 0);
        this.counted = { received: part.packetsReceived, lost: part.packetsLost };
        Object.assign(found, { received, jitter: part.jitter ?? 0 });
        found.lost = received + lost ? lost / (received + lost) : 1;
      }
      if (part.type === "candidate-pair" && part.nominated) found.way = part.currentRoundTripTime ?? 0;
    }
    return found;
  }

  media() {
    return {
      mediaStream: this.stream,
      mediaConstraints: { audio: true, video: false },
      pcConfig: { iceServers: this.options.iceServers ?? [] },
    };
  }

  take(session, event) {
    this.session = session;
    this.counted = undefined;
    let heard = false;
    // Answered, and the way of the sound is open: before that a key that is pressed gets lost.
    const talks = () => {
      if (heard || !session.isEstablished() || session.connection?.connectionState !== "connected") return;
      heard = true;
      this.say("talking");
    };
    const connected = (connection) => {
      connection.addEventListener("connectionstatechange", talks);
      connection.addEventListener("track", ({ track }) => {
        this.audio.srcObject = new MediaStream([track]);
        this.audio.play().catch(() => this.say("silent"));
      });
      connection.addEventListener("iceconnectionstatechange", () => {
        if (this.session !== session) return;
        const isAway = ["disconnected", "failed"].includes(connection.iceConnectionState);
        this.awaySince = isAway ? (this.awaySince ?? Date.now()) : undefined;
      });
    };
    if (session.connection) connected(session.connection);
    else session.on("peerconnection", ({ peerconnection }) => connected(peerconnection));
    let gathering;
    session.on("icecandidate", ({ ready }) => {
      gathering ??= setTimeout(ready, GATHER_MS);
    });
    session.on("confirmed", talks);
    const over = ({ cause }) => {
      clearTimeout(gathering);
      if (this.session !== session) return;
      this.drop();
      this.say("ended", { cause });
    };
    session.on("ended", over);
    session.on("failed", over);
    this.say(event);
  }

  drop() {
    this.session = null;
    this.answering = null;
    this.awaySince = undefined;
    this.audio.srcObject = null;
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
  }

  say(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
