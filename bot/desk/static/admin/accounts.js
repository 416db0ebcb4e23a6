/** 账号: who may come in and do what. */

import { ask, busy, get, head, make, mark, post, safe, show, sure, toast } from "./page.js";

const ROLES = [["mediator", "调解员", "用调解台，接待当事人"], ["editor", "内容编辑", "改问答，训练和发布"], ["admin", "管理员", "全部，包括账号和操作记录"]];

export function accounts(secret = null) {
  show(() => get("accounts"), ({ rows }) => [
    head("账号"), secret ? password(secret) : null, adding(),
    make("ol", { class: "people" }, ...rows.map(person)),
  ].filter(Boolean));
}

function password({ login, name, password: words }) {
  return make("div", { class: "secret", role: "alert" },
    make("h2", {}, `${name}的密码，只显示这一次`),
    make("p", {}, "登录名 ", make("code", {}, login), "　密码 ", make("code", { id: "secret" }, words)),
    make("p", { class: "small" }, "请当面或打电话告诉本人。第一次登录时要换成自己的密码。"),
    make("button", { type: "button", onclick: (event) => event.currentTarget.parentElement.remove() }, "记下了，收起"));
}

const roles = (id, chosen) => make("select", { id, name: "role" }, ...ROLES.map(([value, title, words]) => make("option", { value, selected: value === chosen }, `${title}：${words}`)));

function adding() {
  const button = make("button", { type: "submit", class: "main" }, "新建账号");
  const form = make("form", { class: "adding", onsubmit: (event) => {
    event.preventDefault();
    busy(button, async () => accounts(await post("accounts", Object.fromEntries(new FormData(form)))), form);
  } },
  make("div", { class: "field" }, make("label", { for: "new-name" }, "姓名"), make("input", { id: "new-name", name: "name", maxlength: 20, required: true, autocomplete: "off" })),
  make("div", { class: "field" }, make("label", { for: "new-login" }, "登录名"), make("input", { id: "new-login", name: "login", maxlength: 40, required: true, autocomplete: "off", autocapitalize: "none", spellcheck: "false", "aria-describedby": "login-hint" }), make("p", { class: "small", id: "login-hint" }, "英文字母、数字和下划线，比如姓名的拼音。")),
  make("div", { class: "field" }, make("label", { for: "new-role" }, "做什么"), roles("new-role", "mediator")), make("div", { class: "acts" }, button));
  return make("details", { class: "more" }, make("summary", {}, "新建账号"), form);
}

function person(row) {
  const role = roles(`role-${row.id}`, row.role);
  const box = make("li", { class: "person", "data-login": row.login });
  const save = async (values, words) => {
    await post(`accounts/${safe(row.id)}`, { name: row.name, role: row.role, active: row.active, ...values });
    toast(words);
    accounts();
  };
  role.addEventListener("change", () => {
    if (!confirm(`把${row.name}改成“${role.selectedOptions[0].textContent}”吗？`)) {
      role.value = row.role;
      return;
    }
    busy(role, () => save({ role: role.value }, "已修改，下次点开页面时生效。"), box).then(() => { if (box.isConnected) role.value = row.role; });
  });
  box.append(make("div", { class: "person-head" }, make("strong", {}, row.name), make("span", { class: "small" }, row.login),
    row.active ? null : mark("已停用"), row.must_change ? mark("还没换第一次的密码", "amber") : null, row.me ? mark("我") : null),
  make("div", { class: "person-acts" }, make("div", {}, make("label", { class: "unseen", for: `role-${row.id}` }, `${row.name}做什么`), role),
    row.me ? null : sure("重设密码", "原来的密码马上不能用。重设吗？", async () => accounts(await post(`accounts/${safe(row.id)}/reset`))),
    row.me ? null : row.active
      ? sure("停用", "停用以后马上不能登录。停用吗？", () => save({ active: false }, "已停用。"))
      : sure("启用", "启用以后可以再登录。启用吗？", () => save({ active: true }, "已启用。"))));
  if (row.role !== "editor") box.append(handOver(row));
  return box;
}

/** What somebody who is away holds goes to a colleague. */
function handOver(row) {
  const box = make("details", { class: "more handing" }, make("summary", {}, "交接在办的当事人"));
  box.addEventListener("toggle", async () => {
    if (!box.open || box.querySelector("form")) return;
    const { rows } = await ask("/api/desk/colleagues");
    const to = make("select", { id: `to-${row.id}`, required: true }, make("option", { value: "" }, "请选"),
      ...rows.filter((one) => one.id !== row.id).map((one) => make("option", { value: one.id }, `${one.name}（${one.on_duty ? "在岗" : "不在岗"}，手上${one.held}位）`)));
    const why = make("input", { id: `why-${row.id}`, maxlength: 200, required: true, autocomplete: "off", placeholder: "例如：休假两周" });
    const go = make("button", { type: "submit" }, "都交过去");
    const form = make("form", { class: "adding", onsubmit: (event) => {
      event.preventDefault();
      busy(go, async () => {
        const { count } = await ask("/api/desk/hand-over", { from: row.id, to: to.value, why: why.value });
        toast(`${row.name}手上的${count}位都交过去了，当事人已经知道换了谁。`);
        form.remove();
        box.open = false;
      }, form);
    } },
    make("div", { class: "field" }, make("label", { for: to.id }, `${row.name}在办的都交给`), to),
    make("div", { class: "field" }, make("label", { for: why.id }, "为什么（当事人看不到）"), why), make("div", { class: "acts" }, go));
    box.append(form);
  });
  return box;
}
