/** 文书模板: which template is in use; upload an edited one, see what is wrong, try it, publish, one click back. */

import { clock } from "../desk/time.js";
import { $, busy, empty, get, head, make, mark, post, safe, show, sure, toast } from "./page.js";
import { upload } from "../desk/api.js";

const door = (id, more = "") => `/api/admin/templates/${safe(id)}${more}`;

export function templates() {
  show(() => get("templates"), (data) => [
    head("文书模板"),
    lead(),
    make("ul", { class: "templates" }, ...data.rows.map(row)),
  ]);
}

const lead = () => make("p", { class: "small lead" }, "改的是Word版的样子和固定的话。PDF版一直用系统自带的排版。");

function row(one) {
  return make("li", {}, make("a", { href: `#templates/${safe(one.id)}` }, one.name),
    make("span", { class: "small" }, ` ${inUse(one)}`), " ",
    one.draft ? mark("有草稿", "amber") : null,
    one.failed ? mark("填不出来，已换回自带的", "red") : null);
}

function inUse(one) {
  return one.live ? `第${one.live.n}版，${one.live.by} ${clock(one.live.at)}` : "系统自带";
}

export function template(id) {
  show(() => get(`templates/${safe(id)}`), (data) => draw(data));
}

function again(data) {
  const main = $("main");
  main.replaceChildren(...draw(data));
  main.focus({ preventScroll: true });
}

function draw(data) {
  return [
    head(data.name, make("a", { href: "#templates" }, "所有文书")),
    lead(),
    data.failed ? make("p", { class: "note", role: "alert" }, "在用的模板填不出来，当事人拿到的是系统自带的样子。请换一版。") : null,
    make("p", {}, "在用：", mark(inUse(data), "green"), " ",
      make("a", { class: "button", id: "current", href: door(data.id, "/file"), download: true }, "下载在用的模板")),
    drop(data),
    data.draft ? draft(data) : null,
    versions(data),
    placeholders(data),
  ].filter(Boolean);
}

function drop(data) {
  const input = make("input", { type: "file", id: "file", accept: ".docx" });
  const box = make("div", { id: "faults", "aria-live": "polite" });
  const send = make("button", { type: "submit", class: "main", id: "send" }, "上传并检查");
  const form = make("form", { class: "upload" },
    make("label", { for: "file" }, "传改好的模板（Word文档docx，不超过2MB）"), input, send, box);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(send, async () => {
      box.replaceChildren();
      if (!input.files.length) {
        box.append(make("p", { class: "fault", role: "alert" }, "请先选一个文件。"));
        input.focus();
        return;
      }
      const found = await upload(door(data.id), input.files[0]);
      if (found.faults.length) box.append(faults(found.faults));
      else { again(found.item); toast("检查通过，存成了草稿。看看试填的样子，再发布。"); }
    }, box);
  });
  return make("section", { "aria-label": "上传" }, make("h2", { class: "section" }, "换一版"), form);
}

function faults(rows) {
  return make("div", { class: "note", role: "alert" },
    make("strong", {}, `没有收下，有${rows.length}处要改：`),
    make("ol", { class: "template-faults" }, ...rows.map((one) => make("li", {},
      make("b", {}, one.where), "：", one.what, one.near ? make("span", { class: "small" }, `　在“${one.near}”这里`) : null))));
}

function draft(data) {
  const why = make("input", { type: "text", id: "why", maxlength: 200, required: true });
  const go = make("button", { type: "submit", class: "main", id: "publish" }, "发布");
  const form = make("form", { class: "upload" }, make("label", { for: "why" }, "为什么改（以后好查）"), why,
    make("div", { class: "acts" }, go, make("a", { class: "button", id: "try", href: door(data.id, `/preview?n=${data.draft.n}`), download: true }, "下载试填的样子"),
      sure("放弃草稿", "草稿不要了？", async () => again((await post(`templates/${safe(data.id)}/discard`)).item))));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(go, async () => {
      again((await post(`templates/${safe(data.id)}/publish`, { n: data.draft.n, why: why.value })).item);
      toast("已发布，新下载的文书马上用它。");
    }, form);
  });
  return make("section", { "aria-label": "草稿" },
    make("h2", { class: "section" }, `草稿：第${data.draft.n}版 `, mark("检查通过", "amber")),
    make("p", { class: "small" }, `${data.draft.by} ${clock(data.draft.at)} 上传。下面是用编的例子填出来的字。`),
    make("div", { class: "outline", id: "outline", tabindex: "0", role: "region", "aria-label": "试填的文字" }, ...data.outline.map((line) => make("p", {}, line))),
    form);
}

function versions(data) {
  const kept = data.versions.filter((one) => one.state !== "draft" && (one.state === "published" || one.why));
  const back = (n, words) => sure(words, "马上换成这一版？", async () => {
    again((await post(`templates/${safe(data.id)}/roll-back`, { n })).item);
    toast("换好了，新下载的文书马上用它。");
  });
  return make("section", { "aria-label": "以前的版本" }, make("h2", { class: "section" }, "版本"),
    make("ul", { class: "templates", id: "versions" },
      ...kept.map((one) => make("li", {}, make("b", {}, `第${one.n}版`), one.shipped ? "（系统自带的）" : null, " ",
        mark(one.state_words, one.state === "published" ? "green" : ""), make("span", { class: "small" }, ` ${one.by} ${clock(one.at)}：${one.why} `),
        make("a", { href: door(data.id, `/file?n=${one.n}`), download: true }, "下载"), " ", one.state === "published" ? null : back(one.n, "恢复这一版"))),
      make("li", {}, make("b", {}, "系统自带"), " ", make("a", { href: door(data.id, "/file?n=0"), download: true }, "下载"), " ", data.live ? back(0, "恢复系统自带的") : mark("在用", "green"))));
}

function placeholders(data) {
  if (!data.placeholders.length) return empty("没有占位符", "这份文书没有要填的内容。");
  return make("section", { "aria-label": "占位符" }, make("h2", { class: "section" }, "可以用的占位符"),
    make("p", { class: "small" }, "照样子写进Word里，下载文书时换成真的内容。表格里的一组内容：开头和结尾各占单独一行，中间一行写要填的。"),
    make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "占位符表" },
      make("table", {}, make("thead", {}, make("tr", {}, ...["怎么写", "是什么", "例子"].map((one) => make("th", { scope: "col" }, one)))),
        make("tbody", {}, ...data.placeholders.map((one) => make("tr", {}, make("td", {}, make("code", {}, one.written)), make("td", {}, one.words), make("td", {}, one.example)))))));
}
