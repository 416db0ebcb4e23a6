/** The evidence of a case: what is there and what is lacking, every piece with its pages in order. */

import { make } from "./dom.js";
import { thumb } from "./picture.js";
import { clock, size } from "./time.js";

const MARK = { here: "有", said: "说有", lacking: "缺", spared: "可不要" };

/** 请他补: the sentence is read first, then sent. */
function asking(one, acts) {
  const open = make("button", { type: "button", class: "tiny link", "aria-label": `请当事人补${one.item}` }, "请他补");
  const place = make("span", { class: "asking" }, open);
  const back = () => {
    acts.busy(false);
    place.replaceChildren(open);
    open.focus();
  };
  const send = async (event) => {
    event.currentTarget.disabled = true;
    const sent = await acts.wanted(one.item);
    back();
    if (!sent) return;
    open.disabled = true;
    open.textContent = "已发给当事人";
  };
  open.addEventListener("click", async () => {
    const text = await acts.wanting(one.item);
    if (text === null || !place.isConnected) return;
    const go = make("button", { type: "button", class: "main", onclick: send }, "发给当事人");
    acts.busy(true);
    place.replaceChildren(make("span", { class: "told" }, text),
      make("span", { class: "act-buttons" }, go, make("button", { type: "button", onclick: back }, "先不发")));
    go.focus();
  });
  return place;
}

function check(one, acts, holds) {
  return make("li", { class: one.state === "here" ? "there" : one.state },
    make("span", { class: "mark" }, MARK[one.state]),
    make("span", { class: "checked" },
      make("span", {}, one.item, one.state === "here" ? ` ${one.words.replace(/^有/, "")}` : "", " ", holds && one.wanted ? asking(one, acts) : null),
      make("span", { class: "small" }, one.proves ? `证明${one.proves}` : "")));
}

function page(one, at, count, acts, holds) {
  const facts = [
    count > 1 ? `第${at + 1}页` : "", one.pages > 1 ? `${one.pages}页` : "", one.length,
    size(one.size), one.by, clock(one.at), `校验码 ${one.hash}`,
  ];
  const button = (op, title) => make("button", { type: "button", class: "tiny", "aria-label": `${one.name}${title}`, onclick: () => acts.evidence(one.id, op) }, title);
  return make("li", { class: "piece" },
    thumb(one, 64) || make("span", { class: "paper", "aria-hidden": "true" }, "文"),
    make("span", {},
      one.url ? make("a", { href: one.url, download: one.name }, one.name) : one.name,
      make("span", { class: "small facts-line" }, facts.filter(Boolean).join(" · ")),
      ...one.marks.map((words) => make("span", { class: "mark red" }, words)),
      holds ? make("span", { class: "page-acts" },
        one.thumb ? button("rotate", "转向") : null,
        at > 0 ? button("up", "上移") : null,
        at < count - 1 ? button("down", "下移") : null) : null));
}

/** What a piece proves, in the mediator's own words. */
function note(one, acts, holds) {
  const words = make("span", {}, one.proves ? `备注（仅内部可见）：${one.proves}` : "");
  if (!holds) return one.proves ? make("p", { class: "proves" }, words) : null;
  const place = make("p", { class: "proves" }, words, " ");
  const open = make("button", { type: "button", class: "tiny link", "aria-label": `备注第${one.no}份证明什么` }, one.proves ? "改" : "备注证明什么");
  open.addEventListener("click", () => {
    const input = make("input", { type: "text", maxlength: 200, "aria-label": `第${one.no}份证明什么`, placeholder: "证明什么" });
    input.value = one.proves;
    const form = make("form", { class: "edit" }, input, make("div", { class: "act-buttons" },
      make("button", { type: "submit", class: "main" }, "保存"),
      make("button", { type: "button", onclick: () => acts.redraw() }, "不改了")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      acts.busy(false);
      acts.evidence(one.id, "note", input.value);
    });
    acts.busy(true);
    place.replaceChildren(form);
    input.focus();
  });
  place.append(open);
  return place;
}

function piece(one, acts, holds) {
  return make("section", { class: "evidence-piece" },
    make("h4", {}, `${one.no}　${one.item || "当事人还没说是什么"}`, one.pages.length > 1 ? `（${one.pages.length}个文件）` : ""),
    note(one, acts, holds),
    make("ul", { class: "pieces" }, ...one.pages.map((file, at) => page(file, at, one.pages.length, acts, holds))));
}

/** `acts`: {evidence(id, op, to), wanting(item) -> promise of the sentence or null, wanted(item) -> promise of true, busy(on), redraw()}. */
export function evidence(data, acts) {
  if (!data.pieces.length && !data.checklist.length) return null;
  return make("section", { class: "block" },
    make("h3", {}, "证据"),
    data.checklist.length ? make("ul", { class: "checks" }, ...data.checklist.map((one) => check(one, acts, data.holds))) : null,
    ...data.pieces.map((one) => piece(one, acts, data.holds)),
    data.pieces.length ? null : make("p", { class: "small" }, "还没有上传文件。"));
}
