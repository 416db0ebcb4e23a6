/** 数据表: rows of figures, dates and names; checked while typing, in use as soon as they are saved. */

import { clock } from "../desk/time.js";
import { $, busy, changes, debounce, get, head, make, mark, post, safe, show, toast } from "./page.js";

let now = null; // the table being edited: {item, body, start}

export function tables() {
  show(() => get("tables"), (data) => [
    head("数据表"),
    make("p", { class: "small lead" }, "利率、诉讼费、放假安排这些按公布的改。保存以后马上用；写错的会被拦下来，改错了一步就能恢复。"),
    make("ol", { class: "rows" }, ...data.rows.map((row) => make("li", {}, make("a", { class: "row", href: `#tables/${safe(row.id)}` },
      make("span", { class: "row-main" }, make("strong", {}, row.title), make("span", { class: "small" }, `${row.rows}行 · ${row.n ? `第${row.n}版，${row.author} ${clock(row.at)}` : "产品自带"}`)))))),
  ]);
}

export function table(id) {
  show(() => get(`tables/${safe(id)}`), draw);
}

/** Whether leaving would lose rows. */
export function unsavedRows() {
  return now !== null && document.contains(now.body) && JSON.stringify(read()) !== now.start;
}

function draw(item) {
  const body = make("tbody", {}, ...item.lines.map((line, at) => row(item, line, at)));
  now = { item, body, start: "" };
  const check = debounce(look, 400);
  const form = make("form", { class: "entry lines-form", novalidate: true, oninput: check, onsubmit: (event) => { event.preventDefault(); save(); } },
    make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": item.title },
      make("table", {}, make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "行"), ...item.columns.map((one) => make("th", { scope: "col" }, one.title)), item.grows ? make("th", { scope: "col" }, "") : null)), body)),
    item.grows ? make("p", {}, make("button", { type: "button", id: "add-row", onclick: add }, "在最后加一行")) : null,
    make("div", { id: "checks", class: "checks", "aria-live": "polite" }),
    make("div", { class: "field" }, make("label", { for: "t-why" }, "依据什么改的（要写，例如：2025年12月20日公布）"), make("input", { id: "t-why", type: "text", maxlength: 200, autocomplete: "off" })),
    make("div", { class: "acts" }, make("button", { type: "submit", class: "main", id: "save" }, "保存")),
    make("div", { id: "confirm", "aria-live": "polite" }));
  queueMicrotask(() => { now.start = JSON.stringify(read()); look(); });
  return [
    head(item.title, make("a", { class: "button", href: "#tables" }, "所有数据表")),
    make("p", { class: "small lead" }, item.about),
    make("p", { class: "standing small" }, item.n ? `第${item.n}版，${item.author} ${clock(item.at)}` : "产品自带的"),
    form,
    make("section", { "aria-label": "历史版本" }, make("h2", { class: "section" }, "历史版本"), make("ol", { class: "versions" }, ...item.versions.map(version))),
  ];
}

function row(item, line, at) {
  return make("tr", {}, make("td", { class: "when" }, String(at + 1)), ...item.columns.map((one) => make("td", {}, cell(item, one, line[one.key] || "", at))),
    item.grows ? make("td", {}, make("button", { type: "button", class: "plain", "aria-label": `删掉第${at + 1}行`, onclick: (event) => { event.currentTarget.closest("tr").remove(); number(); look(); } }, "删掉")) : null);
}

function cell(item, column, value, at) {
  const attributes = { name: column.key, "aria-label": `第${at + 1}行${column.title}` };
  if (column.kind === "choice") {
    return make("select", attributes, column.empty || !value ? make("option", { value: "" }, "请选") : null,
      ...column.choices.map((one) => make("option", { value: one.value, selected: one.value === value }, one.title)));
  }
  const numeric = ["number", "percent", "yuan", "digits"].includes(column.kind);
  const fixed = !item.grows && column.key === item.columns[0].key;
  return make("input", { ...attributes, type: column.kind === "date" ? "date" : "text", value, autocomplete: "off", inputmode: numeric ? "decimal" : null, readonly: fixed || null });
}

function number() {
  [...now.body.rows].forEach((one, at) => {
    one.cells[0].textContent = String(at + 1);
    one.querySelectorAll("[name]").forEach((input, n) => input.setAttribute("aria-label", `第${at + 1}行${now.item.columns[n].title}`));
    const gone = one.querySelector("button");
    if (gone) gone.setAttribute("aria-label", `删掉第${at + 1}行`);
  });
}

function add() {
  const before = now.body.rows[now.body.rows.length - 1];
  const last = before ? before.querySelector("select") : null;
  const start = last && now.item.columns[0].kind === "choice" ? { [now.item.columns[0].key]: last.value } : {};
  const fresh = row(now.item, start, now.body.rows.length);
  now.body.append(fresh);
  fresh.querySelector("input, select").focus();
  look();
}

function read() {
  return [...now.body.rows].map((one) => Object.fromEntries([...one.querySelectorAll("[name]")].map((input) => [input.name, input.value.trim()])));
}

let looks = 0;
async function look() {
  if (now.asked && now.asked !== typed()) $("confirm")?.replaceChildren(); // that is not what stands there now
  const mine = ++looks;
  const { body, item } = now;
  let found;
  try {
    found = await post(`tables/${safe(item.id)}/check`, { rows: read() });
  } catch (fault) {
    if (!("status" in fault)) throw fault;
    if (mine === looks && document.contains(body)) $("checks").replaceChildren(make("p", { class: "fault" }, fault.message));
    return;
  }
  if (mine !== looks || !document.contains(body)) return;
  $("checks").replaceChildren(...checks(found));
}

function checks(found) {
  if (found.faults.length) return [make("div", { class: "fault" }, make("strong", {}, "还有要改的地方，改好才能保存"), make("ul", {}, ...found.faults.map((one) => make("li", {}, one))))];
  if (!found.changes.length) return [make("p", { class: "small" }, "还没有改动。")];
  return [make("p", { class: "good" }, "检查通过。保存以后，下一次算就用新的。"), changes(found.changes)];
}

function save() {
  const body = { rows: read(), why: $("t-why").value, expect: now.item.n };
  now.asked = typed();
  busy($("save"), () => twice(`tables/${safe(now.item.id)}`, body, $("confirm"), "已保存，下一次算就用新的。"));
}

function typed() {
  return JSON.stringify([read(), $("t-why").value]);
}

/** The old and the new values once more, and only then it is kept; `place` is where they are shown. */
async function twice(path, body, place, told) {
  const { confirm } = await post(path, body);
  const yes = make("button", { type: "button", class: "danger", onclick: () => busy(yes, async () => {
    again(await post(path, { ...body, confirmed: true }));
    toast(told);
  }, place) }, "核对过了，马上生效");
  const no = make("button", { type: "button", onclick: () => { place.replaceChildren(); $("save").focus(); } }, "不了，再看看");
  place.replaceChildren(make("div", { class: "note confirm", role: "group", "aria-label": "再核对一次" },
    make("strong", {}, "一生效，机器人马上照这张表算、照这张表说。请对照公布的原文，再核对一次："), changes(confirm),
    make("p", { class: "small" }, "划掉的是原来的，加上的是改成的。"), make("div", { class: "acts" }, yes, no)));
  no.focus();
}

function back(n, name, place) {
  const button = make("button", { type: "button", class: "plain", onclick: () => busy(button, () => twice(`tables/${safe(now.item.id)}/roll-back`, { n }, place, `${name}已经放回来，马上生效。`), place) }, "恢复到这一版");
  return button;
}

function again(data) {
  const main = $("main");
  main.replaceChildren(...draw(data));
  main.focus({ preventScroll: true });
}

function version(one) {
  const name = one.n ? `第${one.n}版` : "产品自带的";
  const place = make("div", {});
  return make("li", {},
    make("div", { class: "version-head" }, make("strong", {}, name), one.now ? mark("现在用的", "green") : null,
      make("span", { class: "small" }, one.n ? `${one.author} ${clock(one.at)}` : ""),
      one.now ? null : back(one.n, name, place)),
    place,
    one.why ? make("p", { class: "small" }, `依据：${one.why}`) : null,
    one.n ? changes(one.changes) : null);
}
