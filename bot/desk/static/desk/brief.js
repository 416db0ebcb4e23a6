/** The right pane: everything a mediator needs before the first word, on one page. */

import { $, make } from "./dom.js";
import { evidence } from "./evidence.js";
import { Lanes } from "./lanes.js";
import { rowsOf } from "./rows.js";
import { clock } from "./time.js";

function block(title, ...children) {
  return make("section", { class: "block" }, make("h3", {}, title), ...children);
}

function list(className, items) {
  return make("ul", { class: className }, ...items);
}

function head(data) {
  const row = data.handoff;
  return make(
    "header",
    { class: "brief-head" },
    make("h2", {}, data.title),
    data.case ? make("p", { class: "number" }, data.case.number) : make("p", { class: "small" }, "还没有提交，正在登记"),
    make("p", { class: "small" }, `${row.reason} · ${row.channel} · ${clock(row.requested_at)}来找人`),
    data.callback ? make("p", { class: "callback" }, `希望回电：${data.callback}`) : null,
    ...data.wanted.map((said) => make("p", { class: "callback" }, `当事人要求更正，还没处理：${said}`)),
    data.note ? make("p", { class: "callback" }, `经办说明：${data.note}`) : null,
    row.outcome ? make("p", { class: "callback" }, `结果：${row.outcome}`) : null,
  );
}

/** 当事人要直接立案: what was said and when, and one click to do it. */
function filing(data, acts) {
  if (!data.wants_to_file && !data.bundle) return null;
  const wish = data.wants_to_file
    ? make("p", { class: "callback", role: "note" }, `当事人要直接立案，不再调解（${clock(data.wants_to_file)}）。调解自愿，不能拦着不让立案。`)
    : null;
  const go = data.wants_to_file && data.holds
    ? make("button", { type: "button", class: "main", id: "file-now", onclick: (event) => { event.currentTarget.disabled = true; acts.file(); } }, "转立案，把材料发给当事人")
    : null;
  const bundle = data.bundle ? make("a", { class: "button", id: "bundle", href: data.bundle, download: true }, "立案材料包") : null;
  return block("立案", wish, make("div", { class: "act-buttons" }, go, bundle),
    make("p", { class: "small" }, "材料包里是当事人自己填的内容和证据，没有备注，也没有调解中的让步。"));
}

function gaps(data) {
  if (!data.gaps.length) return data.facts.length ? block("还缺的", make("p", { class: "good" }, "要问的都有了")) : null;
  return block(`还缺的（${data.gaps.length}项）`, list("gaps", data.gaps.map((gap) => make("li", {}, gap))));
}

/** The heaviest notes stand open; one more than these is not worth a fold. */
const NOTES_SHOWN = 3;
const WEIGHT = { stop: 0, warn: 1, info: 2 };

function finding(one) {
  const [first, ...rest] = one.text.split(/\s*[｜|]\s*/);
  const more = [...rest.map((part) => make("p", {}, part)), one.citations.length ? make("p", { class: "small" }, `依据：${one.citations.join("、")}`) : null];
  const head = [make("b", {}, `${one.level_words}：`), first];
  if (one.level !== "info") return make("li", { class: one.level }, make("p", {}, ...head), ...more.filter(Boolean));
  return make("li", { class: one.level }, make("details", {}, make("summary", {}, ...head), ...more.filter(Boolean)));
}

function findings(data) {
  if (!data.findings.length) return null;
  const sorted = [...data.findings].sort((one, other) => WEIGHT[one.level] - WEIGHT[other.level]).map(finding);
  const rest = sorted.length > NOTES_SHOWN + 1 ? sorted.splice(NOTES_SHOWN) : [];
  const more = rest.length
    ? make("details", { class: "more-notes" }, make("summary", {}, `还有${rest.length}条`), list("findings", rest))
    : null;
  return block("要注意的", list("findings", sorted), more, make("p", { class: "small" }, "以上是按规则自动比对的，仅供参考。"));
}

function clocks(data) {
  if (!data.clocks.length) return null;
  return block(
    "时限",
    make("ol", { class: "clocks" }, ...data.clocks.map((one) =>
      make("li", { class: one.level }, make("b", {}, one.title), make("span", {}, `${one.words}，${one.day_words}`),
        make("span", { class: "small" }, one.steps.join("；"))))),
  );
}

function others(data) {
  const parts = [];
  if (data.papers.length) {
    parts.push(block("文书", list("papers", data.papers.map((one) =>
      make("li", {}, make("span", {}, one.title), make("a", { href: one.docx }, "Word版"), make("a", { href: one.pdf }, "PDF版"))))));
  }
  if (data.consents.length) {
    parts.push(block("同意情况", list("consents", data.consents.map((one) =>
      make("li", {}, make("span", { class: `mark ${one.yes ? "" : "amber"}` }, one.answer), one.scope, make("span", { class: "small" }, ` ${clock(one.at)}`))))));
  }
  if (data.cases.length && !data.together) {
    parts.push(block("这位当事人的其他案件", list("cases", data.cases.map((one) =>
      make("li", {}, one.number, make("span", { class: "small" }, ` ${one.title} · ${one.status} · ${clock(one.at)}`))))));
  }
  return parts;
}

export class Brief {
  /** `acts`: {jump(n), file(), preview(wish), edit(wish), reveal(field), more(path), tick(item, done), evidence(id, op, to), wanting(item), wanted(item)}; from preview on they give a promise. */
  constructor(acts) {
    this.acts = acts;
    this.lanes = new Lanes(acts);
    this.editing = false;
    this.shown = new Map();
  }

  clear() {
    this.editing = false;
    this.shown.clear();
    this.lanes.clear();
    this.latest = null;
    $("brief").hidden = true;
    $("brief-empty").hidden = false;
  }

  show(data) {
    // whoever takes over sees names in full: what was fetched covered is fetched again
    if (this.latest && this.latest.handoff.state !== data.handoff.state) this.lanes.clear();
    this.latest = data;
    if (this.editing) return;
    const pane = $("brief");
    const top = $("pane-brief").scrollTop;
    const focused = pane.contains(document.activeElement) ? document.activeElement.id : "";
    pane.replaceChildren(...[head(data), filing(data, this.acts), gaps(data), this.facts(data), findings(data), clocks(data), ...this.lanes.nodes(data), evidence(data, this.evidenceActs()), ...others(data)].filter(Boolean));
    pane.hidden = false;
    $("brief-empty").hidden = true;
    $("pane-brief").scrollTop = top;
    if (focused) document.getElementById(focused)?.focus();
  }

  evidenceActs() {
    return {
      ...this.acts,
      busy: (on) => { this.editing = on; },
      redraw: () => {
        this.editing = false;
        this.show(this.latest);
      },
    };
  }

  facts(data) {
    if (!data.facts.length) return block("已经知道的", make("p", { class: "small" }, "还没有登记内容。看看中间的对话。"));
    const rows = [];
    let section = "";
    for (const fact of data.facts) {
      if (fact.section && fact.section !== section) {
        section = fact.section;
        rows.push(make("tr", { class: "section" }, make("th", { colspan: 2, scope: "colgroup" }, section)));
      }
      rows.push(...this.fact(fact, data));
    }
    return block("已经知道的", make("table", { class: "facts" }, make("tbody", {}, ...rows)));
  }

  fact(fact, data) {
    const known = this.shown.get(fact.field);
    const value = make("span", { class: "value" }, fact.table ? fact.value : known?.value ?? fact.value);
    const cell = make("td", {}, make("div", { class: "value-line" }, value));
    if (fact.covered && data.holds && !this.shown.has(fact.field)) {
      cell.firstChild.append(make("button", { type: "button", class: "tiny", id: `show-${fact.field}`, "aria-label": `显示${fact.label}`, onclick: () => this.reveal(fact, data) }, "显示"));
    }
    const source = fact.source
      ? make("button", { type: "button", class: "tiny link", id: `from-${fact.field}`, "aria-label": `${fact.label}的来源，第${fact.source}条`, onclick: () => this.acts.jump(fact.source) }, `来源：第${fact.source}条`)
      : make("span", {}, fact.by === "工作人员填写" || fact.by.startsWith("表格") ? fact.by : "点选");
    const state = make("span", { class: `mark ${fact.by_staff && fact.confirmed ? "staff" : fact.confirmed ? "green" : "amber"}` }, fact.state);
    const edit = data.editable
      ? make("button", { type: "button", class: "tiny link", id: `edit-${fact.field}`, "aria-label": fact.table ? `加${fact.label}的行` : `修改${fact.label}`, onclick: () => this.edit(fact, cell, fact.table ? { what: "add" } : {}) }, fact.table ? "加一行" : "修改")
      : null;
    cell.append(make("div", { class: "meta" }, state, source, edit));
    const line = make("tr", {}, make("th", { scope: "row" }, fact.label), cell);
    if (!fact.table) return [line];
    const place = make("div", {});
    const rows = rowsOf(fact.label, fact.table, known?.rows, (row) => (data.editable ? this.rowActs(fact, row, place) : null));
    return [line, make("tr", { class: "listed" }, make("td", { colspan: 2 }, rows, place))];
  }

  rowActs(fact, row, place) {
    const here = { row: row.n, mark: row.mark };
    return make("span", { class: "row-acts" },
      make("button", { type: "button", class: "tiny link", id: `edit-${fact.field}-${row.n}`, "aria-label": `修改${fact.label}第${row.n}行`, onclick: () => this.edit(fact, place, { what: "row", ...here }) }, "修改"),
      make("button", { type: "button", class: "tiny link", "aria-label": `删掉${fact.label}第${row.n}行`, onclick: () => this.look(fact, place, { what: "drop", ...here }, "") }, "删掉"));
  }

  async reveal(fact, data) {
    const known = await this.acts.reveal(fact.field);
    // the brief may have come anew meanwhile; only another person's is another matter
    if (known === null || this.latest?.handoff.id !== data.handoff.id) return;
    this.shown.set(fact.field, known);
    this.show(this.latest);
  }

  /** `wish`: {} for the whole answer, else {what: row | add, row, mark}; `words`: what stands in the field at first. */
  edit(fact, cell, wish = {}, words = fact.covered || fact.table ? "" : fact.value) {
    this.editing = true;
    const input = wish.what === "add"
      ? make("textarea", { rows: 3, maxlength: 20000, "aria-label": `${fact.label}加一行或者几行`, placeholder: `一行一个：${fact.table.heads.join("、")}` })
      : make("input", { type: "text", maxlength: 500, "aria-label": wish.what ? `${fact.label}第${wish.row}行改成` : `${fact.label}改成`, placeholder: wish.what ? "只写要改的那一样，或者整行重写" : "改成什么" });
    input.value = words;
    const fault = make("p", { class: "fault small-fault", role: "alert", hidden: true });
    const form = make("form", { class: "edit" }, input, fault,
      make("div", { class: "act-buttons" }, make("button", { type: "submit", class: "main" }, "先看一下"), make("button", { type: "button", onclick: () => this.edited(fact, wish) }, "不改了")));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const refused = await this.look(fact, cell, wish, input.value, () => form.isConnected);
      if (!refused) return;
      fault.textContent = refused;
      fault.hidden = false;
      input.focus();
    });
    this.escape(form, fact, wish);
    cell.replaceChildren(form);
    input.focus();
    input.select();
  }

  /** Shows what a wish would keep; gives the sentence why it cannot be kept, or nothing. */
  async look(fact, cell, wish, typed, still = () => cell.isConnected) {
    const { seen, refused } = await this.acts.preview({ ...wish, field: fact.field, words: typed });
    if (!still()) return "";
    if (seen) this.preview(fact, cell, wish, typed, seen);
    else if (wish.what === "drop") cell.replaceChildren(make("p", { class: "fault small-fault", role: "alert" }, refused));
    return refused;
  }

  /** What will be kept and what the citizen will be told; only then it is saved. */
  preview(fact, cell, wish, typed, seen) {
    this.editing = true;
    const fault = make("p", { class: "fault small-fault", role: "alert", hidden: true });
    const save = make("button", { type: "submit", class: "main" }, "保存");
    const form = make("form", { class: "edit" },
      seen.part ? make("p", { class: "small" }, `${seen.part}，原来：${seen.before}`) : null,
      make("p", {}, "记成：", make("b", { class: "kept" }, seen.shown)),
      seen.part ? make("p", { class: "small" }, `其余的行不变。一共：${seen.total}`) : null,
      seen.known ? null : make("p", { class: "fault small-fault" }, "保存以后，这一项就没有内容了。"),
      seen.doubt ? make("p", { class: "small" }, `请先核对：${seen.doubt}`) : null,
      make("p", { class: "small" }, seen.at_once ? "一保存，当事人马上收到：" : "交回机器人或者结束的时候，当事人会收到："),
      make("blockquote", { class: "told" }, seen.told),
      fault,
      make("div", { class: "act-buttons" }, save, wish.what === "drop" ? null : make("button", { type: "button", onclick: () => this.edit(fact, cell, wish, typed) }, "再改改"), make("button", { type: "button", onclick: () => this.edited(fact, wish) }, "不改了")));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (save.disabled) return;
      save.disabled = true;
      const refused = await this.acts.edit({ ...wish, field: fact.field, words: typed });
      save.disabled = false;
      if (refused) {
        fault.textContent = refused;
        fault.hidden = false;
        return;
      }
      this.shown.delete(fact.field);
      this.editing = false;
    });
    this.escape(form, fact, wish);
    cell.replaceChildren(form);
    save.focus();
  }

  escape(form, fact, wish) {
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.edited(fact, wish);
    });
  }

  edited(fact, wish) {
    this.editing = false;
    this.show(this.latest);
    document.getElementById(wish.row ? `edit-${fact.field}-${wish.row}` : `edit-${fact.field}`)?.focus();
  }
}
