/**
 * The line to the server: a WebSocket where it works, long polling where it does not.
 * Messages go one after another, each under an id of its own, so sending twice is harmless.
 */

import { words } from "./words.js";

const ANSWER_MS = 12000;
const PING_MS = 25000;
const PONG_MS = 8000;
const OPEN_MS = 6000;
const BACK_OFF_MS = [500, 1000, 2000, 4000, 8000, 15000];
const SOCKET_TRIES = 2;

/** A refusal with a sentence for the reader; `final` means sending the same again is useless. */
export class Refusal extends Error {
  constructor(sentence, final = false) {
    super(sentence);
    this.final = final;
  }
}

async function ask(path, options = {}) {
  const headers = options.body ? { "X-MB": "1", "Content-Type": "application/json" } : {};
  const response = await fetch(path, { credentials: "same-origin", cache: "no-store", headers, ...options });
  const data = await response.json().catch(() => ({}));
  if (response.ok) return data;
  const refusal = new Refusal(data.error || words.send.noAnswer, response.status === 413 || response.status === 422);
  refusal.status = response.status;
  throw refusal;
}

export class Wire {
  /** `on`: {news(packet), typing(), state(name)}; state is open, again, offline or expired. */
  constructor(on) {
    this.on = on;
    this.after = 0;
    this.socket = null;
    this.failures = 0;
    this.waiting = new Map();
    this.queue = Promise.resolve();
    this.stopped = false;
    this.polling = null;
  }

  start() {
    window.addEventListener("online", () => this.retryNow());
    window.addEventListener("offline", () => this.on.state("offline"));
    window.addEventListener("pageshow", (event) => event.persisted && this.retryNow());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.check();
    });
    this.connect();
  }

  /** Take a packet of news from whichever door it came. */
  take(packet) {
    if (this.thread && packet.thread && packet.thread !== this.thread && this.after > 0) {
      this.thread = packet.thread;
      this.after = 0;
      this.on.news({ ...packet, lines: [], reset: true });
      this.reload();
      return;
    }
    this.thread = packet.thread || this.thread;
    if (packet.reset) this.after = 0;
    for (const line of packet.lines) this.after = Math.max(this.after, line.n);
    this.on.news(packet);
  }

  async reload() {
    const packet = await ask("/api/chat/messages?after=0").catch(() => null);
    if (packet) this.take(packet);
  }

  // --- listening ---

  connect() {
    clearTimeout(this.later);
    if (this.stopped || this.socket) return;
    if (navigator.onLine === false) {
      this.on.state("offline");
      return;
    }
    let socket;
    try {
      socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/chat`);
    } catch {
      this.lost();
      return;
    }
    this.socket = socket;
    const slow = setTimeout(() => socket.close(), OPEN_MS);
    socket.onopen = () => {
      clearTimeout(slow);
      this.failures = 0;
      this.stopPolling();
      this.on.state("open");
      this.post({ type: "hello", after: this.after });
      this.beat = setInterval(() => this.check(), PING_MS);
    };
    socket.onmessage = (event) => this.hear(JSON.parse(event.data));
    socket.onclose = () => {
      clearTimeout(slow);
      if (this.socket === socket) this.lost();
    };
  }

  hear(packet) {
    clearTimeout(this.silence);
    if (packet.type === "lines") this.take(packet);
    else if (packet.type === "done") this.settle(packet.id);
    else if (packet.type === "refused") this.settle(packet.id, new Refusal(packet.error));
    else if (packet.type === "typing") this.on.typing();
  }

  lost() {
    this.socket = null;
    clearInterval(this.beat);
    clearTimeout(this.silence);
    for (const id of [...this.waiting.keys()]) this.settle(id, new TypeError("socket lost"));
    const wait = BACK_OFF_MS[Math.min(this.failures, BACK_OFF_MS.length - 1)];
    this.failures += 1;
    if (navigator.onLine === false) this.on.state("offline");
    else if (this.failures > 1 && !this.polling) this.on.state("again");
    if (this.failures >= SOCKET_TRIES) this.poll();
    this.later = setTimeout(() => this.connect(), wait * (0.75 + Math.random() / 2));
  }

  retryNow() {
    this.failures = 0;
    if (this.socket) this.check();
    else this.connect();
  }

  /** Is the other end still there? Phones keep dead sockets open after sleep. */
  check() {
    if (!this.socket || this.socket.readyState !== WebSocket.OPEN) {
      if (!this.socket) this.connect();
      return;
    }
    this.post({ type: "ping" });
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.socket && this.socket.close(), PONG_MS);
  }

  async poll() {
    if (this.polling || this.stopped) return;
    const mine = new AbortController();
    this.polling = mine;
    let failures = 0;
    while (this.polling === mine) {
      try {
        const packet = await ask(`/api/chat/messages?after=${this.after}${failures || !this.heard ? "" : "&wait=1"}`, { signal: mine.signal });
        this.heard = true;
        failures = 0;
        if (this.polling !== mine) return;
        this.on.state("open");
        this.take(packet);
        if (packet.typing) this.on.typing();
      } catch (error) {
        if (mine.signal.aborted) return;
        if (error.status === 401) {
          this.expire();
          return;
        }
        this.on.state(navigator.onLine === false ? "offline" : "again");
        const wait = BACK_OFF_MS[Math.min(failures, BACK_OFF_MS.length - 1)];
        failures += 1;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  stopPolling() {
    const polling = this.polling;
    this.polling = null;
    if (polling) polling.abort();
  }

  expire() {
    this.stopped = true;
    this.stopPolling();
    clearTimeout(this.later);
    if (this.socket) this.socket.close();
    this.on.state("expired");
  }

  // --- speaking ---

  post(packet) {
    if (this.socket && this.socket.readyState === WebSocket.OPEN) {
      this.socket.send(JSON.stringify(packet));
      return true;
    }
    return false;
  }

  /** Resolves when the server has taken the message; rejects with a Refusal or a network error. */
  say(message) {
    const turn = this.queue.then(() => this.deliver(message));
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  async deliver(message) {
    if (this.post({ type: "say", ...message })) {
      try {
        await this.answered(message.id);
        return;
      } catch (error) {
        if (error instanceof Refusal) throw error;
      }
    }
    await this.deliverByPost(message);
  }

  answered(id) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.settle(id, new TypeError("no answer")), ANSWER_MS);
      this.waiting.set(id, { resolve, reject, timer });
    });
  }

  settle(id, error) {
    const one = this.waiting.get(id);
    if (!one) return;
    this.waiting.delete(id);
    clearTimeout(one.timer);
    if (error) one.reject(error);
    else one.resolve();
  }

  async deliverByPost(message) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), ANSWER_MS);
    try {
      const body = JSON.stringify({ ...message, after: this.after });
      this.take(await ask("/api/chat/messages", { method: "POST", body, signal: stop.signal }));
    } catch (error) {
      if (error.status === 401) this.expire();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  typing() {
    this.post({ type: "typing" });
  }

  seen(upto) {
    if (this.post({ type: "seen", upto })) return;
    ask("/api/chat/seen", { method: "POST", body: JSON.stringify({ upto }) }).catch(() => undefined);
  }

  /** Upload with progress; `hold(abort)` gets the way to stop it. */
  upload(id, file, progress, hold) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", `/api/chat/uploads?after=${this.after}`);
      request.setRequestHeader("X-MB", "1");
      request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
      request.onload = () => this.uploaded(request, resolve, reject);
      request.onerror = () => reject(new Refusal(words.send.network));
      request.onabort = () => reject(new Refusal(words.upload.cancelled, true));
      const form = new FormData();
      form.append("id", id);
      form.append("file", file, file.name);
      hold(() => request.abort());
      request.send(form);
    });
  }

  uploaded(request, resolve, reject) {
    let data = {};
    try {
      data = JSON.parse(request.responseText);
    } catch {
      data = {};
    }
    if (request.status === 200) {
      this.take(data);
      resolve();
      return;
    }
    if (request.status === 401) this.expire();
    reject(new Refusal(data.error || words.send.noAnswer, request.status === 413 || request.status === 422));
  }
}
