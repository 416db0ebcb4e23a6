/** What every part of the admin page shares: loading, faults, notices, small pieces. */

import { ask } from "../desk/api.js";
import { $, make } from "../desk/dom.js";

export { ask, $, make };

const base = "/api/admin/";
let turn = 0;
let hiding = 0;

export const get = (path) => ask(base + path);
export const post = (path, body = {}) => ask(base + path, body);
export const safe = encodeURIComponent;

/** Show a part: `load` fetches, `draw(data)` gives nodes. A part left meanwhile draws nothing. */
export async function show(load, draw) {
  const mine = ++turn;
  const main = $("main");
  main.setAttribute("aria-busy", "true");
  const slow = setTimeout(() => mine === turn && main.replaceChildren(make("p", { class: "loading" }, "正在打开……")), 200);
  try {
    const data = await load();
    if (mine === turn) main.replaceChildren(...draw(data));
  } catch (fault) {
    if (mine !== turn) return;
    if (!fault.status && fault.name !== "Refusal" && !("status" in fault)) throw fault;
    main.replaceChildren(broken(fault.message, () => show(load, draw)));
  } finally {
    clearTimeout(slow);
    if (mine === turn) main.setAttribute("aria-busy", "false");
  }
}

/** Whether the part that began with this number is still shown. */
export const current = () => turn;

function broken(words, again) {
  return make("div", { class: "empty", role: "alert" },
    make("h2", {}, "没有打开"), make("p", {}, words),
    make("p", {}, make("button", { type: "button", class: "main", onclick: again }, "再试一次")));
}

export function empty(title, words, ...more) {
  return make("div", { class: "empty" }, make("h2", {}, title), make("p", {}, words), ...more);
}

export function head(title, ...more) {
  document.title = `${title} · 管理`;
  return make("div", { class: "head" }, make("h1", {}, title), ...more);
}

export const mark = (words, tone = "") => make("span", { class: `mark ${tone}` }, words);

/** A notice that goes by itself. */
export function toast(words) {
  const node = $("toast");
  node.textContent = words;
  node.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { node.hidden = true; }, 6000);
}

/** Run `work` once while the button is busy; what went wrong stands beside it. */
export async function busy(button, work, place) {
  if (button.disabled) return;
  button.disabled = true;
  const box = place || button.parentElement;
  box.querySelectorAll(":scope > .fault").forEach((one) => one.remove());
  try {
    await work();
  } catch (fault) {
    if (!("status" in fault)) throw fault;
    box.append(make("p", { class: "fault", role: "alert" }, fault.message));
  } finally {
    button.disabled = false;
  }
}

/** A button that asks once more before it acts; the question takes its place. */
export function sure(label, question, act, tone = "") {
  const box = make("span", { class: "sure" });
  const open = make("button", { type: "button", class: tone, onclick: () => {
    const yes = make("button", { type: "button", class: "danger", onclick: () => busy(yes, act, box) }, label);
    const no = make("button", { type: "button", onclick: () => { box.replaceChildren(open); open.focus(); } }, "不了");
    box.replaceChildren(make("span", { class: "question" }, question), yes, no);
    no.focus();
  } }, label);
  box.append(open);
  return box;
}

export function debounce(work, ms) {
  let later = 0;
  return () => {
    clearTimeout(later);
    later = setTimeout(work, ms);
  };
}

/** Field by field, what changed: words that went and words that came, not by colour alone. */
export function changes(rows) {
  if (!rows.length) return make("p", { class: "small" }, "内容没有变化。");
  return make("dl", { class: "changes" }, ...rows.map((row) => make("div", {}, make("dt", {}, row.title),
    make("dd", { class: row.list ? "list" : "" }, ...row.parts.map(part)))));
}

function part([sign, words]) {
  if (sign === "-") return make("del", {}, make("span", { class: "unseen" }, "删去："), words);
  if (sign === "+") return make("ins", {}, make("span", { class: "unseen" }, "加上："), words);
  return make("span", {}, words);
}
