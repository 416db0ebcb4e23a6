/** The left pane: who waits, whom I have. */

import { $, make, press } from "./dom.js";
import { clock, waited } from "./time.js";

/** The server lists no more than this. */
const MOST = 500;

const EMPTY = {
  waiting: ["没有人在等", "有人找工作人员，会马上出现在这里。"],
  mine: ["手上没有在办的", "在「待接」里接手一位，就会到这里来。"],
  all: ["现在没有对话", "有人找工作人员，会马上出现在这里。"],
  ended: ["还没有结束的对话", "办完的、交回机器人的，都会留在这里。"],
};

const NOTHING_FOUND = [
  "没有找到",
  "案号写“12号”就行；姓名至少写两个字；手机号写后四位。还没登记的，找他自己在对话里说过的姓名或者电话。只找在等的和您经手的；别人在办的、还没找过工作人员的，这里看不到。",
];

function badge(row) {
  if (row.state === "waiting") return make("span", { class: "wait", "data-since": row.requested_at }, waited(row.requested_at));
  if (row.state === "claimed") return make("span", { class: "held" }, row.mine ? "我在办" : `${row.holder}在办`);
  return make("span", { class: "held" }, row.outcome || row.state_words);
}

function rowNode(row, onOpen, draft, unread) {
  return make(
    "li",
    {},
    make(
      "button",
      { type: "button", class: `row ${row.urgent ? "urgent" : ""}`, "data-id": row.id, onclick: () => onOpen(row.id) },
      make("span", { class: "row-top" }, make("b", {}, row.name), row.urgent ? make("em", { class: "mark red" }, row.danger ? `紧急·${row.danger}` : "紧急") : null,
        unread ? make("em", { class: `mark unread ${row.urgent ? "red" : ""}` }, `${unread}条新话`) : null,
        draft ? make("em", { class: "mark" }, "有话没发") : null,
        row.found ? make("em", { class: "mark" }, row.found) : null,
        row.calmed ? make("em", { class: "mark", title: row.calmed }, "不是危险") : null,
        ...row.lanes.map((lane) => make("em", { class: "mark lane", title: lane.title }, lane.chip)), badge(row)),
      make("span", { class: "row-mid" }, make("span", { class: row.unsaid ? "row-title unsaid" : "row-title" }, row.title), make("span", { class: "row-channel" }, row.channel)),
      row.group ? make("span", { class: "row-group" }, row.group.words) : null,
      row.crowd ? make("span", { class: "row-crowd" }, row.crowd) : null,
      row.slip ? make("span", { class: "row-case" }, make("span", {}, row.slip.number), row.slip.amount ? make("b", {}, row.slip.amount) : null) : null,
      row.last_line ? make("span", { class: row.unsaid ? "row-last whole" : "row-last" }, `“${row.last_line}”`) : null,
      ...row.lesser.map((one) => make("span", { class: "row-last" }, one.words ? `${one.danger}：“${one.words}”` : one.danger)),
      make(
        "span",
        { class: "row-low" },
        make("span", {}, row.state === "returned" || row.state === "closed" ? clock(row.closed_at) : row.unsaid ? `${row.reason}，${clock(row.requested_at)}来` : row.reason),
        row.slip && row.slip.limit ? make("span", { class: "clock near" }, row.slip.limit) : null,
        row.contact ? make("span", { class: `clock ${row.contact.level}` }, row.contact.words) : null,
        row.clock ? make("span", { class: `clock ${row.clock.level}` }, `${row.clock.title}${row.clock.words}`) : null,
      ),
    ),
  );
}

export class Queue {
  /** `hasDraft(id)`: whether words to somebody were written and not sent; `unread(id)`: how many came unseen. */
  constructor(onOpen, onLane, hasDraft, unread) {
    this.onOpen = onOpen;
    this.onLane = onLane;
    this.hasDraft = hasDraft;
    this.unread = unread;
    this.rows = [];
    this.found = null; // what a search gave, while it is shown
    this.filter = "waiting";
    this.lane = "";
  }

  /** Only lanes with somebody in them, and the one that is chosen. */
  lanes(rows) {
    const box = $("lanes");
    const shown = rows.filter((lane) => lane.count || lane.id === this.lane);
    const focused = box.contains(document.activeElement) ? document.activeElement.dataset.lane : undefined;
    const button = (id, words, count, late) => make(
      "button",
      { type: "button", "data-lane": id, "aria-pressed": String(id === this.lane), onclick: () => this.onLane(id) },
      words, count === "" ? null : make("b", {}, String(count)), late ? make("span", { class: "late" }, `${late}位超时`) : null,
    );
    box.hidden = !shown.length;
    box.replaceChildren(button("", "不分通道", "", 0), ...shown.map((lane) => button(lane.id, lane.title, lane.count, lane.overdue)));
    if (focused !== undefined) box.querySelector(`[data-lane="${CSS.escape(focused)}"]`)?.focus();
  }

  show(data) {
    for (const node of document.querySelectorAll("[data-count]")) {
      const count = data.counts[node.dataset.count];
      node.textContent = count ? (count >= MOST ? `${MOST}+` : String(count)) : "";
    }
    if (this.found) return;
    this.rows = data.rows;
    this.lanes(data.lanes);
    this.draw();
    const [title, words] = this.lane ? ["这条通道里没有人", "点“不分通道”看全部。"] : EMPTY[this.filter];
    const closed = this.filter === "waiting" && !this.lane && !data.duty.open;
    this.empty(title, closed ? `现在不在办公时间（${data.duty.hours}）。留言的人会在这里等您。` : words);
  }

  /** What a search gave, in the place of the queue. */
  showFound(data) {
    this.found = data;
    this.rows = data.rows;
    $("lanes").hidden = true;
    for (const button of document.querySelectorAll("[data-filter]")) press(button, false);
    this.draw();
    this.empty(...NOTHING_FOUND);
    $("rows-more").hidden = !data.more;
  }

  empty(title, words) {
    const empty = $("queue-empty");
    empty.hidden = this.rows.length > 0;
    empty.querySelector("h2").textContent = title;
    empty.querySelector("p").textContent = words;
    $("rows-more").hidden = true;
  }

  /** The rows as they were told last. */
  draw() {
    const focused = document.activeElement?.closest?.(".row")?.dataset.id;
    const list = $("rows");
    list.replaceChildren(...this.rows.map((row) => rowNode(row, this.onOpen, this.hasDraft(row.id), this.unread(row.id))));
    this.choose(this.chosen);
    if (focused) list.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
  }

  setFilter(name) {
    this.filter = name;
    for (const button of document.querySelectorAll("[data-filter]")) press(button, button.dataset.filter === name);
  }

  choose(id) {
    this.chosen = id;
    for (const button of $("rows").querySelectorAll(".row")) {
      if (button.dataset.id === id) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  }

  /** Focus the next (1) or previous (-1) row. */
  move(step) {
    const buttons = [...$("rows").querySelectorAll(".row")];
    if (!buttons.length) return;
    let at = buttons.indexOf(document.activeElement);
    if (at < 0) at = buttons.findIndex((button) => button.dataset.id === this.chosen);
    const next = at < 0 ? (step > 0 ? 0 : buttons.length - 1) : Math.min(Math.max(at + step, 0), buttons.length - 1);
    buttons[next].focus();
  }

  /** The row the keyboard stands on, else the opened one. */
  current() {
    return document.activeElement?.closest?.(".row")?.dataset.id || this.chosen;
  }

  tick() {
    for (const node of document.querySelectorAll("[data-since]")) node.textContent = waited(node.dataset.since);
  }
}
