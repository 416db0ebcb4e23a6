/** 报表: a week in numbers beside the week before; the same as a file. */

import { empty, get, head, make, safe, show } from "./page.js";

export function reports(parameters) {
  const wanted = (parameters && parameters.get("day")) || "";
  show(() => get(`report?day=${safe(wanted)}`), (data) => [
    head("一周一通报", make("a", { class: "button main", href: `/api/admin/report/file?day=${safe(data.first)}`, download: true }, "下载 Excel 表")),
    make("nav", { class: "pages", "aria-label": "换一周" },
      make("a", { class: "button", href: `#reports?day=${safe(data.earlier)}` }, "上一周"),
      make("strong", {}, `${day(data.first)} 至 ${day(data.last)}${data.running ? "（还没过完）" : ""}`),
      data.running ? null : make("a", { class: "button", href: `#reports?day=${safe(data.later)}` }, "下一周")),
    make("p", { class: "small lead" }, "数字从操作记录里数出来，任何时候重新数都一样。"),
    table("总数", ["项目", "本周", "上周"], data.totals),
    table("提交的申请，按纠纷", ["纠纷", "本周", "上周"], data.disputes),
    table("办结的对话，按结果", ["结果", "本周", "上周"], data.outcomes),
    table("调解员", ["调解员", "接手", "办结"], data.people),
    table("这周问过、还没答上的", ["问题", "问了几次"], data.questions),
  ]);
}

function table(title, heads, rows) {
  return make("section", { "aria-label": title }, make("h2", { class: "section" }, title),
    rows.length ? make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title },
      make("table", {}, make("thead", {}, make("tr", {}, ...heads.map((one) => make("th", { scope: "col" }, one)))),
        make("tbody", {}, ...rows.map((row) => make("tr", {}, make("td", {}, row.title), number(row.now), heads.length > 2 ? number(row.before) : null)))))
      : empty("没有", "这一周和上一周都没有。"));
}

const day = (iso) => iso.replace(/(\d+)-0?(\d+)-0?(\d+)/, "$1年$2月$3日");
const number = (value) => make("td", { class: "number" }, value === null ? "—" : String(value));
