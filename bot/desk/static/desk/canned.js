/** 常用语: open with /, type to find, Enter puts the words into the box (never sends them). */

import { ask } from "./api.js";
import { $, make } from "./dom.js";

function matches(reply, words) {
  const hay = `${reply.title} ${reply.keys.join(" ")} ${reply.text}`.toLowerCase();
  return words.toLowerCase().split(/\s+/).every((word) => hay.includes(word));
}

export class Canned {
  /** `put(text, missing)` takes the chosen words. */
  constructor(put) {
    this.put = put;
    this.forget();
    this.found = [];
    this.at = 0;
    $("canned-open").addEventListener("click", () => ($("canned").hidden ? this.open() : this.close()));
    $("canned-search").addEventListener("input", () => this.draw(0));
    $("canned-search").addEventListener("keydown", (event) => this.key(event));
  }

  /** Names of one person must never be offered for another: what was loaded before goes first. */
  forget() {
    this.all = [];
    this.person = "";
  }

  async load(handoff) {
    this.forget();
    this.person = handoff;
    const { replies } = await ask(`/api/desk/canned?handoff=${encodeURIComponent(handoff)}`);
    if (this.person !== handoff) return;
    this.all = replies;
    if (!$("canned").hidden) this.draw(0);
  }

  open() {
    $("canned").hidden = false;
    $("canned-open").setAttribute("aria-expanded", "true");
    $("canned-search").value = "";
    this.draw(0);
    $("canned-search").focus();
  }

  close(focus = true) {
    $("canned").hidden = true;
    $("canned-open").setAttribute("aria-expanded", "false");
    if (focus) $("words").focus();
  }

  draw(at) {
    const words = $("canned-search").value.trim();
    this.found = this.all.filter((reply) => !words || matches(reply, words));
    this.at = Math.min(Math.max(at, 0), Math.max(this.found.length - 1, 0));
    const items = this.found.map((reply, index) =>
      make("li", { role: "option", id: `canned-${reply.id}`, "aria-selected": String(index === this.at), onclick: () => this.take(reply) },
        make("b", {}, reply.title), make("span", {}, reply.text),
        reply.missing.length ? make("em", { class: "mark amber" }, `还缺${reply.missing.join("、")}`) : null));
    $("canned-list").replaceChildren(...(items.length ? items : [make("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, this.all.length ? "没有找到，换个词试试" : "正在取常用语")]));
    const chosen = items[this.at];
    if (chosen) {
      $("canned-search").setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else $("canned-search").removeAttribute("aria-activedescendant");
  }

  take(reply) {
    this.close();
    this.put(reply.text, reply.missing);
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") this.draw(this.at + 1);
    else if (event.key === "ArrowUp") this.draw(this.at - 1);
    else if (event.key === "Enter") this.found[this.at] && this.take(this.found[this.at]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
