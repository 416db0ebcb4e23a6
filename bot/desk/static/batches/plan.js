/** 分期计算: equal parts, the last takes the rest to the fen. */

import { ask, busy, grid, make } from "./page.js";

export function plan() {
  const field = (id, words, attributes) => make("div", { class: "field" }, make("label", { for: id }, words), make("input", { id, name: id, required: true, ...attributes }));
  const result = make("div", { "aria-live": "polite" });
  const button = make("button", { type: "submit" }, "算一算");
  const form = make("form", { class: "plan-form" },
    field("amount", "要还的钱（元）", { inputmode: "decimal", placeholder: "32000.50" }),
    field("count", "分几期", { type: "number", min: 1, max: 360 }),
    field("first", "第一期还款日", { type: "date" }), button);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(button, async () => {
      const data = await ask(`/api/desk/instalments?${new URLSearchParams(new FormData(form))}`);
      result.replaceChildren(
        grid(["期", "还款日", "金额"], data.rows.map((row) => [`第${row.n}期`, row.due, row.amount]), "分期"),
        make("p", {}, `合计${data.total}。${data.steps.join("；")}。`),
        make("p", { class: "small" }, `依据：${data.citations.join("、")}。${data.note}。`));
    }, form);
  });
  return make("details", { class: "rest" }, make("summary", {}, "分期还款计算"), form, result);
}
