/** The transcript on the screen: bubbles, time separators, what is being sent, and where the reader looks. */

import { inside } from "./cards.js";
import { $, linked, make } from "./dom.js";
import { clock, sized, words } from "./words.js";

const GAP_MS = 5 * 60000;
const NEAR_PX = 80;

export class Lines {
  /** `act(message)` sends what a card's button says; `resend(id)` belongs to a failed bubble. */
  constructor({ act, resend }) {
    this.act = act;
    this.resend = resend;
    this.log = $("log");
    this.list = $("lines");
    this.live = $("live");
    this.below = $("below");
    this.drafts = new Map();
    this.last = 0;
    this.lastAt = 0;
    this.stuck = true; // new words are followed to the end
    this.near = true; // the end is on the screen
    this.heldAt = -1; // where something tall was put for reading, -1 for nowhere
    this.settled = false;
    this.log.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.below.addEventListener("click", () => this.toEnd());
    if (window.ResizeObserver) new ResizeObserver(() => this.follow(false)).observe(this.log);
  }

  clear() {
    this.list.replaceChildren();
    this.drafts.clear();
    this.last = 0;
    this.lastAt = 0;
  }

  /** Lines from the server; known ones are skipped, own drafts with the same id give way. */
  add(lines) {
    let fresh = null;
    for (const line of lines) {
      if (line.n && line.n <= this.last) continue;
      if (line.n) this.last = line.n;
      const draft = line.id && this.drafts.get(line.id);
      if (draft) {
        draft.node.remove();
        this.drafts.delete(line.id);
      }
      this.separate(line.at);
      const node = this.list.appendChild(this.drawn(line));
      if (line.author !== "citizen") {
        fresh = fresh || node;
        if (this.settled) this.announce(line);
      }
    }
    // what is still being sent stays at the end; what failed stays where it was said
    for (const { node } of this.drafts.values()) if (!node.classList.contains("failed")) this.list.append(node);
    this.age();
    this.follow(fresh);
    const last = this.list.lastElementChild;
    const from = this.settled ? fresh : last && !last.classList.contains("own") ? last : null;
    if (from && this.stuck) this.showWhole(from);
    this.settled = true;
  }

  separate(at) {
    const moment = new Date(at);
    if (moment.getTime() - this.lastAt > GAP_MS) {
      this.list.append(make("li", { class: "time" }, make("time", { datetime: at }, clock(moment))));
    }
    this.lastAt = Math.max(this.lastAt, moment.getTime());
  }

  drawn(line) {
    if (line.author === "system") return make("li", { class: "time system", "data-n": line.n }, line.text);
    const own = line.author === "citizen";
    const who = own ? words.line.you : line.author === "bot" ? words.line.bot : words.line.mediator(line.name);
    const card = own ? null : inside(line.text, line.card, this.act);
    const body = line.media ? this.medium(line) : card || linked(line.text, line.author === "mediator");
    const bubble = make("div", { class: line.media && line.media.thumb ? "bubble picture" : card ? "bubble carded" : "bubble" }, body);
    return make("li", { class: `line ${own ? "own" : line.author}`, "data-n": line.n, "data-card": card ? line.card.kind : null },
      make("span", { class: "avatar", "aria-hidden": "true" }, line.author === "mediator" ? (line.name || "调").slice(0, 1) : ""),
      make("div", { class: "beside" },
        make("span", { class: line.author === "mediator" ? "who" : "unseen" }, `${who}${line.author === "mediator" ? "" : "："}`),
        bubble));
  }

  medium(line) {
    const media = line.media;
    if (media.refused) return linked(media.refused);
    if (media.thumb) {
      const picture = make("img", { src: media.thumb, alt: `${words.line.picture} ${media.name}`, loading: "lazy" });
      picture.addEventListener("load", () => this.follow(false));
      picture.addEventListener("error", () => picture.replaceWith(this.fileRow(media)));
      return make("a", { href: media.url, download: media.name, "aria-label": words.line.open(media.name) }, picture);
    }
    return media.url ? make("a", { class: "file-link", href: media.url, download: media.name }, this.fileRow(media)) : this.fileRow(media);
  }

  fileRow(media) {
    const kind = media.type.startsWith("audio/") ? words.line.voice : media.type.startsWith("video/") ? words.line.video : "";
    return make("span", { class: "file-row" },
      make("span", { class: "thing" }, make("span", { class: "name" }, media.name),
        make("span", { class: "small" }, [kind, media.size ? sized(media.size) : ""].filter(Boolean).join(" · "))),
      make("span", { class: "page-icon", "aria-hidden": "true" }));
  }

  /** An own bubble before the server knows it. `content` is text or a node. */
  draft(id, content) {
    const old = this.drafts.get(id);
    if (old) old.node.remove();
    const state = make("span", { class: "sending", role: "status" });
    const bubble = make("div", { class: "bubble" }, typeof content === "string" ? linked(content) : content);
    const node = make("li", { class: "line own draft", "data-id": id },
      make("span", { class: "avatar", "aria-hidden": "true" }),
      make("div", { class: "beside" }, make("span", { class: "unseen" }, `${words.line.you}：`), bubble, state));
    if (typeof content !== "string") bubble.classList.add("uploading");
    this.separate(new Date().toISOString());
    this.list.append(node);
    this.drafts.set(id, { node, state });
    this.mark(id, "sending");
    this.age();
    this.toEnd();
  }

  /** state: sending | failed (why) */
  mark(id, state, why = "", again = true) {
    const draft = this.drafts.get(id);
    if (!draft) return;
    draft.node.classList.toggle("failed", state === "failed");
    if (state === "sending") {
      if (draft.node.nextElementSibling) this.list.append(draft.node);
      draft.state.replaceChildren(make("span", { class: "spinner", "aria-hidden": "true" }), make("span", { class: "unseen" }, words.send.sending));
      return;
    }
    draft.state.replaceChildren(make("span", { class: "why" }, why || words.send.failed),
      again ? make("button", { type: "button", class: "resend", onclick: () => this.resend(id) }, words.send.resend) : "");
    this.follow(false);
  }

  drop(id) {
    const draft = this.drafts.get(id);
    if (draft) draft.node.remove();
    this.drafts.delete(id);
  }

  /** Only the newest review card may be edited; older ones are history. */
  age() {
    const cards = this.list.querySelectorAll('[data-card="review"], [data-card="evidence"]');
    const newest = {};
    for (const card of cards) newest[card.dataset.card] = card;
    for (const card of cards) card.classList.toggle("old", newest[card.dataset.card] !== card);
  }

  announce(line) {
    const who = line.author === "mediator" ? words.line.mediator(line.name) : line.author === "bot" ? words.line.bot : "";
    const said = make("p", {}, `${who ? `${who}：` : ""}${line.text || (line.media ? line.media.name : "")}`);
    this.live.append(said);
    setTimeout(() => said.remove(), 20000);
  }

  // --- where the reader looks ---

  scrolled() {
    this.near = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_PX;
    this.stuck = this.near && Math.abs(this.log.scrollTop - this.heldAt) > 1;
    if (this.near) this.below.hidden = true;
    if (this.onlook) this.onlook();
  }

  follow(fresh) {
    if (this.stuck) this.toEnd();
    else if (fresh) this.below.hidden = false;
  }

  /** Something taller than the window is read from its beginning. */
  showWhole(node) {
    const above = node.getBoundingClientRect().top - this.log.getBoundingClientRect().top;
    if (above >= 0) return;
    this.log.scrollTop += above - 4;
    // a composer that grows now, or a picture that comes, must not pull the reader to the end
    this.stuck = false;
    this.heldAt = this.log.scrollTop;
  }

  toEnd() {
    this.stuck = this.near = true;
    this.heldAt = -1;
    this.below.hidden = true;
    this.log.scrollTop = this.log.scrollHeight;
    if (this.onlook) this.onlook();
  }
}
