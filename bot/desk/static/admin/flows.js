/** 流程文字: how each question is asked, its example, its reason, its buttons; never the logic. */

import { clock } from "../desk/time.js";
import { $, busy, changes, debounce, get, head, make, mark, post, safe, show, sure, toast } from "./page.js";
import { bubbles, phone } from "./phone.js";

let now = null; // the question being edited: {item, form, start, says}

export function flows() {
  show(() => get("flows"), (data) => [
    head("流程文字"),
    make("p", { class: "small lead" }, "改问题怎么问、例子、为什么问、按钮叫什么。问的先后和条件不在这里改。保存以后马上生效；正在填的人，还按他开始时的文字问完。"),
    data.lost ? make("p", { class: "note" }, `产品升级后，有${data.lost}处改过的题换了新的文字，原来的修改没有用上。请看看新的文字还要不要改。`) : null,
    make("ol", { class: "rows" }, ...data.rows.map((row) => make("li", {}, make("a", { class: "row", href: `#flows/${safe(row.id)}` },
      make("span", { class: "row-main" }, make("strong", {}, row.title), make("span", { class: "small" }, `${row.questions}题`)),
      make("span", { class: "row-marks" }, row.edited ? mark(`改过${row.edited}题`, "green") : null))))),
  ].filter(Boolean));
}

export function flow(id) {
  show(() => get(`flows/${safe(id)}`), (data) => [
    head(data.title, make("a", { class: "button", href: "#flows" }, "所有流程")),
    make("ol", { class: "rows" }, ...data.questions.map((one, at) => make("li", {}, make("a", { class: "row", href: `#questions/${safe(one.key)}?from=${safe(id)}` },
      make("span", { class: "row-main" }, make("strong", {}, `${at + 1}. ${one.ask}`), make("span", { class: "small" }, [one.section, one.label, shared(one)].filter(Boolean).join(" · "))),
      make("span", { class: "row-marks" }, one.edited ? mark("改过", "green") : null))))),
  ]);
}

const shared = (one) => (one.flows.length > 1 ? `${one.flows.length}个流程共用` : "");

export function question(key, parameters) {
  const from = (parameters && parameters.get("from")) || "";
  show(() => get(`questions/${safe(key)}`), (data) => draw(data, from));
}

/** Whether leaving would lose words. */
export function unsavedWords() {
  return now !== null && document.contains(now.form) && JSON.stringify(read()) !== now.start;
}

function draw(item, from) {
  const back = from || item.flows[0].id;
  const form = item.fixed ? make("p", { class: "note" }, item.fixed) : fields(item);
  now = { item, form, from, start: "" };
  if (!item.fixed) {
    const check = debounce(look, 400);
    form.addEventListener("input", check);
    queueMicrotask(() => { now.start = JSON.stringify(read()); look(); });
  }
  return [
    head(item.label, make("a", { class: "button", href: `#flows/${safe(back)}` }, "回到这个流程")),
    make("div", { class: "standing" }, make("span", { class: "small" }, item.n ? `第${item.n}版，${item.author} ${clock(item.at)}` : "最初的文字"),
      item.flows.length > 1 ? make("details", { class: "waits" }, make("summary", {}, `${item.flows.length}个流程共用这一题，改了一起变`), make("p", { class: "small" }, item.flows.map((one) => one.title).join("、"))) : null),
    make("div", { class: "editor words" },
      make("div", { class: "pane-form" }, form),
      make("aside", { class: "pane-look", "aria-label": "预览" }, make("h2", {}, "机器人会这样问"), make("div", { id: "preview" }, phone(...bubbles(item.says)))),
      make("section", { class: "pane-history", "aria-label": "历史版本" }, make("h2", {}, "历史版本"),
        make("ol", { class: "versions" }, ...item.versions.map(version)))),
  ];
}

function fields(item) {
  const { words } = item;
  const field = (name, label, input, hint = "") => {
    input.id = `w-${name}`;
    input.name = name;
    return make("div", { class: "field" }, make("label", { for: input.id }, label), input, hint ? make("p", { class: "small" }, hint) : null);
  };
  const area = (value, rows) => { const node = make("textarea", { rows }); node.value = value; return node; };
  const line = (value, most) => make("input", { type: "text", value, maxlength: most, autocomplete: "off" });
  return make("form", { class: "entry", novalidate: true, onsubmit: (event) => { event.preventDefault(); save(); } },
    field("ask", "问题", area(words.ask, 3)),
    field("hint", "例子", line(words.hint, 200), "告诉人怎么回答，例如：三万五、35000元"),
    field("why", "为什么问", area(words.why, 2), "有人问“为什么”时这样说。"),
    ...Object.entries(words.options).map(([key, label], at) => field(`option:${key}`, `按钮${at + 1}`, line(label, 40))),
    make("div", { id: "checks", class: "checks", "aria-live": "polite" }),
    field("reason", "为什么改（写给同事看，可以不写）", line("", 200)),
    make("div", { class: "acts" }, make("button", { type: "submit", class: "main", id: "save" }, "保存并马上生效")));
}

function read() {
  const of = (name) => now.form.elements[name].value.trim();
  const options = Object.fromEntries(Object.keys(now.item.words.options).map((key) => [key, of(`option:${key}`)]));
  return { ask: of("ask"), hint: of("hint"), why: of("why"), options };
}

let looks = 0;
async function look() {
  const mine = ++looks;
  const { form, item } = now;
  let found;
  try {
    found = await post(`questions/${safe(item.key)}/check`, { words: read() });
  } catch (fault) {
    if (!("status" in fault)) throw fault;
    if (mine === looks && document.contains(form)) $("checks").replaceChildren(make("p", { class: "fault" }, fault.message));
    return;
  }
  if (mine !== looks || !document.contains(form)) return;
  $("checks").replaceChildren(...checks(found));
  if (found.says.length) $("preview").replaceChildren(phone(...bubbles(found.says)));
}

function checks(found) {
  if (found.faults.length) return [make("div", { class: "fault" }, make("strong", {}, "还有要改的地方，改好才能保存"), make("ul", {}, ...found.faults.map((one) => make("li", {}, one))))];
  if (!found.changes.length) return [make("p", { class: "small" }, "还没有改动。")];
  return [make("p", { class: "good" }, "检查通过。保存以后，新开始登记的人马上这样问。"), changes(found.changes)];
}

function save() {
  busy($("save"), async () => {
    const data = await post(`questions/${safe(now.item.key)}`, { words: read(), why: now.form.elements.reason.value, expect: now.item.n });
    toast("已保存，新开始登记的人马上这样问。");
    again(data);
  });
}

function again(data) {
  const main = $("main");
  main.replaceChildren(...draw(data, now.from));
  main.focus({ preventScroll: true });
}

function version(one) {
  const name = one.n ? `第${one.n}版` : "最初的文字";
  return make("li", {},
    make("div", { class: "version-head" }, make("strong", {}, name), one.now ? mark("现在用的", "green") : null,
      make("span", { class: "small" }, one.n ? `${one.author} ${clock(one.at)}` : "产品自带"),
      one.now ? null : sure("恢复到这一版", "恢复成这一版的文字？马上生效。", async () => { again(await post(`questions/${safe(now.item.key)}/roll-back`, { n: one.n })); toast(`${name}的文字已经放回来，马上生效。`); }, "plain")),
    one.why ? make("p", { class: "small" }, `原因：${one.why}`) : null,
    one.n ? changes(one.changes) : null);
}
