/** 操作记录: who did what, and whether the record is whole. */

import { clock } from "../desk/time.js";
import { $, busy, empty, get, head, make, post, show } from "./page.js";

/** What is looked at stands in the address, so that it can be sent on and loaded again. */
export function audit(parameters) {
  const wanted = new URLSearchParams();
  for (const name of ["day", "who", "kind"]) if (parameters.get(name)) wanted.set(name, parameters.get(name));
  show(() => get(`audit?${wanted}`), ({ rows, more, people, kinds }) => {
    const verify = make("button", { type: "button", onclick: () => busy(verify, check, $("verified")) }, "检查记录是否完整");
    return [
      head("操作记录", verify), make("div", { id: "verified", "aria-live": "polite" }), filters(wanted, people, kinds),
      rows.length ? table(rows) : wanted.size ? empty("没有这样的记录", "换一天、换个人，或者看全部。") : empty("还没有记录", "登录、修改、查看案情都会记在这里。"),
      more ? older(rows, wanted) : null,
    ].filter(Boolean);
  });
}

function filters(wanted, people, kinds) {
  const select = (name, title, all, options) => make("div", { class: "field" }, make("label", { for: `audit-${name}` }, title),
    make("select", { id: `audit-${name}`, name }, make("option", { value: "" }, all),
      ...options.map(([value, words]) => make("option", { value, selected: value === wanted.get(name) }, words))));
  const form = make("form", { class: "filters audit-filters", "aria-label": "看哪些记录", onsubmit: (event) => {
    event.preventDefault();
    const chosen = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    location.hash = chosen.size ? `#audit?${chosen}` : "#audit";
  } },
  make("div", { class: "field" }, make("label", { for: "audit-day" }, "哪一天"), make("input", { id: "audit-day", name: "day", type: "date", value: wanted.get("day") || "" })),
  select("who", "谁", "所有人", people.map((one) => [one.id, one.name])),
  select("kind", "哪一类", "所有操作", kinds.map((one) => [one.id, one.title])),
  make("div", { class: "acts" }, make("button", { type: "submit", class: "main" }, "看这些"), wanted.size ? make("a", { class: "button", href: "#audit" }, "看全部") : null));
  return form;
}

async function check() {
  const { broken } = await post("audit/verify");
  $("verified").replaceChildren(broken
    ? make("p", { class: "fault" }, `从第${broken}条起，记录被改动过或者缺少。请保留现场，报告给技术负责人。`)
    : make("p", { class: "good" }, "记录完整，没有被改动过。"));
}

function table(rows) {
  return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "操作记录" }, make("table", { class: "events" },
    make("thead", {}, make("tr", {}, ...["时间", "谁", "做了什么", "对象"].map((one) => make("th", { scope: "col" }, one)))),
    make("tbody", { id: "events" }, ...rows.map(event))));
}

function event(row) {
  return make("tr", {}, make("td", { class: "when" }, clock(row.at)), make("td", {}, row.who), make("td", {}, row.what),
    make("td", {}, [row.subject, row.detail].filter(Boolean).join("，")));
}

function older(rows, wanted) {
  let last = rows[rows.length - 1].n;
  const button = make("button", { type: "button", onclick: () => busy(button, async () => {
    const next = await get(`audit?before=${last}&${wanted}`);
    $("events").append(...next.rows.map(event));
    if (next.rows.length) last = next.rows[next.rows.length - 1].n;
    if (!next.more) button.remove();
  }) }, "看更早的");
  return make("div", { class: "acts" }, button);
}
