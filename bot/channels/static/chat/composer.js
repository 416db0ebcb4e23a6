/** The input bar: text with a draft that survives, chips, and the + menu. */

import { $, make } from "./dom.js";
import { keep, recall } from "./store.js";
import { sized, words } from "./words.js";

const LONG_CHIP = 12;
const TYPING_EVERY_MS = 3000;

export class Composer {
  /** `on`: {say(message), files(list), typing(), resized()} */
  constructor(on) {
    this.on = on;
    this.text = $("text");
    this.most = Number(document.body.dataset.textLength);
    this.limit = Number(document.body.dataset.limit);
    this.desk = window.matchMedia("(hover: hover) and (pointer: fine)");
    this.typedAt = 0;
    if (this.desk.matches) this.text.enterKeyHint = "send";
    this.text.value = recall("draft", "");
    $("plus-note").textContent = words.upload.note(sized(this.limit));
    this.bind();
    this.grow();
  }

  bind() {
    this.text.addEventListener("input", () => this.typed());
    this.text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
      const send = event.ctrlKey || event.metaKey || (!event.shiftKey && this.desk.matches);
      if (!send) return;
      event.preventDefault();
      this.submit();
    });
    this.text.addEventListener("focus", () => this.plus(false));
    $("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    $("plus-open").addEventListener("click", () => this.plus($("plus").hidden));
    $("plus").addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.plus(false);
      $("plus-open").focus();
    });
    for (const [button, input] of [["pick-album", "album"], ["pick-camera", "camera"], ["pick-file", "file"]]) {
      $(button).addEventListener("click", () => $(input).click());
      $(input).addEventListener("change", () => {
        const files = [...$(input).files];
        $(input).value = "";
        this.plus(false);
        this.on.files(files);
      });
    }
  }

  typed() {
    keep("draft", this.text.value);
    this.grow();
    this.hint("");
    const now = Date.now();
    if (this.text.value && now - this.typedAt > TYPING_EVERY_MS) {
      this.typedAt = now;
      this.on.typing();
    }
  }

  /** One to five lines, then it scrolls. */
  grow() {
    const filled = this.text.value.trim() !== "";
    $("composer").classList.toggle("filled", filled);
    $("send").disabled = !filled;
    this.text.style.height = "auto";
    const style = getComputedStyle(this.text);
    const frame = parseFloat(style.paddingTop) + parseFloat(style.paddingBottom);
    const most = parseFloat(style.lineHeight) * 5 + frame;
    this.text.style.height = `${Math.min(this.text.scrollHeight, most)}px`;
    this.text.classList.toggle("full", this.text.scrollHeight > most + 1);
    this.on.resized();
  }

  submit() {
    const text = this.text.value.trim();
    if (!text) return;
    if ([...text].length > this.most) {
      this.hint(words.send.tooLong(this.most, [...text].length));
      return;
    }
    this.put("");
    this.on.say({ text });
  }

  /** Replace what stands in the input. */
  put(text) {
    this.text.value = text;
    keep("draft", text);
    this.hint("");
    this.grow();
  }

  hint(sentence) {
    $("hint").textContent = sentence;
    $("hint").hidden = !sentence;
  }

  plus(open) {
    $("plus").hidden = !open;
    $("plus-open").setAttribute("aria-expanded", String(open));
    $("plus-open").classList.toggle("open", open);
    this.on.resized();
  }

  /** Quick replies of the last thing said; none hides the row. */
  chips(buttons) {
    const chips = $("chips");
    const inside = chips.contains(document.activeElement);
    chips.replaceChildren(...buttons.map((button) => make("button", {
      type: "button",
      class: [...button.title].length > LONG_CHIP ? "chip wide" : "chip",
      onclick: () => this.on.say({ text: button.title, payload: button.payload }),
    }, button.title)));
    chips.hidden = buttons.length === 0;
    chips.scrollTop = 0;
    if (inside) this.text.focus({ preventScroll: true });
    this.on.resized();
  }
}
