/** The middle pane: the conversation, who speaks unmistakable, notes on yellow. */

import { $, announce, make } from "./dom.js";
import { thumb } from "./picture.js";
import { clock, size } from "./time.js";

const WHO = { citizen: "当事人", bot: "机器人", system: "提示" };
const KEPT_OPEN = 8;
const FOLD_FROM = 14;
const TICKS = { queued: "○", sent: "✓", failed: "✕" };

function file(media) {
  if (!media) return null;
  if (media.refused) return make("p", { class: "file refused" }, `${media.name}：${media.refused}`);
  return make("p", { class: "file" }, thumb(media, 96), make("a", { href: media.url, download: media.name }, `${media.name}（${size(media.size)}）下载`));
}

/** Addresses of downloads are long and of no use here. */
function short(text) {
  return text.replace(/https?:\/\/([^\s/]+)\/\S{24,}/g, "$1/…");
}

function lineNode(line, me) {
  const mine = line.author === "mediator" && line.name === me;
  const who = line.author === "mediator" ? (mine ? "我" : `调解员${line.name}`) : WHO[line.author];
  return make(
    "li",
    { class: `line ${line.author} ${mine ? "mine" : ""}`, id: `line-${line.n}`, "data-n": line.n, "data-at": line.at, tabindex: "-1" },
    make("p", { class: "line-head" }, make("b", {}, who), make("time", { datetime: line.at }, clock(line.at))),
    make("div", { class: "bubble" }, line.text ? make("p", { class: "said" }, line.author === "bot" ? short(line.text) : line.text) : null, file(line.media),
      line.buttons.length ? make("p", { class: "choices" }, `选项：${line.buttons.join("、")}`) : null),
    make("p", { class: "tick", hidden: true }),
  );
}

function noteNode(note) {
  return make(
    "li",
    { class: "line note", "data-at": note.at },
    make("p", { class: "line-head" }, make("b", {}, `备注 · ${note.by}`), make("span", { class: "mark" }, "仅内部可见"), make("time", { datetime: note.at }, clock(note.at))),
    make("div", { class: "bubble" }, make("p", { class: "said" }, note.text)),
  );
}

export class Talk {
  constructor(me) {
    this.me = me;
    this.clear();
    const log = $("log");
    log.addEventListener("scroll", () => {
      if (this.atEnd()) $("below").hidden = true;
    });
    $("below").addEventListener("click", () => this.toEnd());
  }

  clear() {
    this.after = 0;
    this.notes = 0;
    $("lines").replaceChildren();
    $("early").replaceChildren();
    $("folded").hidden = true;
    $("folded").open = false;
    $("below").hidden = true;
  }

  atEnd() {
    const log = $("log");
    return log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  }

  toEnd() {
    $("log").scrollTop = $("log").scrollHeight;
    $("below").hidden = true;
  }

  /** New lines of the transcript. `first`: the conversation has just been opened. Returns who spoke. */
  add(lines, { first = false, startedAt = "" } = {}) {
    const fresh = lines.filter((line) => line.n > this.after);
    if (!fresh.length) return [];
    const stuck = first || this.atEnd();
    let shown = fresh;
    if (first && fresh.length >= FOLD_FROM) {
      const before = startedAt ? fresh.filter((line) => line.at < startedAt).length : fresh.length;
      const cut = Math.max(0, before - KEPT_OPEN);
      $("early").replaceChildren(...fresh.slice(0, cut).map((line) => lineNode(line, this.me)));
      $("folded").hidden = cut === 0;
      $("folded").querySelector("summary").textContent = `前面机器人接待的过程，共${cut}条`;
      shown = fresh.slice(cut);
    }
    for (const line of shown) this.place(lineNode(line, this.me));
    this.after = fresh[fresh.length - 1].n;
    if (stuck) this.toEnd();
    else $("below").hidden = false;
    if (!first) {
      const last = fresh[fresh.length - 1];
      if (last.author === "citizen") announce(`当事人：${last.text}`);
    }
    return fresh.map((line) => line.author);
  }

  /** Notes come with the brief; the new ones are put where their time is. */
  addNotes(notes) {
    const stuck = this.atEnd();
    for (const note of notes.slice(this.notes)) this.place(noteNode(note));
    this.notes = notes.length;
    if (stuck) this.toEnd();
  }

  place(node) {
    const at = Date.parse(node.dataset.at);
    const rows = [...$("lines").children];
    let index = rows.length;
    while (index > 0 && Date.parse(rows[index - 1].dataset.at) > at) index -= 1;
    $("lines").insertBefore(node, rows[index] || null);
  }

  tick(ticks) {
    for (const [n, tick] of Object.entries(ticks)) {
      const node = document.getElementById(`line-${n}`)?.querySelector(".tick");
      if (!node) continue;
      const words = `${TICKS[tick.state]} ${tick.words}`;
      if (node.textContent !== words) node.textContent = words;
      node.className = `tick ${tick.state}`;
      node.hidden = false;
    }
  }

  /** Show the line a fact comes from. */
  jump(n) {
    const node = document.getElementById(`line-${n}`);
    if (!node) return false;
    if (node.closest("#early")) $("folded").open = true;
    node.scrollIntoView({ block: "center" });
    node.focus({ preventScroll: true });
    node.classList.add("found");
    setTimeout(() => node.classList.remove("found"), 2500);
    return true;
  }
}
