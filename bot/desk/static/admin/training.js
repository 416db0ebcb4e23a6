/** 训练和发布: what waits, how far it is, how it ended and why. */

import { clock } from "../desk/time.js";
import { refreshBadge } from "./badge.js";
import { $, busy, changes, empty, get, head, make, mark, post, safe, show } from "./page.js";

const TONE = { published: "green", refused: "amber", failed: "red", running: "amber" };

export function training() {
  show(() => get("training"), (data) => [
    head("训练和发布"),
    make("p", { class: "small lead" }, "问题和问法的修改要教给语义模型。训练大约一分钟，期间机器人照常工作；新模型先和现在的比一比，不比现在差才换上。"),
    make("div", { id: "run" }, ...run(data)),
    make("h2", { class: "section" }, `等训练的草稿（${data.drafts.length}条）`),
    data.drafts.length ? make("ol", { class: "drafts" }, ...data.drafts.map(draft)) : empty("没有草稿", "改了问题或问法，会先放在这里。"),
  ]);
}

function run(data) {
  const { training: now } = data;
  const running = now.state === "running";
  const start = make("button", { type: "button", class: "main", id: "train", disabled: running || !data.model, onclick: () => busy(start, begin, $("run")) }, "训练并发布");
  return [
    data.model ? null : make("p", { class: "note" }, "语义模型没有启动，现在不能训练。草稿都在，请技术人员启动模型以后再来。"),
    make("div", { class: "acts" }, start),
    ...(running ? [bar(now)] : last(now)),
  ].filter(Boolean);
}

async function begin() {
  await post("training");
  refreshBadge();
  training();
}

function bar(now) {
  return make("div", { class: "running" },
    make("label", { for: "progress", id: "progress-words" }, `${now.stage} ${now.percent}%`),
    make("progress", { id: "progress", max: 100, value: now.percent }),
    make("p", { class: "small" }, `${now.by} ${clock(now.started_at)} 开始，${now.drafts}条草稿。可以先去做别的，结果会留在这里。`));
}

function last(now) {
  if (now.state === "idle") return [make("p", { class: "small" }, "还没有训练过，用的是产品自带的模型。")];
  return [make("section", { class: "ended", "aria-label": "上一次训练" },
    make("p", {}, "上一次：", mark(now.state_words, TONE[now.state]), make("span", { class: "small" }, ` ${now.by} ${clock(now.ended_at || now.started_at)}，${now.drafts}条草稿`)),
    now.error ? make("div", { class: "note" }, make("strong", {}, "没有完成，机器人用的还是原来的模型。草稿都在。"), ...now.error.split("\n").map((line) => make("p", {}, line))) : null,
    now.report ? report(now.report) : null)];
}

const percent = (share) => (share === null || share === undefined ? "—" : `${(share * 100).toFixed(1)}%`);

function report(found) {
  const out = [];
  if (!found.passed) {
    out.push(make("div", { class: "note" }, make("strong", {}, `${found.refused}，所以没有换。草稿都在，机器人照旧。`),
      ...reasons("没有达到底线的（底线是上线的最低要求，和现在的模型好不好无关）：", found.short),
      ...reasons(found.short.length ? "比现在的差的：" : "", found.reasons),
      make("p", {}, "通常是有的问法放错了问答，或者两条问答的问法太像。看下面的句子，把放错的移到对的问答，再训练一次。"),
      found.short.length ? make("p", {}, "这次没有新问法也达不到底线的，请告诉技术人员。") : null));
  }
  out.push(make("div", { class: "scores" }, score("现在的模型", found.live_accuracy), score("新模型", found.accuracy),
    make("p", { class: "small" }, `用${found.asked}句没有教过的话检验。`)));
  if (found.lost.length) out.push(...misses("原来答得对、现在会答错的", found.lost));
  if (found.confusions.length) out.push(...misses("新模型认错的句子", found.confusions));
  return make("div", {}, ...out);
}

function reasons(title, rows) {
  if (!rows.length) return [];
  return [title ? make("p", {}, title) : null, make("ul", {}, ...rows.map((one) => make("li", {}, one)))];
}

function score(title, share) {
  return make("div", { class: "score" }, make("span", {}, title), make("strong", {}, percent(share)),
    make("meter", { min: 0, max: 1, value: share || 0, "aria-label": title }));
}

function misses(title, rows) {
  const open = rows.length <= 8;
  return [make("details", { open, class: "misses" }, make("summary", {}, `${title}（${rows.length}句）`),
    make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title },
      make("table", {}, make("thead", {}, make("tr", {}, ...["句子", "应该是", "认成了"].map((one) => make("th", { scope: "col" }, one)))),
        make("tbody", {}, ...rows.map((row) => make("tr", {}, make("td", {}, row.text), make("td", {}, row.right), make("td", {}, row.taken)))))))];
}

function draft(row) {
  return make("li", { class: "draft" },
    make("p", {}, make("a", { href: `#faq/${safe(row.id)}` }, row.question), " ", row.state === "draft" ? mark("新问答", "amber") : null,
      make("span", { class: "small" }, ` ${row.author} ${clock(row.at)}`)),
    row.changes.length ? changes(row.changes) : null);
}

/** News while the part is shown. */
export function news({ training: now, ended }) {
  if (!location.hash.startsWith("#training")) return;
  if (ended) {
    training();
    $("live").textContent = `训练结束：${now.state_words}`;
    return;
  }
  const words = $("progress-words");
  if (now.state !== "running") return;
  if (!words) return training();
  words.textContent = `${now.stage} ${now.percent}%`;
  $("progress").value = now.percent;
}
