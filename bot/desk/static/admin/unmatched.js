/** 没答上的问题: those of one meaning together; another phrasing of an entry, a new entry, or not for us. */

import { clock } from "../desk/time.js";
import { refreshBadge } from "./badge.js";
import { reworded } from "./editor.js";
import { $, busy, debounce, empty, get, head, make, mark, post, safe, show, toast } from "./page.js";

const AT_ONCE = 100; // questions of one action; their numbers must fit into an address
const seen = { q: "", page: 1 };

export function unmatched() {
  Object.assign(seen, { q: "", page: 1 });
  show(load, (data) => [
    head("没答上的问题"),
    make("p", { class: "small lead" }, "意思相近的放在一起，问得多的在前面。手机号和证件号已经遮住；里面要是有人名，请改成一般的说法再存。答案用上以后，机器人会告诉问过的人，每人一次；只告诉还联系得上的。"),
    make("p", { class: "small", id: "asked-told" }, data.told ? `最近7天，已经把答案告诉了${data.told}个人。` : ""),
    tools(),
    make("div", { id: "asked-list" }, ...list(data)),
  ]);
}

const load = () => get(`unmatched?q=${safe(seen.q)}&page=${seen.page}`);

function tools() {
  const again = debounce(() => renew({ page: 1 }), 250);
  const search = make("input", { type: "search", id: "asked-search", placeholder: "问题里的字", autocomplete: "off", oninput: (event) => { seen.q = event.target.value.trim(); again(); } });
  return make("div", { class: "filters" }, make("div", { class: "field" }, make("label", { for: "asked-search" }, "找问题"), search));
}

/** Fetch and draw the list anew; where `focus` is given, the keyboard goes on there. */
async function renew({ page = seen.page, focus = "" } = {}) {
  seen.page = page;
  const place = $("asked-list");
  try {
    const data = await load();
    if (!place.isConnected) return;
    seen.page = data.page;
    place.replaceChildren(...list(data));
    $("live").textContent = `${data.clusters}组，${data.questions}个问题`;
    if (focus) (place.querySelector(focus) || $("asked-search")).focus();
  } catch (fault) {
    if (!("status" in fault)) throw fault;
    place.replaceChildren(make("p", { class: "fault", role: "alert" }, fault.message));
  }
}

function list(data) {
  return [
    data.last ? undoing(data.last) : null,
    data.rows.length ? make("p", { class: "small", id: "asked-count" }, `${data.clusters}组，${data.questions}个问题`) : nothing(),
    data.rows.length ? make("ol", { class: "asked-rows", id: "asked" }, ...data.rows.map(bunch)) : null,
    data.pages > 1 ? pages(data) : null,
  ].filter(Boolean);
}

function nothing() {
  return seen.q ? empty("没有找到", "换个字找找。") : empty("都处理好了", "有人问了机器人答不上的，会出现在这里。");
}

function undoing(last) {
  const button = make("button", { type: "button", id: "undo", onclick: () => busy(button, async () => {
    const { questions } = await post("unmatched-undo", { batch: last.batch });
    toast(`已撤销，${questions}个问题回到了列表里。`);
    refreshBadge();
    await renew({ focus: "summary" });
  }) }, "撤销");
  return make("div", { class: "undoing" }, make("span", {}, `上一步：${last.words}`), button);
}

function pages(data) {
  const go = (words, page) => make("button", { type: "button", disabled: page < 1 || page > data.pages, onclick: () => { renew({ page, focus: "summary" }); scrollTo(0, 0); } }, words);
  return make("nav", { class: "pages", "aria-label": "翻页" }, go("上一页", data.page - 1),
    make("span", { class: "small" }, `第${data.page}页，共${data.pages}页`), go("下一页", data.page + 1));
}

function bunch(row, at) {
  const bits = [`问了${row.count}次`, row.askers ? `${row.askers}个人` : "", row.members.length > 1 ? `${row.members.length}种说法` : "", `最近 ${clock(row.last_at)}`];
  const item = make("details", { class: "asked", "data-id": row.id, open: at === 0 },
    make("summary", {}, make("span", { class: "asked-head" }, make("strong", {}, row.text), make("span", { class: "small" }, bits.filter(Boolean).join("，"))),
      row.shared.length ? make("span", { class: "small" }, `都提到：${row.shared.join("、")}`) : null));
  // drawn when it is opened: a page of clusters may hold hundreds of sentences
  const open = () => item.open && item.children.length === 1 && item.append(inside(row, item));
  item.addEventListener("toggle", open);
  open();
  return make("li", {}, item);
}

function inside(row, item) {
  const chosen = { id: "", question: "" };
  const pick = make("div", { class: "picks", role: "group", "aria-label": "是哪一条问答" });
  const body = make("div", { class: "asked-body" });
  const members = make("ul", { class: "members", "aria-label": "这一组的说法" }, ...row.members.map(member));
  const add = make("button", { type: "button", class: "main" }, "加为问法");
  const fresh = make("button", { type: "button" }, "写新问答");
  const away = make("button", { type: "button", class: "plain" }, "不用处理");
  const ticked = () => [...members.children].filter((one) => one.querySelector("[type=checkbox]").checked);
  const words = () => Object.fromEntries(ticked().map((one) => [one.dataset.id, one.querySelector("[type=text]").value.trim()]));
  const count = () => {
    const n = ticked().length;
    add.textContent = `加为问法（${n}句）`;
    add.disabled = !n || !chosen.id;
    fresh.disabled = away.disabled = !n;
  };
  const choose = (entry) => {
    Object.assign(chosen, entry);
    pick.querySelectorAll("button").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.entry === entry.id)));
    count();
  };
  row.suggestions.forEach((entry) => pick.append(option(entry, choose)));
  members.addEventListener("change", count);
  const act = (button, work) => button.addEventListener("click", () => busy(button, () => work(words()), body).finally(() => body.isConnected && count()));
  act(add, (said) => variants(said, chosen));
  act(away, dismissed);
  fresh.addEventListener("click", () => write(words(), body));
  body.append(all(row, members), members,
    make("p", { class: "legend" }, row.suggestions.length ? "意思和哪一条一样" : "没有相近的问答，可以自己找"), pick,
    finder(row.id, pick, choose), make("div", { class: "acts" }, add, fresh, away));
  count();
  return body;
}

function all(row, members) {
  if (row.members.length < 2) return "";
  const box = make("input", { type: "checkbox", checked: row.members.every((one) => !one.weak), onchange: () => {
    members.querySelectorAll("[type=checkbox]").forEach((one) => {
      one.checked = box.checked;
      one.dispatchEvent(new Event("change", { bubbles: true }));
    });
  } });
  return make("label", { class: "tick" }, box, "全部选中");
}

function member(one, at) {
  const words = make("input", { type: "text", id: `w-${one.id}`, maxlength: 120, value: one.text, "aria-label": `第${at + 1}句，存成这样的问法` });
  const box = make("input", { type: "checkbox", checked: !one.weak, "aria-label": `选中：${one.text}`, onchange: () => { words.disabled = !box.checked; } });
  words.disabled = one.weak;
  return make("li", { class: "member", "data-id": one.id }, make("label", { class: "tick" }, box), words,
    make("span", { class: "small" }, `问了${one.count}次`),
    one.weak ? mark("不太像，请先看看", "amber") : null,
    one.rejected ? mark(`答了“${one.rejected}”，觉得没用`, "amber") : null);
}

function option(entry, choose) {
  return make("button", { type: "button", "aria-pressed": "false", "data-entry": entry.id, onclick: () => choose(entry) }, entry.question,
    entry.percent === undefined ? null : make("span", { class: "small" }, ` ${entry.percent}%`));
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

async function variants(questions, chosen) {
  const answer = await post("unmatched-variants", { entry: chosen.id, questions });
  toast(answer.draft ? `已加到“${chosen.question}”，训练并发布以后就听得懂，也会告诉问过的人。` : `“${chosen.question}”已经有这种问法。`);
  await settled();
}

async function dismissed(questions) {
  const ids = Object.keys(questions);
  await post("unmatched-dismiss", { questions: ids });
  toast(ids.length > 1 ? `好的，这${ids.length}个问题不再列出。` : "好的，这个问题不再列出。");
  await settled();
}

async function settled() {
  refreshBadge();
  await renew({ focus: "summary" });
}

function write(questions, body) {
  const ids = Object.keys(questions);
  body.querySelectorAll(":scope > .fault").forEach((one) => one.remove());
  if (ids.length > AT_ONCE) {
    body.append(make("p", { class: "fault", role: "alert" }, `一次最多用${AT_ONCE}句写一条新问答，请少选一些。`));
    return;
  }
  reworded.clear();
  Object.entries(questions).forEach(([id, words]) => reworded.set(id, words));
  location.hash = `#faq-new?unmatched=${ids.join(",")}`;
}
