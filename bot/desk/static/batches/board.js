/** 保、调、立、审、执: where the cases of a batch are; one or several are moved, closed, opened. */

import { ask, back, busy, door, fold, grid, head, make, mark, toast, when } from "./page.js";
import { plan } from "./plan.js";
import { tabs } from "./preview.js";

const AT_ONCE = 50;
const tight = (words) => make("span", { class: "tight" }, words);
const named = (words, button) => {
  button.append(words);
  return button;
};
const LEVELS = { over: "red", near: "amber", far: "" };

class Board {
  constructor(data, again) {
    this.data = data;
    this.id = data.batch.id;
    this.again = again;
    this.chosen = new Set();
    this.stage = "";
    this.alarms = false;
    this.stages = make("div", { class: "stages", role: "group", "aria-label": "五个阶段" });
    this.list = make("div", { class: "tab-place" });
    this.peek = make("section", { class: "card peek", "aria-label": "案件内容", tabindex: -1, hidden: true });
    this.bar = make("form", { class: "card bar", hidden: true });
  }

  nodes() {
    const more = this.data.batch.counts.bad || this.data.batch.counts.taken
      ? make("details", { class: "rest", ontoggle: (event) => { if (event.target.open && !event.target.querySelector(".states")) event.target.append(...tabs(this.data), this.badFile()); } }, make("summary", {}, "表里的每一行，和没有登记的行"))
      : "";
    const nodes = [back(), head(this.data.batch.name, mark(this.data.batch.kind), mark(this.data.batch.state_words, "green")),
      this.stages, this.bar, this.peek, this.list, plan(), more];
    this.load();
    return nodes.filter((node) => node !== "");
  }

  badFile() {
    return this.data.batch.counts.bad
      ? make("p", {}, make("a", { class: "button", href: door(this.id, "/bad-rows"), download: "" }, "下载要改的行（带原因）")) : "";
  }

  async load() {
    const query = new URLSearchParams({ stage: this.stage, alarms: this.alarms ? "1" : "" });
    try {
      this.draw(await ask(door(this.id, `/board?${query}`)));
    } catch (fault) {
      if (!("status" in fault)) throw fault;
      this.list.replaceChildren(fold("没有打开", fault.message));
    }
  }

  draw(found) {
    this.colleagues = found.colleagues;
    const total = found.counts.reduce((sum, one) => sum + one.open + one.ended, 0);
    const near = found.counts.reduce((sum, one) => sum + one.alarms, 0);
    const button = (id, title, words, on, tone = "") => make("button", {
      type: "button", class: `stage ${tone}`, "aria-pressed": String(on), "data-stage": id,
      onclick: () => { this.stage = id === "alarms" ? "" : id; this.alarms = id === "alarms"; this.pick([]); this.load(); },
    }, make("b", {}, title), make("span", {}, words));
    this.stages.replaceChildren(
      button("", "全部", `${total}件`, !this.stage && !this.alarms),
      ...found.counts.map((one) => button(one.id, one.title,
        `${one.open + one.ended}件${one.ended ? `，办结${one.ended}` : ""}`, this.stage === one.id)),
      button("alarms", "到期提醒", near ? `${near}件` : "没有", this.alarms, near ? "red" : ""));
    this.places = new Map(found.places.map((one) => [one.n, one]));
    this.list.replaceChildren(...this.rows(found, total));
  }

  rows(found, total) {
    if (!found.places.length) return [fold("这里没有案件", total ? "换一个阶段看看。" : "这一批还没有案件。")];
    const open = found.places.filter((one) => !one.ended).slice(0, AT_ONCE);
    const all = make("input", { type: "checkbox", "aria-label": "选这一页没办结的", onchange: () => this.pick(all.checked ? open.map((one) => one.n) : []) });
    const note = found.more ? make("p", { class: "small" }, "只列出前100件，请按阶段看。") : null;
    return [grid([all, "案件", "借款人", "合同编号", "剩余本金", "阶段", "时限", "办理"], found.places.map((one) => this.row(one)), "案件"), note].filter(Boolean);
  }

  row(one) {
    const box = make("input", { type: "checkbox", "aria-label": `选第${one.n}行`, "data-n": one.n, checked: this.chosen.has(one.n), onchange: () => { box.checked ? this.chosen.add(one.n) : this.chosen.delete(one.n); this.tools(); } });
    const alarm = one.alarm
      ? make("span", { class: `clock ${one.alarm.level}` }, mark(one.alarm.title, LEVELS[one.alarm.level]), ` ${one.alarm.words}`, make("span", { class: "small law" }, one.alarm.citations.join("、"))) : make("span", { class: `clock ${one.limit.level}` }, one.limit.words);
    const take = make("button", { type: "button", class: "tiny", onclick: () => this.take(take, one) }, "打开");
    const past = make("button", { type: "button", class: "tiny link", onclick: () => this.past(past, one) }, "经过");
    const acts = make("div", { class: "row-acts" }, one.ended ? "" : take, past,
      one.papers ? make("a", { href: one.papers, target: "_blank", rel: "noopener" }, "材料") : "");
    return [one.ended ? "" : box, `${one.number}（第${one.n}行）`, one.borrower, tight(one.contract), tight(one.remaining),
      make("span", {}, mark(one.stage_title, one.ended ? "" : "blue"), ` ${one.status}`), alarm, acts];
  }

  pick(rows) {
    this.chosen = new Set(rows);
    this.list.querySelectorAll("input[data-n]").forEach((box) => { box.checked = this.chosen.has(Number(box.dataset.n)); });
    this.tools();
  }

  take(button, one) {
    busy(button, async () => {
      this.show(one, await ask(door(this.id, `/rows/${one.n}/case`)));
    }, button.closest("td"));
  }

  /** A case to read; taking it over is a step of its own. */
  show(one, found) {
    const desk = (id) => `/desk?open=${encodeURIComponent(id)}`;
    const claim = make("button", { type: "button", class: "main", onclick: () => busy(claim, async () => {
      location.href = desk((await ask(door(this.id, `/rows/${one.n}/open`), {})).handoff);
    }, this.peek) }, "接手，到调解台办");
    let go = one.ended ? make("span", { class: "small" }, "这件已经办结。") : claim;
    if (found.handoff) go = make("a", { class: "button", href: desk(found.handoff) }, "我在办，到调解台");
    else if (found.holder) go = make("span", {}, `由${found.holder}在办`);
    this.peek.replaceChildren(
      make("h2", {}, `${found.number} · ${found.title} · ${found.status}`),
      grid(["项目", "内容"], found.facts.map((fact) => [fact.label, fact.value]), "登记的内容"),
      make("div", { class: "bar-line" }, go, make("button", { type: "button", onclick: () => { this.peek.hidden = true; } }, "关上")));
    this.peek.hidden = false;
    this.peek.focus();
  }

  past(button, one) {
    busy(button, async () => {
      const { steps } = await ask(door(this.id, `/rows/${one.n}/history`));
      const lines = steps.map((step) => make("li", {}, `${when(step.at)} ${step.by}：${step.what} ${step.to}${step.note ? `（${step.note}）` : ""}`));
      button.closest("td").querySelectorAll(".past").forEach((node) => node.remove());
      button.closest("td").append(make("ol", { class: "past" }, ...(lines.length ? lines : [make("li", {}, "登记后还没有变动。")])));
    }, button.closest("td"));
  }

  /** What can be done with the chosen cases; hidden while none is chosen. */
  tools() {
    const rows = [...this.chosen];
    this.bar.hidden = !rows.length;
    if (!rows.length) return;
    const { stages, outcomes } = this.data.choices;
    const note = make("input", { id: "bar-note", maxlength: 500, placeholder: "说明（可以不写）" });
    const pickOf = (id, words, options) => make("select", { id, "aria-label": words }, make("option", { value: "" }, words), ...options.map((one) => make("option", { value: one.id }, one.title)));
    const stage = pickOf("bar-stage", "移到哪个阶段", stages);
    const outcome = pickOf("bar-outcome", "记哪个结果", outcomes);
    const on = make("input", { type: "date", id: "bar-on" });
    const act = (words, work) => {
      const button = make("button", { type: "button", onclick: () => busy(button, async () => { await work(); this.pick([]); await this.load(); }, this.bar) }, words);
      return button;
    };
    /** Moving and closing are said once more before they are done. */
    const sure = (picked, question, work) => {
      const button = make("button", { type: "button", onclick: () => {
        if (!picked.value) {
          busy(button, async () => { throw Object.assign(new Error("请先选一项。"), { status: 422 }); }, this.bar);
          return;
        }
        const title = picked.selectedOptions[0].textContent;
        const go = act("确定", work);
        const line = make("div", { class: "bar-line", role: "group", "aria-label": "再确认一次" },
          make("b", {}, question(title)), go, make("button", { type: "button", onclick: () => { line.replaceWith(asked); button.focus(); } }, "先不改"));
        const asked = button.parentElement;
        asked.replaceWith(line);
        go.focus();
      } });
      return button;
    };
    const post = async (rest, more, done) => {
      const { moved } = await ask(door(this.id, rest), { rows, note: note.value, ...more });
      toast(`${done}${moved}件`);
    };
    const to = pickOf("bar-to", "交给哪位同事", this.colleagues.map((one) => ({ id: one.id, title: one.name })));
    this.bar.replaceChildren(
      make("h2", {}, `选了${rows.length}件`, rows.length > AT_ONCE ? `，一次最多${AT_ONCE}件` : ""),
      make("div", { class: "bar-line" }, stage, named("移过去", sure(stage, (title) => `把${rows.length}件移到“${title}”？`, () => post("/move", { stage: stage.value }, "移了")))),
      make("div", { class: "bar-line" }, outcome, named("记结果", sure(outcome, (title) => `${rows.length}件都记成“${title}”？`, () => post("/close", { outcome: outcome.value }, "记了")))),
      make("div", { class: "bar-line" }, make("label", { for: "bar-on" }, "采取保全措施的日期"), on, act("登记保全措施", () => post("/measures", { on: on.value }, "登记了"))),
      ...(rows.length === 1 && this.colleagues.length ? [make("div", { class: "bar-line" }, to, act("交给他", async () => {
        if (!to.value) throw Object.assign(new Error("请先选一位同事。"), { status: 422 });
        await ask(door(this.id, `/rows/${rows[0]}/open`), { to: to.value });
        toast("已经交给同事，在他的“我的”里。");
      }))] : []),
      note);
  }
}

export function board(data, again) {
  return new Board(data, again).nodes();
}
