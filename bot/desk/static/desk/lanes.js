/** Beside the facts of the brief: the green lanes of a case, who filed together, the court's list to tick. */

import { make } from "./dom.js";
import { rowsOf } from "./rows.js";
import { clock } from "./time.js";

function block(title, ...children) {
  return make("section", { class: "block" }, make("h3", {}, title), ...children);
}

function lane(one) {
  return make("li", {}, make("b", {}, one.title),
    ...one.advice.map((line) => make("p", {}, line.text, line.citations.length ? make("span", { class: "small" }, ` 依据：${line.citations.join("、")}`) : null)),
    one.partners.length ? make("p", { class: "small" }, `可以请来一起办的：${one.partners.join("、")}`) : null,
    make("p", { class: "small" }, `来源：${one.source}`));
}

export class Lanes {
  /** `acts`: {more(path), tick(item, done)}; both give data or null. */
  constructor(acts) {
    this.acts = acts;
    this.clear();
  }

  clear() {
    this.round = (this.round || 0) + 1;
    this.people = null;
    this.list = null;
    this.opened = new Map();
  }

  /** What stands in the brief now; what has to be fetched comes into its place later. */
  nodes(data) {
    return [this.lanes(data), data.ticks && this.checklist(data), data.together && this.members()].filter(Boolean);
  }

  lanes(data) {
    if (!data.lanes.length) return null;
    const contact = data.handoff.contact;
    return block("绿色通道", contact ? make("p", { class: `clock ${contact.level}` }, contact.words) : null,
      make("ul", { class: "lane-notes" }, ...data.lanes.map(lane)));
  }

  checklist(data) {
    const box = make("div", { id: "brief-ticks" });
    if (this.list) box.replaceChildren(this.ticks(this.list, data));
    this.fetch("checklist", box, (got) => {
      this.list = got;
      return this.ticks(got, data);
    });
    return box;
  }

  /** Drawn once: what somebody opened stays open when the brief is drawn again. */
  members() {
    if (!this.people) {
      this.people = make("div", { id: "brief-together" });
      this.fetch("members", this.people, (got) => this.together(got));
    }
    return this.people;
  }

  async fetch(path, box, draw) {
    const round = this.round;
    const got = await this.acts.more(path);
    if (got && round === this.round) box.replaceChildren(draw(got));
  }

  ticks(got, data) {
    const rows = got.items.map((one) => {
      const box = make("input", { type: "checkbox", id: `tick-${one.id}`, checked: one.done, disabled: !data.holds });
      box.addEventListener("change", async () => {
        const fresh = await this.acts.tick(one.id, box.checked);
        if (!fresh) {
          box.checked = one.done;
          return;
        }
        this.list = fresh;
        const place = document.getElementById("brief-ticks");
        place?.replaceChildren(this.ticks(fresh, data));
        document.getElementById(`tick-${one.id}`)?.focus();
      });
      return make("li", {}, make("label", { class: "tick-line" }, box, make("span", {}, make("b", {}, one.title), ` ${one.text}`)),
        one.by ? make("span", { class: "small" }, `${one.by} ${clock(one.at)}${one.done ? "打勾" : "取消"}`) : null);
    });
    return block(got.title, got.filled ? null : make("p", { class: "small" }, "这套办法的具体内容等法院填写；现在只能按位置打勾。"),
      make("ul", { class: "ticks" }, ...rows), data.holds ? null : make("p", { class: "small" }, "接手以后才能打勾。"));
  }

  together(got) {
    const rows = got.rows.map((one) => {
      const inside = make("div", { class: "member-facts" });
      const row = make("details", { class: "member" },
        make("summary", {}, make("b", {}, one.name), make("span", {}, one.amount), make("span", { class: "small" }, `${one.number} · ${one.state}`)), inside);
      row.addEventListener("toggle", () => row.open && this.open(one.case, inside));
      return make("li", {}, row);
    });
    const total = `${got.count}人，合计${got.total}${got.blank ? `，${got.blank}人没填金额` : ""}`;
    return block("一起申请的人", make("p", {}, make("b", {}, total)),
      make("p", { class: got.fits ? "small" : "fault small-fault" }, got.fits ? "各人之和与名单合计一致。" : "各人之和与名单合计对不上，请核对。"),
      make("p", { class: "small" }, "接手、结束都对全部的人一起生效，已经撤回的除外。"),
      make("ol", { class: "members" }, ...rows));
  }

  async open(id, inside) {
    if (inside.childElementCount) return;
    const round = this.round;
    const got = this.opened.get(id) || (await this.acts.more(`members/${encodeURIComponent(id)}`));
    if (!got || round !== this.round) return;
    this.opened.set(id, got);
    inside.replaceChildren(
      make("table", { class: "facts" }, make("tbody", {}, ...got.facts.map((fact) => make("tr", {}, make("th", { scope: "row" }, fact.label), make("td", {}, fact.value, fact.table ? rowsOf(fact.label, fact.table) : null))))),
      make("ul", { class: "papers" }, ...got.papers.map((one) => make("li", {}, make("span", {}, one.title), make("a", { href: one.docx }, "Word版"), make("a", { href: one.pdf }, "PDF版")))),
    );
  }
}
