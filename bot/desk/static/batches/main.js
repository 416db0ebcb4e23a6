/** 金融批量: the list of batches and the upload; a batch opens as preview, or as board once it is confirmed. */

import { $, ask, busy, fold, grid, head, make, mark, send, show, when } from "./page.js";
import { board } from "./board.js";
import { preview } from "./preview.js";

const TONES = { checked: "amber", running: "amber", done: "green" };

function rows(data) {
  if (!data.rows.length) return fold("还没有批次", "下载模板，填好后在上面上传。");
  const cells = data.rows.map((one) => [
    make("a", { href: `#${one.id}` }, one.name),
    one.kind,
    mark(one.state_words, TONES[one.state]),
    `${one.counts.filed || one.counts.good}件`,
    one.counts.bad ? `${one.counts.bad}行` : "没有",
    `${when(one.at)}${one.owner ? ` ${one.owner}` : ""}`,
  ]);
  return grid(["文件", "类别", "状态", "可登记或已登记", "要改的", "上传"], cells, "批次");
}

function upload(data) {
  const file = make("input", { type: "file", id: "file", name: "file", accept: ".xlsx,.csv,.txt,.tsv", required: true });
  const kinds = data.kinds.map((kind, at) => make("label", { class: "pick" },
    make("input", { type: "radio", name: "kind", value: kind.id, checked: at === 0 }), make("span", {}, kind.title)));
  const button = make("button", { type: "submit", class: "main" }, "上传并检查");
  const form = make("form", { class: "upload", id: "upload" },
    make("fieldset", {}, make("legend", {}, "哪一类"), make("div", { class: "picks" }, ...kinds)),
    make("div", { class: "field" }, make("label", { for: "file" }, "选表格"), file,
      make("p", { class: "small" }, "xlsx或csv，5MB以内，一次最多2000行。上传后先检查，不会马上登记；登记后也不会自动联系借款人。")),
    make("div", { class: "acts" }, button, ...data.kinds.map((kind) =>
      make("a", { class: "button", href: `/api/desk/batch-template?kind=${kind.id}`, download: "" }, `下载${kind.title}模板`))));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(button, async () => {
      button.textContent = "正在检查……";
      try {
        location.hash = (await send("/api/desk/batches", new FormData(form))).id;
      } finally {
        button.textContent = "上传并检查";
      }
    }, form);
  });
  return form;
}

function list() {
  return show(() => ask("/api/desk/batches"), (data) => [head("金融批量"), upload(data), make("h2", { class: "section" }, "批次"), rows(data)]);
}

async function route() {
  const id = location.hash.slice(1);
  if (!id) return list();
  return show(
    async () => ({ ...(await ask(`/api/desk/batches/${encodeURIComponent(id)}`)), choices: await ask("/api/desk/batches") }),
    (data) => (data.batch.state === "done" ? board(data, route) : preview(data, route)),
  );
}

window.addEventListener("hashchange", () => { route().then(() => $("main").focus()); });
document.addEventListener("signed-out", () => { location.href = `/login?next=${encodeURIComponent("/desk/batches")}`; });
route();
