/** New words in the talks I hold: how many since each was read, and an alert that stays where one is urgent. */

import { $, make } from "./dom.js";

const HEAD = "desk-read:";

export class Unread {
  /** `me`: whose talks; `onOpen(id)` opens one from the alert. */
  constructor(me, onOpen) {
    this.mine = `${HEAD}${me}:`;
    this.onOpen = onOpen;
    this.held = new Map();
    this.rung = new Set();
  }

  /** What the server told of my talks; the one that is read right now counts as read. True for a new alert. */
  take(held, reading) {
    this.held = new Map(held.map((one) => [one.id, one]));
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(this.mine) && !this.held.has(key.slice(this.mine.length))) localStorage.removeItem(key);
    }
    if (reading) this.read(reading);
    return this.alert();
  }

  read(id) {
    const one = this.held.get(id);
    if (one) localStorage.setItem(this.mine + id, String(one.heard));
  }

  of(id) {
    const one = this.held.get(id);
    return one ? Math.max(0, one.heard - Number(localStorage.getItem(this.mine + id) || 0)) : 0;
  }

  total() {
    return [...this.held.keys()].reduce((sum, id) => sum + this.of(id), 0);
  }

  get urgent() {
    return [...this.held.values()].filter((one) => one.urgent && this.of(one.id));
  }

  /** The line above everything stays until each of them is opened. */
  alert() {
    const urgent = this.urgent;
    const box = $("held-alert");
    const said = urgent.map((one) => `${one.id} ${this.of(one.id)}`).join();
    if (box.dataset.said !== said) {
      box.dataset.said = said;
      box.hidden = !urgent.length;
      box.replaceChildren(...(urgent.length ? [make("b", {}, "您在办的人有危险，请马上看："), ...urgent.map((one) => make(
        "button", { type: "button", "data-alert": one.id, onclick: () => this.onOpen(one.id) },
        `${one.name}${one.danger ? `（${one.danger}）` : ""}，${this.of(one.id)}条新话`))] : []));
    }
    const fresh = urgent.some((one) => !this.rung.has(one.id));
    this.rung = new Set(urgent.map((one) => one.id));
    const total = this.total();
    const mark = $("mine-unread");
    mark.hidden = !total;
    mark.textContent = total ? `${total}条新话` : "";
    return fresh;
  }
}
