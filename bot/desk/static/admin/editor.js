/** One entry: edit it, see it in the phone, look at what changes, save, go back. */

import { clock } from "../desk/time.js";
import { lists, marks } from "./faq.js";
import { $, busy, changes, debounce, get, head, make, post, safe, show, sure, toast } from "./page.js";
import { asked, bubbles, phone } from "./phone.js";
import { refreshBadge } from "./badge.js";

const ANSWER_MOST = 260;
let now = null; // what is being edited: {item, start, unmatched}

export function editor(id) {
  show(async () => [await lists(), await get(`faq/${safe(id)}`)], ([offered, item]) => draw(offered, item));
}

export function fresh(parameters) {
  const topic = parameters.get("topic") || "";
  const asked = parameters.get("unmatched") || "";
  show(async () => [await lists(), await get(`faq-blank?topic=${safe(topic)}&unmatched=${safe(asked)}`)], ([offered, blank]) => {
    const item = { ...blank, state: "new", changes: [] };
    const [question, ...variants] = blank.unmatched.map((id, at) => reworded.get(id) || [item.entry.question, ...item.entry.variants][at]);
    if (question) Object.assign(item.entry, { question, variants });
    return draw(offered, item, blank.unmatched);
  });
}

/** Questions put in general words before a new entry is written from them: id -> words. */
export const reworded = new Map();

/** Whether leaving would lose words. */
export function unsaved() {
  return now !== null && document.contains(now.form) && JSON.stringify(read()) !== now.start;
}

function draw(offered, item, unmatched = []) {
  const form = fields(offered, item);
  now = { item, form, unmatched, start: "" };
  const title = item.state === "new" ? "写新问答" : item.entry.question;
  const check = debounce(look, 400);
  form.addEventListener("input", check);
  form.addEventListener("change", check);
  queueMicrotask(() => { now.start = unmatched.length ? "" : JSON.stringify(read()); count(); look(); if (item.state !== "new") history(); });
  return [
    head(title, make("a", { class: "button", href: "#faq" }, "回到列表")),
    standing(item),
    tabs(item),
    make("div", { class: "editor", id: "editor", "data-show": "form" },
      make("div", { class: "pane-form" }, form),
      make("aside", { class: "pane-look", "aria-label": "预览" }, make("h2", {}, "机器人会这样回答"),
        make("div", { id: "preview" }, phone()), rehearse()),
      item.state === "new" ? null : make("section", { class: "pane-history", "aria-label": "历史版本" }, make("h2", {}, "历史版本"), make("div", { id: "history" }, make("p", { class: "small" }, "正在打开……")))),
  ];
}

function standing(item) {
  if (item.state === "new") return make("p", { class: "standing" }, "新问答先存为草稿，训练并发布以后，机器人才会用。");
  const bits = [item.n ? `第${item.n}版，${item.author} ${clock(item.at)}` : "最初的版本"];
  return make("div", { class: "standing" }, ...marks(item), make("span", { class: "small" }, bits.join("")),
    item.draft && item.state === "published" ? make("details", { class: "waits" }, make("summary", {}, "还在等训练的是哪些"), changes(item.changes)) : null,
    item.draft ? make("p", { class: "small" }, item.state === "published" ? "回答和依据已经在用；新的问题和问法等训练。" : "这条问答还没有用上，等训练。", make("a", { href: "#training" }, "去训练并发布")) : null);
}

function tabs(item) {
  const all = [["form", "编辑"], ["look", "预览"], ...(item.state === "new" ? [] : [["history", "历史版本"]])];
  const box = make("div", { class: "switch", role: "group", "aria-label": "看哪一部分" });
  box.append(...all.map(([name, words]) => make("button", { type: "button", "data-tab": name, "aria-pressed": String(name === "form"), onclick: () => turn(name) }, words)));
  return box;
}

function turn(name) {
  $("editor").dataset.show = name;
  document.querySelectorAll(".switch [data-tab]").forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.tab === name)));
}

function field(name, label, input, hint = "") {
  input.setAttribute("id", `f-${name}`);
  input.setAttribute("name", name);
  if (hint) input.setAttribute("aria-describedby", `h-${name}`);
  return make("div", { class: "field", "data-field": name }, make("label", { for: `f-${name}` }, label), input,
    hint ? make("p", { class: "small", id: `h-${name}` }, hint) : null);
}

function fields(offered, item) {
  const entry = item.entry;
  const text = (value, most) => make("input", { type: "text", maxlength: most, value, autocomplete: "off" });
  const area = (value, rows) => { const node = make("textarea", { rows }); node.value = value; return node; };
  const pick = (rows, value) => make("select", {}, ...rows.map((row) => make("option", { value: row.value, selected: row.value === value }, row.title)));
  const day = (value) => make("input", { type: "date", value: value || "" });
  const owner = text(entry.owner, 40);
  owner.setAttribute("list", "owners");
  const answer = area(entry.answer, 6);
  answer.addEventListener("input", count);
  const topics = offered.topics.map((one) => ({ value: one.id, title: one.title }));
  const form = make("form", { class: "entry", novalidate: true, onsubmit: (event) => { event.preventDefault(); save(); } },
    make("datalist", { id: "owners" }, ...offered.owners.map((one) => make("option", { value: one }))),
    field("question", "问题", text(entry.question, 120), "一句话，人们最常这样问。"),
    field("answer", "回答", answer, "先给答案，再说怎么办。"),
    make("p", { class: "count small", id: "count" }),
    field("citations", "依据", area(entry.citations.join("\n"), Math.max(3, entry.citations.length + 1)), "一行一条，例如：民法典188"),
    make("div", { id: "sources" }),
    field("variants", "其他问法", area(entry.variants.join("\n"), 8), "一行一种。改了问题或问法，要训练以后机器人才懂。"),
    make("div", { class: "pair" },
      field("topic", "分类", pick(topics, entry.topic)),
      field("next", "答完以后提供", pick(offered.nexts, entry.next))),
    make("details", { class: "more", open: item.state === "new" }, make("summary", {}, "负责部门和日期"),
      make("div", { class: "pair" },
        field("owner", "负责部门", owner),
        field("review_by", "复核日期", day(entry.review_by), "到了这天，会出现在今日待办里。")),
      make("div", { class: "pair" },
        field("valid_from", "开始日期", day(entry.valid_from)),
        field("valid_to", "停用日期", day(entry.valid_to), "不填就一直有效。")),
      item.state === "new" ? field("id", "编号", text(entry.id, 48), "存好以后不能再改。") : null),
    make("div", { id: "checks", class: "checks", "aria-live": "polite" }),
    field("why", "为什么改（写给同事看，可以不写）", text("", 200)),
    make("div", { class: "acts" }, make("button", { type: "submit", class: "main", id: "save" }, "保存"), ...extra(item)));
  if (item.state === "new") form.elements.topic.addEventListener("change", rename);
  return form;
}

function extra(item) {
  if (item.state === "new") return [];
  const id = safe(item.entry.id);
  const out = [];
  if (item.draft) out.push(sure("放弃草稿", item.state === "draft" ? "这条问答还没有发布过，放弃以后要从历史版本里恢复。放弃吗？" : "放弃等训练的问题和问法？已经生效的回答不变。", () => act(`faq/${id}/discard`, {}, "草稿已放弃。")));
  if (item.state === "published") out.push(sure("下架", "下架以后，机器人马上不再这样回答。下架吗？", () => act(`faq/${id}/retire`, { why: now.form.elements.why.value }, "已下架，机器人不再这样回答。")));
  return out;
}

async function act(path, body, words) {
  const answer = await post(path, body);
  now.start = JSON.stringify(read());
  toast(answer.now ? `${words}${effect(answer)}` : words);
  refreshBadge();
  if (answer.item) show(async () => [await lists(), answer.item], ([offered, item]) => draw(offered, item));
  else location.hash = "#faq";
}

async function rename() {
  const blank = await get(`faq-blank?topic=${safe(now.form.elements.topic.value)}`);
  now.form.elements.id.value = blank.entry.id;
}

function read() {
  const of = (name) => now.form.elements[name] ? now.form.elements[name].value.trim() : now.item.entry[name];
  const rows = (name) => of(name).split("\n").map((row) => row.trim()).filter(Boolean);
  return {
    id: of("id"), question: of("question"), answer: of("answer"), variants: rows("variants"),
    citations: rows("citations"), topic: of("topic"), next: of("next"), owner: of("owner"),
    valid_from: of("valid_from"), valid_to: of("valid_to") || null, review_by: of("review_by"),
  };
}

function count() {
  const length = now.form.elements.answer.value.trim().length;
  $("count").textContent = length > ANSWER_MOST ? `${length}个字，超了${length - ANSWER_MOST}个字` : `${length}个字，还可以写${ANSWER_MOST - length}个字`;
  $("count").classList.toggle("over", length > ANSWER_MOST);
}

let looks = 0;
async function look() {
  const mine = ++looks;
  const form = now.form;
  let found;
  try {
    found = await post("faq-check", { entry: read() });
  } catch (fault) {
    if (mine === looks && document.contains(form)) $("checks").replaceChildren(make("p", { class: "fault" }, fault.message));
    return;
  }
  if (mine !== looks || !document.contains(form)) return;
  now.sound = found.faults.length === 0;
  $("checks").replaceChildren(...checks(found));
  $("sources").replaceChildren(...found.citations.map(source));
  const said = found.says.length ? [asked(read().question || "……"), ...bubbles(found.says)] : [make("p", { class: "small" }, "写好回答和依据以后，这里会显示机器人怎么说。")];
  $("preview").replaceChildren(phone(...said));
  $("save").textContent = !found.later.length ? "保存并马上生效" : found.now.length ? "保存（问法等训练）" : "存为草稿";
}

function checks(found) {
  const out = [];
  if (found.faults.length) {
    out.push(make("div", { class: "fault" }, make("strong", {}, "还有要改的地方，改好才能保存"), make("ul", {}, ...found.faults.map((one) => make("li", {}, one)))));
  } else {
    const same = !found.now.length && !found.later.length;
    const words = [
      same ? "和现在用的一样，没有改动。" : "",
      found.now.length ? `保存以后马上生效：${found.now.join("、")}。` : "",
      found.later.length ? `先存为草稿，训练并发布以后才生效：${found.later.join("、")}。` : "",
    ];
    out.push(make("p", { class: "good" }, `检查通过。${words.join("")}`));
  }
  if (found.hints.length) out.push(make("div", { class: "note" }, make("strong", {}, "建议看一看"), make("ul", {}, ...found.hints.map((one) => make("li", {}, one)))));
  return out;
}

function source(one) {
  return make("div", { class: `source ${one.fault ? "bad" : ""}` },
    make("strong", {}, one.title || one.words),
    one.fault ? make("p", { class: "fault" }, one.fault) : null,
    one.hint ? make("p", { class: "note" }, one.hint) : null,
    one.gist ? make("p", {}, one.gist) : null,
    one.quote ? make("blockquote", {}, one.quote) : null);
}

function save() {
  const button = $("save");
  busy(button, async () => {
    const body = { entry: read(), why: now.form.elements.why.value, expect: now.item.n, unmatched: now.unmatched };
    const answer = await post("faq", body).catch(overtaken);
    toast(`已保存。${effect(answer)}`);
    refreshBadge();
    now.start = JSON.stringify(read());
    const there = `#faq/${safe(answer.item.entry.id)}`;
    if (location.hash === there) show(async () => [await lists(), answer.item], ([offered, item]) => draw(offered, item));
    else location.hash = there;
  });
}

/** What a save did, part by part: what citizens get now, what waits. */
function effect({ now: live, later }) {
  if (!live.length && !later.length) return "内容没有变化。";
  return (live.length ? `马上生效：${live.join("、")}。` : "") + (later.length ? `等训练并发布以后才生效：${later.join("、")}。` : "");
}

/** Somebody else was faster: nothing is lost, and it is the editor who decides whose words stay. */
function overtaken(fault) {
  if (fault.status === 409) {
    const again = make("button", { type: "button", onclick: () => busy(again, async () => {
      now.item.n = (await get(`faq/${safe(now.item.entry.id)}`)).n;
      document.querySelectorAll(".acts > .overtaken, .acts > .fault").forEach((one) => one.remove());
      save();
    }) }, "看过了，用我的保存");
    document.querySelectorAll(".acts > .overtaken").forEach((one) => one.remove());
    $("save").parentElement.append(make("p", { class: "overtaken" },
      make("a", { href: location.href, target: "_blank", rel: "noopener" }, "在新窗口看最新的"), again));
  }
  throw fault;
}

function rehearse() {
  const input = make("input", { type: "text", id: "try-words", maxlength: 300, placeholder: "比如：没有借条能要回来吗", autocomplete: "off" });
  const out = make("div", { id: "tried", "aria-live": "polite" });
  const button = make("button", { type: "submit" }, "试一试");
  return make("form", { class: "rehearse", onsubmit: (event) => { event.preventDefault(); busy(button, () => tried(input, out), out); } },
    make("label", { for: "try-words" }, "换个说法问问看"), make("div", { class: "line" }, input, button), out);
}

async function tried(input, out) {
  const text = input.value.trim();
  if (!text) return input.focus();
  // an edit without faults is tried as if it were live already
  const found = await post("faq-try", now.sound ? { text, entry: read() } : { text });
  out.replaceChildren(phone(asked(text), ...bubbles(found.says)), why(found));
}

/** What the model made of the words. */
export function why(found) {
  if (!found.ranked.length) return make("p", { class: "small" }, "这句话不用理解就能回答，比如“转人工”。");
  return make("div", { class: "ranked" }, make("p", { class: "small" }, `${found.source}的判断（没有训练过的问法还不懂）：`),
    make("ol", {}, ...found.ranked.map((one) => make("li", {}, make("span", {}, one.title),
      make("meter", { min: 0, max: 100, value: one.percent, "aria-label": one.title }), make("span", { class: "percent" }, `${one.percent}%`)))));
}

async function history() {
  const place = $("history");
  try {
    const { versions } = await get(`faq/${safe(now.item.entry.id)}/history`);
    place.replaceChildren(make("ol", { class: "versions" }, ...versions.map(version)));
  } catch (fault) {
    place.replaceChildren(make("p", { class: "fault", role: "alert" }, fault.message));
  }
}

function version(one, at) {
  const id = safe(now.item.entry.id);
  const name = one.n ? `第${one.n}版` : "最初的版本";
  const tone = { published: "green", draft: "amber" }[one.down ? "" : one.state] || "";
  return make("li", {},
    make("div", { class: "version-head" }, make("strong", {}, name), one.state_words ? make("span", { class: `mark ${tone}` }, one.state_words) : null,
      make("span", { class: "small" }, one.n ? `${one.author} ${clock(one.at)}` : "产品自带"),
      at > 0 && !one.down ? sure("恢复到这一版", "恢复成这一版的内容？", () => act(`faq/${id}/roll-back`, { n: one.n }, `${name}的内容已经放回来了。`), "plain") : null),
    one.why ? make("p", { class: "small" }, `原因：${one.why}`) : null,
    one.down ? make("p", { class: "small" }, "从这一版起不再回答。") : one.first ? make("p", { class: "small" }, "第一次写成。") : changes(one.changes));
}
