/** 今日待办: what waits for somebody; every line leads to its place. */

import { empty, get, head, make, safe, show } from "./page.js";

export function today() {
  show(() => get("today"), draw);
}

function draw(data) {
  const duties = [
    ...data.lanes.filter((lane) => lane.count).map((lane) => duty(data.desk ? `/desk?lane=${safe(lane.id)}` : "", lane.count, `位“${lane.title}”的当事人在等`, calls(lane))),
    data.unmatched && duty("#unmatched", data.unmatched, "个问题没答上", `一共问了${data.asked}次。补一种问法，或者写一条新问答。`),
    data.drafts && duty("#training", data.drafts, "条草稿等训练", "新的问题和问法，训练并发布以后机器人才听得懂。改好的回答已经在用。"),
    data.overdue.length && duty("#faq?late=1", data.overdue.length, "条问答过了复核日期", names(data.overdue)),
    data.out.length && duty("#today", data.out.length, "处文字已停用，等复核", "依据的法条已经废止或者还没施行。改用新的法条，或者核对后请技术人员写上复核日期。"),
    data.templates.length && duty(`#templates/${safe(data.templates[0].id)}`, data.templates.length, "份文书模板填不出来", `${data.templates.map((one) => one.name).join("、")}：当事人拿到的是系统自带的样子。请换一版。`),
    data.lpr && duty("#tables/lpr", "!", "利率表好久没更新了", `${data.lpr}请查公布的数，在数据表里补上。`),
    data.undelivered && duty("", data.undelivered, "条消息没有送到当事人", "在调解台打开这位当事人，可以看到原因和其他联系办法。"),
  ].filter(Boolean);
  return [
    head("今日待办"),
    notices(data),
    duties.length ? make("ol", { class: "duties" }, ...duties) : empty("今天没有要办的", `${data.live}条问答正在使用。`),
    outOfService(data.out),
    laws(data.laws),
  ].filter(Boolean);
}

function notices(data) {
  if (!data.model) return make("p", { class: "note" }, "语义模型没有启动，机器人暂时按关键词理解。改回答照常生效，改问法要等模型启动后训练。");
  const { training } = data;
  if (training.state === "refused") return make("p", { class: "note" }, `上一次训练没有发布，${training.report?.refused || "新模型不如现在的"}。`, make("a", { href: "#training" }, "看原因"));
  if (training.state === "failed") return make("p", { class: "note" }, "上一次训练没有完成。", make("a", { href: "#training" }, "看原因"));
  return null;
}

function calls(lane) {
  if (lane.id === "danger") return "有危险的先接，请马上安排人。";
  return lane.overdue ? `其中${lane.overdue}位过了首次联系的时间，请在调解台先接。` : "都还在首次联系的时间里。";
}

function names(rows) {
  const shown = rows.slice(0, 3).map((row) => `“${row.question}”`).join("、");
  return rows.length > 3 ? `${shown}等。核对法律有没有变，再定新的复核日期。` : `${shown}。核对法律有没有变，再定新的复核日期。`;
}

function duty(href, count, words, more) {
  const inside = [make("b", {}, String(count)), make("span", {}, make("strong", {}, words), make("span", { class: "small" }, more))];
  return make("li", {}, href ? make("a", { class: "duty", href }, ...inside) : make("div", { class: "duty" }, ...inside));
}

function laws(rows) {
  if (!rows.length) return null;
  return make("details", { class: "laws", open: rows.length < 6 },
    make("summary", {}, `${rows.length}部法律的引用该和原文再核对`),
    make("p", { class: "small" }, "法律会修订，条文号会变。逐条核对以后，请技术人员更新法律表里的核对日期。"),
    make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "要核对的法律" },
      make("table", {}, make("thead", {}, make("tr", {}, ...["法律", "为什么", "涉及问答"].map((one) => make("th", { scope: "col" }, one)))),
        make("tbody", {}, ...rows.map((row) => make("tr", {}, make("td", {}, row.title), make("td", {}, row.why),
          make("td", {}, make("a", { href: `#faq?law=${safe(row.law)}`, "aria-label": `${row.title}涉及的问答` }, `${row.count}条`))))))));
}

function outOfService(rows) {
  if (!rows.length) return null;
  return make("details", { class: "laws", open: rows.length < 12 },
    make("summary", {}, `${rows.length}处文字停用或不显示依据`),
    make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "停用的文字" },
      make("table", {}, make("thead", {}, make("tr", {}, ...["哪一类", "哪一处", "为什么"].map((one) => make("th", { scope: "col" }, one)))),
        make("tbody", {}, ...rows.map((row) => make("tr", {}, make("td", {}, row.kind),
          make("td", {}, row.kind === "问答" ? make("a", { href: `#faq?q=${safe(row.title)}` }, row.title) : `${row.title}（${row.id}）`), make("td", {}, row.why)))))));
}
