/** 没答上的问题: another phrasing of an entry, a new entry, or not for us; all on one screen. */

import { clock } from "../desk/time.js";
import { refreshBadge } from "./badge.js";
import { $, busy, debounce, empty, get, head, make, post, safe, show, toast } from "./page.js";

export function unmatched() {
  show(() => get("unmatched"), ({ rows, more }) => [
    head("没答上的问题"),
    make("p", { class: "small lead" }, "按问的次数排。手机号和证件号已经遮住；里面要是有人名，请改成一般的说法再存。"),
    rows.length
      ? make("ol", { class: "asked-rows", id: "asked" }, ...rows.map(one))
      : empty("都处理好了", "有人问了机器人答不上的，会出现在这里。"),
    more ? make("p", { class: "small" }, `还有${more}个，处理完这些再显示。`) : null,
  ].filter(Boolean));
}

function one(row) {
  const item = make("li", { class: "asked", "data-id": row.id });
  const words = make("input", { type: "text", id: `w-${row.id}`, maxlength: 120, value: row.text });
  const chosen = { id: "", question: "" };
  const pick = make("div", { class: "picks", role: "group", "aria-label": "是哪一条问答" });
  const add = make("button", { type: "button", class: "main", disabled: true }, "加为问法");
  const choose = (entry) => {
    Object.assign(chosen, entry);
    pick.querySelectorAll("button").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.entry === entry.id)));
    add.disabled = false;
  };
  row.suggestions.forEach((entry) => pick.append(option(entry, choose)));
  add.addEventListener("click", () => busy(add, () => variant(item, row.id, chosen, words.value), item));
  const away = make("button", { type: "button", class: "plain", onclick: () => busy(away, () => dismissed(item, row.id), item) }, "不用处理");
  item.append(
    make("p", { class: "asked-head" }, make("strong", {}, row.text),
      make("span", { class: "small" }, `问了${row.count}次，最近 ${clock(row.last_at)}`)),
    make("div", { class: "pair" },
      make("div", { class: "field" }, make("label", { for: `w-${row.id}` }, "存成这样的问法"), words),
      finder(row.id, pick, choose)),
    make("p", { class: "legend" }, row.suggestions.length ? "意思和哪一条一样" : "没有相近的问答，可以自己找"),
    pick,
    make("div", { class: "acts" }, add,
      make("a", { class: "button", href: "#faq-new", onclick: (event) => { event.currentTarget.href = `#faq-new?unmatched=${safe(row.id)}&question=${safe(words.value)}`; } }, "写成新问答"), away));
  return item;
}

function option(entry, choose) {
  return make("button", { type: "button", "aria-pressed": "false", "data-entry": entry.id, onclick: () => choose(entry) }, entry.question);
}

function finder(id, pick, choose) {
  const search = make("input", { type: "search", id: `s-${id}`, placeholder: "问题、回答或问法里的字", autocomplete: "off" });
  search.addEventListener("input", debounce(async () => {
    const words = search.value.trim();
    pick.querySelectorAll("[data-found]").forEach((node) => node.getAttribute("aria-pressed") === "true" || node.remove());
    if (!words) return;
    const { rows } = await get(`faq?q=${safe(words)}`);
    const there = new Set([...pick.children].map((node) => node.dataset.entry));
    const found = rows.filter((row) => row.state !== "retired" && !there.has(row.id)).slice(0, 5);
    found.forEach((row) => { const node = option(row, choose); node.dataset.found = "1"; pick.append(node); });
    $("live").textContent = found.length ? `找到${found.length}条` : "没有找到";
  }, 250));
  return make("div", { class: "field" }, make("label", { for: `s-${id}` }, "找别的问答"), search);
}

async function variant(item, id, chosen, text) {
  const answer = await post(`unmatched/${safe(id)}/variant`, { entry: chosen.id, text });
  toast(answer.draft ? `已加到“${chosen.question}”，训练并发布以后就听得懂。` : `“${chosen.question}”已经有这种问法。`);
  gone(item);
}

async function dismissed(item, id) {
  await post(`unmatched/${safe(id)}/settle`, { state: "dismissed" });
  toast("好的，这个问题不再列出。");
  gone(item);
}

function gone(item) {
  const next = item.nextElementSibling || item.previousElementSibling;
  item.remove();
  refreshBadge();
  if (next) next.querySelector("input").focus();
  else unmatched();
}
