/** One more look before an outcome: what the citizen will read, and what is missing. */

import { $, make } from "./dom.js";

/** `asked`: {title, told, warnings}. True when it is meant. */
export function sure(asked) {
  const dialog = $("sure");
  $("sure-title").textContent = `确定选“${asked.title}”吗？`;
  $("sure-told").textContent = asked.told;
  $("sure-lacks").hidden = !asked.warnings.length;
  $("sure-warnings").replaceChildren(...asked.warnings.map((words) => make("li", {}, words)));
  dialog.returnValue = "";
  dialog.showModal();
  $("sure-no").focus();
  return new Promise((done) => dialog.addEventListener("close", () => done(dialog.returnValue === "yes"), { once: true }));
}
