/** 问答: the list with search and filters. */

import { clock } from "../desk/time.js";
import { $, debounce, empty, get, head, make, mark, safe, show } from "./page.js";

const STATES = [["", "全部"], ["published", "已发布"], ["draft", "草稿"], ["retired", "已下架"]];
const filter = { q: "", topic: "", state: "", law: "", late: "" };
let choices = null;

export async function lists() {
  choices = choices || await get("choices");
  return choices;
}

export function faq(parameters) {
  for (const name of Object.keys(filter)) filter[name] = parameters.get(name) || "";
  show(async () => [await lists(), await load()], ([offered, data]) => {
    const place = make("div", { id: "found" });
    place.append(...found(data));
    return [
      head("问答", make("a", { class: "button main", href: "#faq-new" }, "写新问答")),
      tools(offered, data), place,
    ];
  });
}

function load() {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value));
  return get(`faq?${query}`);
}

function tools(offered, data) {
  const again = debounce(renew, 250);
  const search = make("input", { type: "search", id: "faq-search", placeholder: "找问题、回答或问法里的字", autocomplete: "off", value: filter.q, oninput: (event) => { filter.q = event.target.value; again(); } });
  const topic = make("select", { id: "faq-topic", onchange: (event) => { filter.topic = event.target.value; renew(); } },
    make("option", { value: "" }, "全部分类"),
    ...offered.topics.map((one) => make("option", { value: one.id, selected: one.id === filter.topic }, one.title)));
  return make("div", { class: "filters" },
    make("div", { class: "field" }, make("label", { for: "faq-search" }, "查找"), search),
    make("div", { class: "field" }, make("label", { for: "faq-topic" }, "分类"), topic),
    make("div", { class: "states", role: "group", "aria-label": "状态", id: "faq-states" }, ...states(data)));
}

function states(data) {
  return STATES.map(([state, words]) => make("button", {
    type: "button", "aria-pressed": String(filter.state === state), "data-state": state,
    onclick: () => { filter.state = state; renew(); },
  }, words, make("b", {}, String(data.counts[state] || 0))));
}

async function renew() {
  const place = $("found");
  if (!place) return;
  const held = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.state : undefined;
  let data;
  try {
    data = await load();
  } catch (fault) {
    place.replaceChildren(make("p", { class: "fault", role: "alert" }, fault.message));
    return;
  }
  if (!place.isConnected) return; // somebody opened an entry meanwhile
  place.replaceChildren(...found(data));
  $("faq-states").replaceChildren(...states(data));
  if (held !== undefined) $("faq-states").querySelector(`[data-state="${held}"]`).focus();
  $("live").textContent = `找到${data.rows.length}条`;
}

function found(data) {
  const special = filter.law ? `只看引用《${filter.law}》的` : filter.late ? "只看过了复核日期的" : "";
  const note = special ? [make("p", { class: "note" }, special, " ", make("a", { href: "#faq" }, "看全部"))] : [];
  if (!data.rows.length) {
    return [...note, filter.q || filter.topic || filter.state || special
      ? empty("没有找到", "换个字找找，或者把分类和状态改成“全部”。")
      : empty("还没有问答", "从最常被问到的问题写起。")];
  }
  return [...note, make("ol", { class: "rows" }, ...data.rows.map(line))];
}

function line(row) {
  const bits = [row.topic_title, row.variants ? `${row.variants}种问法` : "没有其他问法"];
  if (row.n) bits.push(`第${row.n}版`, `${row.author} ${clock(row.at)}`);
  return make("li", {}, make("a", { class: "row", href: `#faq/${safe(row.id)}` },
    make("span", { class: "row-main" }, make("strong", {}, row.question || "（还没有写问题）"), make("span", { class: "small" }, bits.join(" · "))),
    make("span", { class: "row-marks" }, ...marks(row))));
}

/** The state in words, wherever an entry is shown. */
export function marks(row) {
  const tone = { published: "green", draft: "amber", retired: "" };
  return [
    mark(row.state_words, tone[row.state]),
    row.draft && row.state === "published" ? mark("新问法等训练", "amber") : null,
    row.overdue ? mark("该复核了", "red") : null,
  ].filter(Boolean);
}
