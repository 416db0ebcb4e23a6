/**
 * News from the server: a WebSocket that says what changed; when it does not work, looking every few seconds.
 * States: open (live), slow (looking by hand), offline, ended.
 */

const PING_MS = 25000;
const PONG_MS = 8000;
const LOOK_MS = 5000;
const LOOK_ANYWAY_MS = 30000;
const BACK_OFF_MS = [500, 1000, 2000, 4000, 8000, 15000];

export class Live {
  /** `on`: {news(packet), look(), state(name)} */
  constructor(on) {
    this.on = on;
    this.shown = "";
    this.failures = 0;
    this.socket = null;
    this.stopped = false;
  }

  start() {
    addEventListener("online", () => this.again());
    addEventListener("offline", () => this.on.state("offline"));
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.check());
    setInterval(() => this.socketOpen() || this.tick(), LOOK_MS);
    setInterval(() => this.tick(), LOOK_ANYWAY_MS);
    this.connect();
  }

  tick() {
    if (!this.stopped && navigator.onLine !== false) this.on.look();
  }

  /** Which conversation to watch. */
  watch(id) {
    this.shown = id;
    this.post({ type: "open", id });
  }

  typing() {
    const at = Date.now();
    if (at - (this.typedAt || 0) < 3000) return;
    this.typedAt = at;
    this.post({ type: "typing" });
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.later);
    if (this.socket) this.socket.close();
    this.on.state("ended");
  }

  again() {
    this.failures = 0;
    clearTimeout(this.later);
    if (!this.socket) this.connect();
    this.tick();
  }

  socketOpen() {
    return this.socket !== null && this.socket.readyState === WebSocket.OPEN;
  }

  connect() {
    if (this.stopped || this.socket) return;
    let socket;
    try {
      socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/desk`);
    } catch {
      this.lost();
      return;
    }
    this.socket = socket;
    socket.onopen = () => {
      this.failures = 0;
      this.on.state("open");
      this.post({ type: "open", id: this.shown });
      this.tick();
      this.beat = setInterval(() => this.check(), PING_MS);
    };
    socket.onmessage = (event) => {
      clearTimeout(this.silence);
      const packet = JSON.parse(event.data);
      // the cookie this socket came with is old; looking tells whether the newest one still holds
      if (packet.type === "ended") this.tick();
      else if (packet.type !== "pong") this.on.news(packet);
    };
    socket.onclose = () => this.socket === socket && this.lost();
  }

  lost() {
    this.socket = null;
    clearInterval(this.beat);
    clearTimeout(this.silence);
    if (this.stopped) return;
    const wait = BACK_OFF_MS[Math.min(this.failures, BACK_OFF_MS.length - 1)];
    this.failures += 1;
    this.on.state(navigator.onLine === false ? "offline" : "slow");
    this.later = setTimeout(() => this.connect(), wait * (0.75 + Math.random() / 2));
  }

  /** Is the other end still there? */
  check() {
    if (!this.socketOpen()) {
      if (!this.socket) this.again();
      return;
    }
    this.post({ type: "ping" });
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.socket && this.socket.close(), PONG_MS);
  }

  post(packet) {
    if (this.socketOpen()) this.socket.send(JSON.stringify(packet));
  }
}
