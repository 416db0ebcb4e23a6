/** 交给同事: who can carry on, and what goes to them. */

import { Refusal, ask } from "./api.js";
import { $, make } from "./dom.js";

/** Fill the form when it unfolds; the numbers are of now. */
export async function fillHandOver(mine) {
  const form = $("hand-over-form");
  const place = form.querySelector(".form-fault");
  try {
    const { rows, held } = await ask("/api/desk/colleagues");
    $("hand-over-to").replaceChildren(make("option", { value: "" }, "请选"), ...rows.map((one) => make("option", { value: one.id },
      `${one.name}（${one.on_duty ? "在岗" : "不在岗"}，手上${one.held}位）`)));
    const all = $("hand-over-all");
    all.hidden = !mine || held < 2;
    all.querySelector("span").textContent = `我手上的${held}位都交给这位同事`;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    place.textContent = error.message;
    place.hidden = false;
  }
}
