/** 我的证据: the checklist of the dispute, and every piece with its pages to turn, order, name and delete. */

import { $, make } from "./dom.js";
import { sized, words } from "./words.js";

const w = words.evidence;
const STATES = { here: "there", said: "said", lacking: "lacking", spared: "spared" };

/** The list of what a dispute needs; each entry says what it proves and how to get it. */
export function checklist(rows) {
  return make("ul", { class: "checks" }, ...rows.map((row) => make("li", { class: STATES[row.state] || "" },
    make("span", { class: "mark" }, w.states[row.state] || row.words),
    make("span", { class: "thing" },
      make("span", { class: "name" }, row.item, row.state === "here" ? make("span", { class: "small" }, ` ${row.words.replace(/^有/, "")}`) : null),
      row.state === "spared"
        ? make("span", { class: "small" }, row.get)
        : make("span", { class: "small" }, [row.proves ? w.proves(row.proves) : "", row.state === "here" ? "" : row.get].filter(Boolean).join("。"))))));
}

/** Pages under the piece they belong to, in the order the server gave. */
export function pieces(items) {
  const found = new Map();
  for (const item of items) {
    const key = item.piece || item.id || item.name;
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(item);
  }
  return [...found.values()];
}

export function pageIcon() {
  return make("span", { class: "page-icon", "aria-hidden": "true" });
}

export function small(address, side = 48) {
  const picture = make("img", { src: address, alt: "", loading: "lazy", width: side, height: side });
  picture.addEventListener("error", () => picture.replaceWith(pageIcon()));
  return picture;
}

export class EvidenceSheet {
  constructor() {
    this.dialog = $("evidence");
    this.place = $("evidence-place");
    this.note = $("evidence-note");
    this.busy = false;
    document.addEventListener("evidence", () => this.open());
    $("evidence-add").addEventListener("click", () => {
      this.dialog.close();
      $("album").click();
    });
  }

  async open() {
    if (!this.dialog.open) this.dialog.showModal();
    this.note.textContent = w.reading;
    await this.ask("/api/chat/evidence");
  }

  async ask(path, body) {
    if (this.busy) return;
    this.busy = true;
    const focused = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.key : "";
    const options = body
      ? { method: "POST", body: JSON.stringify(body), headers: { "X-MB": "1", "Content-Type": "application/json" } }
      : {};
    try {
      const response = await fetch(path, { credentials: "same-origin", cache: "no-store", ...options });
      const data = await response.json().catch(() => ({}));
      if (!response.ok) throw new Error(data.error || words.send.noAnswer);
      this.note.textContent = "";
      this.draw(data);
      if (focused) this.focus(focused);
    } catch (error) {
      this.note.textContent = error instanceof TypeError ? words.send.network : error.message;
    } finally {
      this.busy = false;
    }
  }

  focus(key) {
    const again = [...this.place.querySelectorAll("[data-key]")].find((node) => node.dataset.key === key);
    if (again && !again.disabled) again.focus();
  }

  edit(item, op, to = "") {
    this.ask(`/api/chat/evidence/${encodeURIComponent(item.id)}`, { op, to });
  }

  draw(data) {
    const found = pieces(data.items);
    this.place.replaceChildren(
      data.checklist.length ? make("h3", {}, w.needed(data.title)) : "",
      data.checklist.length ? checklist(data.checklist) : "",
      data.checklist.length ? make("p", { class: "small" }, w.only) : "",
      make("h3", {}, found.length ? w.sent(found.length, data.items.length) : w.none),
      ...found.map((pages, at) => this.piece(pages, at + 1, at > 0, data.entries)));
  }

  piece(pages, number, follows, entries) {
    const head = pages[0];
    const known = entries.includes(head.item) || !head.item ? entries : [...entries, head.item];
    const choice = make("select", { "aria-label": w.what(number), "data-key": `what-${head.piece}`, onchange: (event) => event.target.value && this.edit(head, "item", event.target.value) },
      make("option", { value: "", selected: !head.item }, w.unnamed),
      ...known.map((name) => make("option", { value: name, selected: name === head.item }, name)));
    return make("section", { class: "piece", "data-piece": number },
      make("div", { class: "piece-head" }, make("strong", {}, w.piece(number)), choice),
      make("ol", { class: "pages" }, ...pages.map((page, at) => this.page(page, at, pages.length))),
      make("div", { class: "piece-acts" },
        follows && pages.every((page) => page.type.startsWith("image/")) ? this.button(head, "join", w.join, w.joinOf(number)) : null,
        pages.length > 1 ? this.button(head, "drop_all", w.dropAll, w.dropAllOf(number), true) : null));
  }

  page(page, at, count) {
    const several = count > 1;
    return make("li", {},
      page.thumb
        ? make("a", { class: "look", href: `${page.thumb}&size=large`, target: "_blank", rel: "noopener", "aria-label": w.look(page.name) }, small(page.thumb, 88))
        : pageIcon(),
      make("div", { class: "thing" },
        make("span", { class: "name" }, several ? w.page(at + 1) : page.name),
        make("span", { class: "small" }, [several ? page.name : "", page.pages > 1 ? w.pages(page.pages) : "", sized(page.size)].filter(Boolean).join(" · ")),
        make("div", { class: "page-acts" },
          page.thumb ? this.button(page, "rotate", w.rotate, w.rotateOf(page.name)) : null,
          several && at > 0 ? this.button(page, "up", w.up, w.upOf(page.name)) : null,
          several && at < count - 1 ? this.button(page, "down", w.down, w.downOf(page.name)) : null,
          several ? this.button(page, "split", w.split, w.splitOf(page.name)) : null,
          this.button(page, "drop", words.card.remove, words.card.removeOf(page.name), true))));
  }

  button(item, op, title, label, sure = false) {
    const act = (event) => {
      const node = event.currentTarget;
      if (sure && !node.classList.contains("sure")) {
        node.classList.add("sure");
        node.textContent = w.sure;
        setTimeout(() => {
          node.classList.remove("sure");
          node.textContent = title;
        }, 4000);
        return;
      }
      this.edit(item, op);
    };
    return make("button", { type: "button", "aria-label": label, "data-key": `${op}-${item.id}`, onclick: act }, title);
  }
}
