/** The line at the top that always says how far publishing is, and the counts beside the places. */

import { $, get } from "./page.js";

const SLOW_MS = 20000;
const FAST_MS = 1500;
let later = 0;
let before = "";

/** Look now, then again by itself; `after` is told when a training ends. */
export async function refreshBadge() {
  clearTimeout(later);
  let wait = SLOW_MS;
  try {
    if (document.visibilityState === "visible") wait = draw(await get("today"));
  } catch (fault) {
    if (!("status" in fault)) throw fault;
  }
  later = setTimeout(refreshBadge, wait);
}

function draw(data) {
  const { training } = data;
  const badge = $("badge");
  $("count-unmatched").textContent = data.unmatched || "";
  $("count-drafts").textContent = data.drafts || "";
  const running = training.state === "running";
  badge.dataset.state = training.state;
  badge.textContent = running ? `训练中 ${training.percent}%` : data.drafts ? `${data.drafts}条草稿等训练` : "内容都已发布";
  badge.hidden = false;
  document.dispatchEvent(new CustomEvent("admin-news", { detail: { training, ended: before === "running" && !running } }));
  before = training.state;
  return running ? FAST_MS : SLOW_MS;
}
