/** 找人找案: asked only on Enter, for each search is audited; what was found stands where the queue stands. */

import { Refusal, ask } from "./api.js";
import { $, announce } from "./dom.js";

export class Search {
  /** `again()`: shows the queue anew. */
  constructor(queue, again) {
    this.queue = queue;
    this.again = again;
    this.turn = 0;
    $("search").addEventListener("submit", (event) => {
      event.preventDefault();
      this.find();
    });
    $("search-words").addEventListener("input", () => this.fault(""));
    $("search-off").addEventListener("click", () => {
      this.leave();
      again();
      $("search-words").focus();
    });
  }

  async find() {
    const words = $("search-words").value.trim();
    const turn = ++this.turn;
    this.fault("");
    if (!words) {
      this.leave();
      this.again();
      return;
    }
    try {
      const data = await ask("/api/desk/search", { text: words });
      if (turn !== this.turn) return;
      $("search-off").hidden = false;
      this.queue.showFound(data);
      announce(data.rows.length ? `找到${data.rows.length}位` : "没有找到");
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (turn === this.turn) this.fault(error.message);
    }
  }

  /** Back to the queue; what was typed goes with it. */
  leave() {
    this.turn += 1;
    this.queue.found = null;
    $("search").reset();
    $("search-off").hidden = true;
    this.fault("");
  }

  fault(words) {
    $("search-fault").textContent = words;
    $("search-fault").hidden = !words;
  }
}
