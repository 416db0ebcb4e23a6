/** What a table holds before it becomes cases: counts, sums, good and bad rows, the institution's confirmation. */

import { announce, ask, back, busy, door, fold, grid, head, make, mark, toast } from "./page.js";

const KINDS = [["bad", "要改的"], ["good", "可以登记"], ["taken", "已经登记过"]];

function numbers(data) {
  const { counts } = data.batch;
  const box = (words, number, tone) => make("div", { class: `number-box ${tone}` }, make("b", {}, String(number)), make("span", {}, words));
  return make("div", { class: "numbers" },
    box("可以登记", counts.good + counts.filed, "green"), box("要改的", counts.bad, counts.bad ? "red" : ""),
    box("已经登记过", counts.taken, ""));
}

function sums(data) {
  const pairs = [["剩余本金", data.sums.principal], ["欠息", data.sums.interest], ["罚息", data.sums.penalty], ["合计", data.sums.all]];
  return make("dl", { class: "sums", "aria-label": "可以登记的行合计" },
    ...pairs.map(([words, value]) => make("div", {}, make("dt", {}, words), make("dd", {}, value))));
}

function fault(one) {
  const value = one.value ? `“${one.value}”` : "";
  return make("li", {}, make("b", {}, `${one.column}${value}`), `：${one.what}。`, make("span", { class: "mend" }, `${one.mend}。`));
}

function bad(row) {
  return [`第${row.n}行`, row.borrower || "没有填", row.contract || "没有填", make("ul", { class: "faults" }, ...row.faults.map(fault))];
}

function good(row) {
  const notes = row.notes.length
    ? make("details", {}, make("summary", {}, `内部提示${row.notes.length}条`), make("ul", { class: "notes" }, ...row.notes.map((note) => make("li", {}, note))))
    : "";
  return [`第${row.n}行`, row.borrower, row.id_number, row.phone, row.contract, row.remaining, `${row.interest || "没有填"}、${row.penalty || "没有填"}`, row.overdue, row.lender, notes];
}

const GOOD = ["行", "借款人", "身份证号", "手机", "合同编号", "剩余本金", "欠息、罚息", "逾期日期", "贷款机构", "仅内部可见"];
const BAD = ["行", "借款人", "合同编号", "哪里不对，怎么改"];

/** The rows of one kind, a page at a time. */
async function list(data, state, place, after = 0) {
  const found = await ask(door(data.batch.id, `/rows?state=${state}&after=${after}`));
  if (!after) place.replaceChildren();
  if (!found.rows.length && !after) {
    place.replaceChildren(fold("没有", state === "bad" ? "每一行都可以登记。" : "这一类没有行。"));
    return;
  }
  const name = KINDS.find(([key]) => key === state)[1];
  place.append(grid(state === "bad" ? BAD : GOOD, found.rows.map(state === "bad" ? bad : good), name));
  if (found.more) {
    const last = found.rows[found.rows.length - 1].n;
    const more = make("button", { type: "button", onclick: () => busy(more, async () => { await list(data, state, place, last); more.remove(); }) }, "再看100行");
    place.append(more);
  }
}

function tabs(data) {
  const place = make("div", { class: "tab-place", "aria-live": "polite" });
  const { counts } = data.batch;
  const buttons = KINDS.map(([state, words]) => make("button", {
    type: "button", "aria-pressed": "false", "data-state": state,
    onclick: (event) => choose(event.currentTarget, state),
  }, `${words} ${counts[state]}`));
  const choose = (button, state) => {
    buttons.forEach((one) => one.setAttribute("aria-pressed", String(one === button)));
    busy(button, () => list(data, state, place), place);
  };
  const first = counts.bad ? 0 : 1;
  choose(buttons[first], KINDS[first][0]);
  return [make("div", { class: "states", role: "group", "aria-label": "看哪些行" }, ...buttons), place];
}

/** File portion after portion; a closed page is taken up by the server. */
async function run(data, bar, again) {
  for (;;) {
    const at = await ask(door(data.batch.id, "/file"), {});
    bar.max = at.filed + at.waiting || 1;
    bar.value = at.filed;
    bar.nextSibling.textContent = `已登记${at.filed}件，还有${at.waiting}件`;
    if (at.state === "done") break;
  }
  announce("登记完了");
  toast("登记完了，没有自动联系借款人。");
  await again();
}

function progress(data, again) {
  const { counts } = data.batch;
  const bar = make("progress", { max: counts.filed + counts.good || 1, value: counts.filed, "aria-label": "登记进度" });
  const words = make("p", { role: "status" }, `已登记${counts.filed}件，还有${counts.good}件`);
  const button = make("button", { type: "button", class: "main", onclick: () => busy(button, () => run(data, bar, again), box) }, "接着登记");
  const box = make("div", { class: "card progress" }, make("h2", {}, "正在登记"), bar, words,
    make("p", { class: "small" }, "可以离开这个页面，没登记完的会接着登记，不会重复。"), button);
  button.click();
  return box;
}

function confirm(data, again) {
  const { good, bad: faulty } = data.batch.counts;
  const tick = (id, words) => make("label", { class: "tick" }, make("input", { type: "checkbox", id }), make("span", {}, words));
  const wants = make("div", { class: "picks" },
    make("label", { class: "pick" }, make("input", { type: "radio", name: "mediates", value: "yes", checked: true }), make("span", {}, "愿意先调解")),
    make("label", { class: "pick" }, make("input", { type: "radio", name: "mediates", value: "no" }), make("span", {}, "不调解，直接立案")));
  const button = make("button", { type: "submit", class: "main" }, `登记${good}件`);
  const form = make("form", { class: "card confirm" },
    make("h2", {}, "机构确认"),
    make("fieldset", {}, make("legend", {}, "贷款机构的意愿"), wants, make("p", { class: "small" }, data.consents.mediation)),
    tick("sure", data.consents.personal_data),
    faulty ? make("p", { class: "small" }, `要改的${faulty}行不会登记，改好后再上传，已经登记的不会重复。`) : "",
    make("div", { class: "acts" }, button));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(button, async () => {
      const mediates = form.elements.mediates.value === "yes";
      await ask(door(data.batch.id, "/confirm"), { mediates, sure: form.elements.sure.checked });
      await again();
    }, form);
  });
  return form;
}

function acts(data) {
  const box = make("div", { class: "acts" });
  if (data.batch.counts.bad) {
    box.append(make("a", { class: "button", href: door(data.batch.id, "/bad-rows"), download: "" }, `下载要改的${data.batch.counts.bad}行（带原因）`));
  }
  const drop = make("button", { type: "button", class: "danger", onclick: () => busy(drop, async () => {
    if (drop.dataset.sure !== "yes") {
      drop.dataset.sure = "yes";
      drop.textContent = "再点一次，删掉这张表";
      return;
    }
    await ask(door(data.batch.id, "/drop"), {});
    location.hash = "";
  }, box) }, "删掉这张表");
  box.append(drop);
  return box;
}

export function preview(data, again) {
  const { batch } = data;
  const unknown = data.unknown.length ? make("p", { class: "small" }, `没有用到的列：${data.unknown.join("、")}`) : "";
  const next = batch.state === "running" ? progress(data, again) : batch.counts.good ? confirm(data, again) : "";
  return [
    back(), head(batch.name, mark(batch.kind), mark(batch.state_words, "amber")),
    numbers(data), sums(data), unknown, next,
    ...(batch.state === "checked" ? [acts(data)] : []), ...tabs(data),
  ].filter((node) => node !== "");
}

export { tabs };
