/** Files on their way: a bubble with a preview, progress, a way to stop, and a kind word when it fails. */

import { make } from "./dom.js";
import { newId } from "./store.js";
import { sized, words } from "./words.js";

export class Uploads {
  constructor(wire, lines) {
    this.wire = wire;
    this.lines = lines;
    this.limit = Number(document.body.dataset.limit);
    this.files = new Map();
    this.queue = Promise.resolve();
  }

  add(files) {
    for (const file of files) {
      const id = newId();
      this.files.set(id, { file });
      this.begin(id);
    }
  }

  has(id) {
    return this.files.has(id);
  }

  begin(id) {
    const one = this.files.get(id);
    this.lines.draft(id, this.drawn(id, one));
    const fault = this.fault(one.file);
    if (fault) {
      this.fail(id, fault, false);
      return;
    }
    one.stopped = false;
    this.queue = this.queue.then(() => this.send(id, one));
  }

  fault(file) {
    if (file.size === 0) return words.upload.empty;
    return file.size > this.limit ? words.upload.tooLarge(sized(this.limit)) : "";
  }

  async send(id, one) {
    if (one.stopped) return;
    try {
      await this.wire.upload(id, one.file, (part) => this.progress(one, part), (abort) => { one.abort = abort; });
      this.files.delete(id);
      this.lines.drop(id);
    } catch (error) {
      if (one.stopped) this.remove(id);
      else this.fail(id, error.message, !error.final);
    } finally {
      if (one.preview) URL.revokeObjectURL(one.preview);
    }
  }

  fail(id, why, again) {
    const one = this.files.get(id);
    one.bar.hidden = true;
    one.stop.hidden = true;
    one.note.textContent = sized(one.file.size);
    this.lines.mark(id, "failed", why, again);
  }

  progress(one, part) {
    const percent = Math.floor(part * 100);
    one.bar.value = percent;
    one.note.textContent = percent < 100 ? words.upload.progress(percent) : words.upload.checking;
  }

  stop(id) {
    const one = this.files.get(id);
    one.stopped = true;
    if (one.abort) one.abort();
    else this.remove(id);
  }

  remove(id) {
    this.files.delete(id);
    this.lines.drop(id);
  }

  drawn(id, one) {
    const image = /^image\/(jpeg|png|gif|webp)$/.test(one.file.type) && one.file.size <= this.limit;
    one.preview = image ? URL.createObjectURL(one.file) : "";
    one.bar = make("progress", { max: 100, value: 0, "aria-label": words.upload.progress(0).replace(" 0%", "") });
    one.note = make("span", { class: "small" }, sized(one.file.size));
    one.stop = make("button", { type: "button", class: "stop", onclick: () => this.stop(id) }, words.upload.cancel);
    return make("div", { class: "upload" },
      make("span", { class: "file-row" },
        make("span", { class: "thing" }, make("span", { class: "name" }, one.file.name), one.note),
        image ? make("img", { src: one.preview, alt: "", width: 48, height: 48 }) : make("span", { class: "page-icon", "aria-hidden": "true" })),
      one.bar, one.stop);
  }
}
