/** What the parts of 金融批量 share: showing a part, faults, notices, steps that take a while. */

import { ask } from "../desk/api.js";
import { $, announce, make } from "../desk/dom.js";

export { $, announce, ask, make };

const token = document.querySelector('meta[name="csrf"]').content;
const UPLOAD_MS = 90000;
let turn = 0;
let hiding = 0;

export const door = (id, rest = "") => `/api/desk/batches/${encodeURIComponent(id)}${rest}`;

/** Show a part: `load` fetches, `draw(data)` gives nodes. A part left meanwhile draws nothing. */
export async function show(load, draw) {
  const mine = ++turn;
  const main = $("main");
  main.setAttribute("aria-busy", "true");
  try {
    const data = await load();
    if (mine === turn) main.replaceChildren(...draw(data));
  } catch (fault) {
    if (!("status" in fault)) throw fault;
    if (mine === turn) main.replaceChildren(fold("没有打开", fault.message, make("a", { class: "button", href: "#" }, "回到列表")));
  } finally {
    if (mine === turn) main.setAttribute("aria-busy", "false");
  }
}

export function fold(title, words, ...more) {
  return make("div", { class: "empty", role: "status" }, make("h2", {}, title), make("p", {}, words), ...more);
}

export function head(title, ...more) {
  document.title = `${title} · 金融批量`;
  return make("div", { class: "head" }, make("h1", {}, title), ...more);
}

export const back = () => make("a", { class: "back", href: "#" }, "‹ 全部批次");
export const mark = (words, tone = "") => make("span", { class: `mark ${tone}` }, words);

export function toast(words) {
  const node = $("toast");
  node.textContent = words;
  node.hidden = false;
  announce(words);
  clearTimeout(hiding);
  hiding = setTimeout(() => { node.hidden = true; }, 6000);
}

/** Run `work` once while the button is busy; what went wrong stands in `place`. */
export async function busy(button, work, place) {
  if (button.disabled) return;
  const box = place || button.parentElement;
  button.disabled = true;
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

/** Send a file; gives what the server answers, raises {message, status}. */
export async function send(path, form) {
  let response;
  try {
    response = await fetch(path, {
      method: "POST", body: form, credentials: "same-origin", cache: "no-store",
      headers: { "X-CSRF": token }, signal: AbortSignal.timeout(UPLOAD_MS),
    });
  } catch {
    throw Object.assign(new Error("网络不通，没有传完。请再传一次，不会重复登记。"), { status: 0 });
  }
  const data = await response.json().catch(() => ({}));
  if (response.ok) return data;
  throw Object.assign(new Error(data.error || "系统正在恢复，请过一会儿再试。"), { status: response.status });
}

/** 11月29日 12:30, the year where it is another one. */
export function when(iso) {
  if (!iso) return "";
  const at = new Date(iso);
  const year = at.getFullYear() === new Date().getFullYear() ? "" : `${at.getFullYear()}年`;
  const pad = (n) => String(n).padStart(2, "0");
  return `${year}${at.getMonth() + 1}月${at.getDate()}日 ${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

/** A table with headings, cells given as nodes or words; on a phone each cell carries its heading. */
export function grid(titles, rows, label) {
  return make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": label },
    make("table", { class: "grid" },
      make("thead", {}, make("tr", {}, ...titles.map((title) => make("th", { scope: "col" }, title)))),
      make("tbody", {}, ...rows.map((cells) => make("tr", {}, ...cells.map((cell, at) => make("td", { "data-title": titles[at] instanceof Node ? "" : titles[at] }, cell)))))));
}
