/** 操作记录: who did what, and whether the record is whole. */

import { clock } from "../desk/time.js";
import { $, busy, empty, get, head, make, post, show } from "./page.js";

export function audit() {
  show(() => get("audit"), ({ rows, more }) => {
    const verify = make("button", { type: "button", onclick: () => busy(verify, check, $("verified")) }, "检查记录是否完整");
    return [
      head("操作记录", verify), make("div", { id: "verified", "aria-live": "polite" }),
      rows.length ? table(rows) : empty("还没有记录", "登录、修改、查看案情都会记在这里。"),
      more ? older(rows) : null,
    ].filter(Boolean);
  });
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

function older(rows) {
  let last = rows[rows.length - 1].n;
  const button = make("button", { type: "button", onclick: () => busy(button, async () => {
    const next = await get(`audit?before=${last}`);
    $("events").append(...next.rows.map(event));
    if (next.rows.length) last = next.rows[next.rows.length - 1].n;
    if (!next.more) button.remove();
  }) }, "看更早的");
  return make("div", { class: "acts" }, button);
}
