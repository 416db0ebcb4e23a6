/** The H5 chat: puts the parts together. */

import { Composer } from "./composer.js";
import { $, make } from "./dom.js";
import { EvidenceSheet } from "./evidence.js";
import { Lines } from "./lines.js";
import { bindMenu } from "./menu.js";
import { keep, newId, recall } from "./store.js";
import { Uploads } from "./uploads.js";
import { Refusal, Wire } from "./wire.js";
import { words } from "./words.js";

const TYPING_AFTER_MS = 400;
const TYPING_SHOWN_MS = 6000;
const BACK_AFTER_MS = 2 * 3600000;
const SEEN_EVERY_MS = 800;

const unsent = new Map(recall("unsent", []).map((message) => [message.id, { ...message, failed: "" }]));
let status = { mode: "bot", mediator: "", ahead: 0 };
let greeted = false;
let busy = 0;
let shownButtons = [];

const wire = new Wire({ news, typing: mediatorTypes, state: connection });
const lines = new Lines({ act: say, resend });
const composer = new Composer({ say, files: (files) => uploads.add(files), typing: () => status.mode === "human" && wire.typing(), resized });
const uploads = new Uploads(wire, lines);
new EvidenceSheet();

// --- what comes ---

function news(packet) {
  if (packet.reset) forget();
  status = packet.status;
  lines.add(packet.lines);
  for (const line of packet.lines) if (line.id && unsent.delete(line.id)) remember();
  lastSaid(packet.lines);
  title();
  if (!greeted) greet(packet.lines);
}

/** The transcript is gone (deleted) or another one (joined by a code): show only what is there. */
function forget() {
  lines.clear();
  shownButtons = [];
  composer.chips([]);
}

/** A first visit, a scanned code or a return after hours: let the bot speak first. */
function greet(found) {
  greeted = true;
  const scene = new URLSearchParams(location.search).get("s") || "";
  const last = found.length ? Date.parse(found[found.length - 1].at) : 0;
  if (scene || Date.now() - last > BACK_AFTER_MS) quietly({ id: newId(), kind: "hello", payload: scene.slice(0, 64) });
  if (scene) history.replaceState(null, "", location.pathname);
  for (const message of [...unsent.values()]) {
    lines.draft(message.id, message.text);
    deliver(message);
  }
}

async function quietly(message) {
  const done = waitingForBot();
  await wire.say(message).catch(() => undefined);
  done();
}

function lastSaid(fresh) {
  for (const line of fresh) {
    if (line.author === "citizen" || line.author === "mediator") shownButtons = [];
    else if (line.author !== "system") shownButtons = withNewer(line.buttons.filter((button) => !onCard(line.card, button)));
  }
  composer.chips(shownButtons);
}

/** All bubbles of one turn keep their buttons (不是这件事 stands above the question); the newest come first. */
function withNewer(buttons) {
  const newer = new Set(buttons.map((button) => button.payload));
  return [...buttons, ...shownButtons.filter((button) => !newer.has(button.payload))];
}

/** What a card's own rows offer need not stand in the chips again. */
function onCard(card, button) {
  return Boolean(card) && card.kind === "evidence" && /^(drop|ev:drop_all):/.test(button.payload);
}

function title() {
  const say = words.state;
  const state = status.mode === "human" ? say.human(status.mediator)
    : status.mode === "waiting" ? say.waiting(status.ahead) : say.bot;
  if ($("state").textContent !== state) $("state").textContent = state;
}

let typingEnds;
function mediatorTypes() {
  $("state").textContent = words.state.typing;
  clearTimeout(typingEnds);
  typingEnds = setTimeout(title, TYPING_SHOWN_MS);
}

function connection(state) {
  const notice = $("notice");
  if (state === "open") {
    notice.hidden = true;
    resendNetwork();
    return;
  }
  notice.replaceChildren(words.connection[state]);
  if (state === "expired") {
    notice.append(make("button", { type: "button", onclick: () => location.reload() }, words.connection.refresh));
  }
  notice.hidden = false;
}

// --- what goes ---

function remember() {
  keep("unsent", unsent.size ? [...unsent.values()].slice(-20) : null);
}

function say(message) {
  const whole = { id: newId(), ...message };
  unsent.set(whole.id, whole);
  remember();
  composer.chips([]);
  lines.draft(whole.id, whole.text);
  deliver(whole);
}

async function deliver(message) {
  lines.mark(message.id, "sending");
  const done = status.mode === "bot" ? waitingForBot() : () => undefined;
  message.failed = "";
  try {
    await wire.say(message);
    unsent.delete(message.id);
    lines.drop(message.id);
  } catch (error) {
    message.failed = error instanceof Refusal ? "refused" : "network";
    refused(message, error);
  } finally {
    done();
    remember();
  }
}

function refused(message, error) {
  const sentence = error instanceof Refusal ? error.message : words.send.network;
  if (error.final && !message.payload && !composer.text.value.trim()) {
    // words that can never go as they are belong back into the input
    unsent.delete(message.id);
    lines.drop(message.id);
    composer.put(message.text);
    composer.hint(sentence);
    return;
  }
  lines.mark(message.id, "failed", sentence);
  composer.chips(shownButtons);
}

function resend(id) {
  if (uploads.has(id)) uploads.begin(id);
  else if (unsent.has(id)) deliver(unsent.get(id));
}

/** The network is back: what it stopped goes again, under the same ids. */
function resendNetwork() {
  for (const message of [...unsent.values()]) if (message.failed === "network") deliver(message);
}

/** Shows the dots while an answer is on its way, but not for a quick one. */
function waitingForBot() {
  let on = false;
  const timer = setTimeout(() => {
    on = true;
    busy += 1;
    dots();
  }, TYPING_AFTER_MS);
  return () => {
    clearTimeout(timer);
    if (!on) return;
    on = false;
    busy -= 1;
    dots();
  };
}

function dots() {
  $("typing").hidden = busy === 0;
  if (busy && lines.stuck) lines.toEnd();
}

// --- the window ---

function resized() {
  if (lines && lines.stuck) lines.toEnd();
}

let told = 0;
let telling = 0;
function look() {
  if (telling || document.visibilityState !== "visible" || !lines.near || lines.last <= told) return;
  telling = setTimeout(() => {
    telling = 0;
    told = lines.last;
    wire.seen(told);
  }, SEEN_EVERY_MS);
}

/** The app is as tall as what the keyboard leaves free. */
function fit() {
  const view = window.visualViewport;
  if (!view || view.scale > 1.01) return;
  document.documentElement.style.setProperty("--tall", `${Math.round(view.height)}px`);
  window.scrollTo(0, 0);
  resized();
}

function start() {
  document.documentElement.classList.add("ready");
  lines.onlook = look;
  document.addEventListener("visibilitychange", look);
  if (window.visualViewport) window.visualViewport.addEventListener("resize", fit);
  fit();
  bindMenu({ say, closePlus: () => composer.plus(false), resized });
  wire.start();
}

start();
