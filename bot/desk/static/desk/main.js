/** The desk: joins the three panes, the news and the keyboard. */

import { Refusal, ask, handoff } from "./api.js";
import { Brief } from "./brief.js";
import { Canned } from "./canned.js";
import { $, announce, make, press } from "./dom.js";
import { Drafts } from "./drafts.js";
import { fillHandOver } from "./handing.js";
import { Live } from "./live.js";
import { Queue } from "./queue.js";
import { Search } from "./search.js";
import { Sound } from "./sound.js";
import { sure } from "./sure.js";
import { Talk } from "./talk.js";
import { setNow, waited } from "./time.js";
import { Unread } from "./unread.js";

/** Forms that unfold under the name, and what is only there for who may use it. */
const FORMS = ["not-danger", "outcome-back", "give-back", "hand-over", "close"];
const PARTS = ["claim", ...FORMS, "calmed", "outcome-stands", "composer", "waiting-bar"];

const desk = $("main");
const me = desk.dataset.name;
const WIRE = { opening: "正在连接", open: "在线", slow: "正在重新连接，先每几秒看一次", offline: "没有网络", ended: "登录已过期" };

const state = { open: "", view: null, mode: "reply", key: "", waiting: -1, busy: false, sending: false };
const sound = new Sound();
const drafts = new Drafts(me);
const unread = new Unread(me, open);
const queue = new Queue(open, inLane, (id) => drafts.has(id), (id) => unread.of(id));
const search = new Search(queue, showQueue);
const talk = new Talk(me);
const canned = new Canned(putWords);
const brief = new Brief({ jump, preview, edit, reveal, file, more, tick, evidence, wanted: askFor, wanting });
const live = new Live({ news, look, state: wire });

// --- the queue ---

let queueAgain;

async function loadQueue() {
  try {
    const data = await ask(`/api/desk/queue?filter=${queue.filter}&lane=${encodeURIComponent(queue.lane)}`);
    setNow(data.now);
    if (unread.take(data.held, reading())) sound.ring();
    queue.show(data);
    showDuty(data.duty.on);
    if (state.waiting >= 0 && data.counts.waiting > state.waiting) {
      sound.ring();
      announce(`有${data.counts.waiting}人在等`);
    }
    state.waiting = data.counts.waiting;
    title();
    wire(live.socketOpen() ? "open" : "slow");
  } catch (error) {
    if (error.status === 0) wire(navigator.onLine === false ? "offline" : "slow");
  }
}

/** The talk of mine that somebody has before their eyes. */
function reading() {
  return document.visibilityState === "visible" && state.view && state.view.handoff.mine ? state.open : "";
}

function title() {
  document.title = `${unread.urgent.length ? "【危险】" : ""}${state.waiting > 0 ? `(${state.waiting}) ` : ""}调解台`;
}

/** What has just been read is new no longer. */
function markRead() {
  if (!reading()) return;
  unread.read(state.open);
  unread.alert();
  queue.draw();
  title();
}

document.addEventListener("visibilitychange", markRead);

function soonQueue() {
  clearTimeout(queueAgain);
  queueAgain = setTimeout(loadQueue, 200);
}

/** The queue under a filter, whatever was searched for before. */
function showQueue(filter = queue.filter) {
  search.leave();
  queue.setFilter(filter);
  return loadQueue();
}

for (const button of document.querySelectorAll("[data-filter]")) {
  button.addEventListener("click", () => showQueue(button.dataset.filter));
}

function inLane(lane) {
  queue.lane = lane;
  loadQueue();
}

// --- one conversation ---

async function open(id) {
  keepDraft();
  state.open = id;
  state.view = null;
  queue.choose(id);
  talk.clear();
  brief.clear();
  fault("");
  for (const name of FORMS) fold(name);
  canned.close(false);
  canned.forget();
  $("talk-empty").hidden = true;
  $("opened").hidden = false;
  for (const part of [...PARTS, "typing"]) $(part).hidden = true;
  $("who-name").textContent = "";
  $("who-state").textContent = "正在打开";
  showPane("talk");
  live.watch(id);
  history.replaceState(null, "", `/desk?open=${encodeURIComponent(id)}`);
  await loadBrief(id);
  markRead();
  if (state.open === id && state.view) await loadLines(id, true);
}

async function loadBrief(id = state.open) {
  if (!id) return;
  try {
    const data = await ask(handoff(id, "brief"));
    if (state.open !== id) return;
    const before = state.view;
    state.view = data;
    showState(data);
    if (before) talk.addNotes(data.notes);
    brief.show(data);
    if (data.holds && !(before && before.holds)) {
      canned.load(id).catch(() => undefined);
      if (before) loadLines(id, true);
      live.watch(id);
    }
  } catch (error) {
    if (state.open === id) lost(error);
  }
}

let linesChain = Promise.resolve();
let linesQueued = 0;

/** One after the other, so that an answer on its way never mixes with a conversation opened meanwhile. */
function loadLines(id = state.open, first = false) {
  if (!first && linesQueued > 1) return linesChain;
  linesQueued += 1;
  linesChain = linesChain.then(() => fetchLines(id, first)).finally(() => { linesQueued -= 1; });
  return linesChain;
}

/** `first`: the whole conversation again, as when it is opened or has just been taken over. */
async function fetchLines(id, first) {
  if (!id || state.open !== id || !state.view) return;
  try {
    let data;
    let begin = first;
    do {
      data = await ask(handoff(id, `lines?after=${begin ? 0 : talk.after}`));
      if (state.open !== id || !state.view) return;
      setNow(data.now);
      if (begin) talk.clear();
      const who = talk.add(data.lines, { first: begin, startedAt: state.view.handoff.claimed_at });
      if (begin) talk.addNotes(state.view.notes);
      else if (who.includes("citizen")) heard();
      begin = false;
    } while (data.more);
    talk.tick(data.ticks);
  } catch (error) {
    if (state.open === id) lost(error);
  }
}

let briefAgain;

function heard() {
  $("typing").hidden = true;
  if (document.visibilityState !== "visible" || state.view.handoff.mine) sound.ring();
  clearTimeout(briefAgain);
  briefAgain = setTimeout(() => loadBrief(), 3000);
}

/** The conversation can no longer be shown: somebody else has it, or it is gone. */
function lost(error) {
  if (!(error instanceof Refusal)) throw error;
  fault(error.message);
  if (error.status !== 403 && error.status !== 404) return;
  for (const part of PARTS) $(part).hidden = true;
  talk.clear();
  brief.clear();
  $("who-state").textContent = "";
  if (!$("who-name").textContent) $("who-name").textContent = "打不开";
  state.view = null;
}

function showState(data) {
  const row = data.handoff;
  const waiting = row.state === "waiting";
  $("who-name").textContent = `${row.name} · ${row.title}`;
  const said = { waiting: `${waited(row.requested_at)}，机器人正在陪着`, claimed: row.mine ? "我在办，机器人不说话" : `${row.holder}在办`, returned: "已交回机器人", closed: `已结束：${row.outcome}` };
  $("who-state").textContent = `${row.urgent ? "紧急 · " : ""}${row.danger ? `${[row.danger, ...row.lesser.map((one) => one.danger)].join("、")} · ` : ""}${said[row.state]} · ${row.channel}`;
  $("claim").hidden = !waiting;
  $("waiting-bar").hidden = !waiting;
  $("not-danger").hidden = !(data.holds && row.urgent);
  if ($("not-danger").hidden) fold("not-danger");
  $("calmed").hidden = !row.calmed;
  $("calmed").querySelector("span").textContent = `不是危险：${row.calmed}`;
  $("danger-again").hidden = !data.holds;
  $("outcome-back").hidden = data.outcome_stands !== "";
  if ($("outcome-back").hidden) fold("outcome-back");
  $("outcome-stands").hidden = !data.outcome_stands;
  $("outcome-stands").textContent = data.outcome_stands ? `结果不能撤回：${data.outcome_stands}` : "";
  $("give-back").hidden = !data.holds;
  $("hand-over").hidden = !data.holds;
  if ($("hand-over").hidden) fold("hand-over");
  $("close").hidden = !data.holds;
  $("close-wanted").hidden = !data.wanted.length;
  $("close-wanted").querySelector("ul").replaceChildren(...data.wanted.map((said) => make("li", {}, said)));
  const had = !$("composer").hidden;
  $("composer").hidden = !data.holds;
  if (data.holds && !had) restoreDraft();
  const quota = $("quota");
  quota.textContent = data.quota ? data.quota.words : "";
  quota.classList.toggle("none", Boolean(data.quota) && data.quota.left === 0);
}

/** `form`: where the refusal is said; else above the conversation. */
async function act(path, body, form = null) {
  const id = state.open;
  if (!id || state.busy) return false;
  state.busy = true;
  const place = form ? form.querySelector(".form-fault") : $("talk-fault");
  fault("", place);
  try {
    await ask(path.startsWith("/") ? path : handoff(id, path), body);
    return state.open === id;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    fault(error.message, place);
    if (form) place.focus();
    if (error.status === 409) soonQueue();
    return false;
  } finally {
    state.busy = false;
  }
}

async function claim() {
  const id = queue.current();
  if (id && id !== state.open) await open(id);
  if ($("claim").hidden) return;
  if (!(await act("claim", {}))) return;
  await Promise.all([showQueue("mine"), loadBrief()]);
  $("words").focus();
}

$("claim").addEventListener("click", claim);

for (const name of FORMS) {
  $(name).addEventListener("click", () => {
    const opening = $(`${name}-form`).hidden;
    for (const other of FORMS) fold(other);
    if (!opening) return;
    $(`${name}-form`).hidden = false;
    $(name).setAttribute("aria-expanded", "true");
    if (name === "hand-over") fillHandOver(state.view.handoff.mine);
    $(`${name}-form`).querySelector("select, input").focus();
  });
  document.querySelector(`[data-fold="${name}"]`).addEventListener("click", () => {
    fold(name);
    $(name).focus();
  });
}

function fold(name) {
  $(`${name}-form`).hidden = true;
  $(`${name}-form`).reset();
  fault("", $(`${name}-form`).querySelector(".form-fault"));
  $(name).setAttribute("aria-expanded", "false");
}

$("give-back-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (await act("give-back", { note: $("give-back-note").value }, event.target)) ended("give-back");
});

$("hand-over-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { to, why, all } = event.target.elements;
  if (!(await act(all.checked ? "/api/desk/hand-over" : "hand-over", { to: to.value, why: why.value }, event.target))) return;
  const words = `交给${to.selectedOptions[0].textContent.split("（")[0]}了`;
  fold("hand-over");
  announce(words);
  await showQueue("mine");
  await loadBrief();
});

$("not-danger-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!(await act("not-danger", { why: $("not-danger-why").value }, event.target))) return;
  fold("not-danger");
  announce("已改成平常，理由记在备注里");
  await Promise.all([loadQueue(), loadBrief()]);
});

$("outcome-back-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!(await act("outcome-back", { why: $("outcome-back-why").value }, event.target))) return;
  fold("outcome-back");
  announce("结果撤回了，接着办");
  await Promise.all([showQueue("mine"), loadBrief(), loadLines()]);
});

$("danger-again").addEventListener("click", async () => {
  if (!(await act("danger-again", {}))) return;
  announce("已改回紧急");
  await Promise.all([loadQueue(), loadBrief()]);
});

$("close-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const outcome = event.target.querySelector("input[name=outcome]:checked");
  const settled = event.target.querySelector("input[name=settled]:checked");
  const body = { outcome: outcome ? outcome.value : "", note: $("close-note").value, settled: settled ? settled.value : "" };
  if (!(await sureOf(body.outcome))) return;
  if (await act("close", body, event.target)) ended("close");
});

/** An outcome that ends a case is asked about once more, with what the citizen will read. */
async function sureOf(outcome) {
  const id = state.open;
  const asked = state.view?.ending?.[outcome];
  return !asked || ((await sure(asked)) && state.open === id);
}

async function file() {
  if (!(await sureOf("to_file"))) return;
  if (await act("file", {})) await ended("close");
  else await loadBrief();
}

async function ended(name) {
  fold(name);
  drafts.drop(state.open);
  await Promise.all([loadQueue(), loadBrief(), loadLines()]);
}

// --- facts ---

async function jump(n) {
  showPane("talk");
  if (!talk.jump(n)) fault("这一条消息不在这次对话里。");
}

/** {seen} what a change would do, or {refused} the sentence why it cannot be kept. */
async function preview(wish) {
  try {
    return { seen: await ask(handoff(state.open, "facts/preview"), wish) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { refused: error.message };
  }
}

/** The refusal's sentence, or nothing when it was saved. */
async function edit(wish) {
  try {
    const { shown } = await ask(handoff(state.open, "facts"), wish);
    announce(`已改成${shown}`);
    setTimeout(() => loadBrief());
    return "";
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.message;
  }
}

async function reveal(field) {
  try {
    return await ask(handoff(state.open, "reveal"), { field });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    fault(error.message);
    return null;
  }
}

/** Something the brief shows only when it is asked for. */
async function more(rest) {
  try {
    return await ask(handoff(state.open, rest));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    fault(error.message);
    return null;
  }
}

async function tick(item, done) {
  try {
    const data = await ask(handoff(state.open, "checklist"), { item, done });
    announce(done ? "打了勾" : "取消了勾");
    return data;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    fault(error.message);
    return null;
  }
}

// --- evidence ---

async function evidence(id, op, to = "") {
  try {
    await ask(handoff(state.open, `evidence/${encodeURIComponent(id)}`), { op, to });
    await loadBrief();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    fault(error.message);
  }
}

/** The sentence that would be sent, or null. */
async function wanting(item) {
  try {
    return (await ask(handoff(state.open, "evidence-wanted/preview"), { item })).text;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    fault(error.message);
    return null;
  }
}

/** True when the sentence was sent. */
async function askFor(item) {
  try {
    await ask(handoff(state.open, "evidence-wanted"), { item, key: newKey() });
    announce(`已请当事人补${item}`);
    await loadLines();
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    fault(error.message);
    return false;
  }
}

// --- writing ---

function setMode(mode) {
  state.mode = mode;
  press($("mode-reply"), mode === "reply");
  press($("mode-note"), mode === "note");
  $("composer").classList.toggle("noting", mode === "note");
  const words = mode === "note" ? "写备注，只有内部看得到" : "写给当事人的话";
  $("words").placeholder = `${words}（按回车${mode === "note" ? "记下" : "发送"}，Shift+回车换行）`;
  $("words-label").textContent = words;
  $("send").textContent = mode === "note" ? "记下备注" : "发送";
  $("mode-told").hidden = mode !== "note";
  hint("");
}

$("mode-reply").addEventListener("click", () => setMode("reply"));
$("mode-note").addEventListener("click", () => setMode("note"));

function putWords(text, missing) {
  const box = $("words");
  if (!box.value.trim()) setMode("reply"); // a note that was begun never becomes a reply
  box.value = box.value ? `${box.value}\n${text}` : text;
  box.focus();
  keepDraft();
  hint(missing.length ? `还缺：${missing.join("、")}。请在括号里补上再发。` : "");
}

function keepDraft() {
  if (!state.open || $("composer").hidden) return;
  const had = drafts.has(state.open);
  drafts.keep(state.open, $("words").value, state.mode);
  if (had !== drafts.has(state.open)) queue.draw();
}

function restoreDraft() {
  const draft = drafts.of(state.open);
  $("words").value = draft.words;
  setMode(draft.mode);
  state.key = "";
}

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function send() {
  const box = $("words");
  const words = box.value.trim();
  const id = state.open;
  if (!words || state.sending) return;
  hint("");
  // the same key until it is known that the words arrived: sending again is harmless
  state.key ||= newKey();
  state.sending = true;
  $("send").setAttribute("aria-disabled", "true");
  try {
    if (state.mode === "note") await ask(handoff(id, "notes"), { text: words });
    else await ask(handoff(id, "lines"), { text: words, key: state.key });
    state.key = "";
    drafts.drop(id);
    queue.draw();
    if (state.open !== id) return;
    box.value = "";
    if (state.mode === "note") {
      await loadBrief(id);
      announce("备注记下了，下一句还是写备注");
    } else {
      await loadLines(id);
      loadBrief(id);
    }
    talk.toEnd();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (state.open === id) hint(error.message);
  } finally {
    state.sending = false;
    $("send").removeAttribute("aria-disabled");
    if (document.activeElement === $("send")) box.focus();
  }
}

$("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
$("words").addEventListener("input", () => {
  state.key = "";
  keepDraft();
  if (state.mode === "reply") live.typing();
});

function hint(words) {
  $("hint").textContent = words;
  $("hint").hidden = !words;
}

function fault(words, place = $("talk-fault")) {
  place.textContent = words;
  place.hidden = !words;
}

// --- news ---

let typingOver;

function news(packet) {
  if (packet.type === "queue") {
    soonQueue();
    if (state.open && (!packet.id || packet.id === state.open)) {
      loadLines();
      if (packet.id) soonBrief();
    }
  } else if (packet.id === state.open && packet.type === "lines") loadLines();
  else if (packet.id === state.open && packet.type === "typing") {
    $("typing").hidden = false;
    clearTimeout(typingOver);
    typingOver = setTimeout(() => { $("typing").hidden = true; }, 5000);
  }
}

function soonBrief() {
  clearTimeout(briefAgain);
  briefAgain = setTimeout(() => loadBrief(), 800);
}

function look() {
  loadQueue();
  loadLines();
}

function wire(name) {
  const node = $("wire");
  if (node.dataset.state === "ended" || node.dataset.state === name) return;
  node.dataset.state = name;
  node.textContent = WIRE[name];
}

document.addEventListener("signed-out", (event) => {
  live.stop();
  wire("ended");
  keepDraft();
  fault(event.detail.error);
  const link = document.createElement("a");
  link.href = `/login?next=${encodeURIComponent(location.pathname + location.search)}`;
  link.textContent = "重新登录";
  $("wire").querySelector("a")?.remove(); // several requests may learn of it at once
  $("wire").append(" ", link);
});

setInterval(() => {
  queue.tick();
  if (state.view && state.view.handoff.state === "waiting") showState(state.view);
}, 30000);

// --- the bar ---

function showDuty(on) {
  press($("duty"), on);
  $("duty").textContent = on ? "在岗" : "不在岗";
  $("duty").title = on ? "点一下下岗：不再算在可接待的人数里" : "点一下上岗：当事人会知道有人在";
}

$("duty").addEventListener("click", async () => {
  const on = $("duty").getAttribute("aria-pressed") !== "true";
  try {
    showDuty((await ask("/api/desk/duty", { on })).on);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    fault(error.message);
  }
});

function toggleHelp() {
  const opening = $("help").hidden;
  $("help").hidden = !opening;
  $("help-open").setAttribute("aria-expanded", String(opening));
}

$("help-open").addEventListener("click", toggleHelp);
$("help-close").addEventListener("click", toggleHelp);

function showPane(name) {
  desk.dataset.show = name;
  for (const button of $("tabs").querySelectorAll("button")) press(button, button.dataset.pane === name);
  if (name === "talk") talk.toEnd();
}

for (const button of $("tabs").querySelectorAll("button")) {
  button.addEventListener("click", () => showPane(button.dataset.pane));
}

// --- keyboard ---

const KEYS = {
  j: () => queue.move(1),
  k: () => queue.move(-1),
  a: claim,
  r: () => write("reply"),
  n: () => write("note"),
  "/": () => $("composer").hidden || canned.open(),
  s: () => {
    showPane("queue");
    $("search-words").focus();
  },
  "?": toggleHelp,
};

function write(mode) {
  if ($("composer").hidden) return;
  setMode(mode);
  $("words").focus();
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return; // 229: Safari's Enter that ends a composition
  const typing = event.target.closest("input, textarea, select");
  if (event.key === "Enter" && !event.shiftKey && !event.altKey && event.target === $("words")) {
    event.preventDefault();
    send();
  } else if (event.key === "Escape" && typing) event.target.blur();
  else if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey && KEYS[event.key]) {
    event.preventDefault();
    KEYS[event.key]();
  }
});

// --- begin ---

const wanted = new URLSearchParams(location.search).get("open");
queue.lane = new URLSearchParams(location.search).get("lane") || "";
loadQueue().then(() => wanted && open(wanted));
live.start();
