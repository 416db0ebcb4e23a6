/** Which part is shown: the address after # says it. */

import { accounts } from "./accounts.js";
import { audit } from "./audit.js";
import { refreshBadge } from "./badge.js";
import { editor, fresh, unsaved } from "./editor.js";
import { faq } from "./faq.js";
import { flow, flows, question, unsavedWords } from "./flows.js";
import { $ } from "./page.js";
import { template, templates } from "./templates.js";
import { reports } from "./reports.js";
import { table, tables, unsavedRows } from "./tables.js";
import { news, training } from "./training.js";
import { today } from "./today.js";
import { unmatched } from "./unmatched.js";

const LOSE = "改的内容还没有保存，离开就没有了。";
const isAdmin = $("shell").dataset.admin === "yes";
const parts = { today, faq, "faq-new": fresh, unmatched, training, flows, templates, ...(isAdmin ? { reports, tables, accounts: () => accounts(), audit } : {}) };
let here = "";
const losing = () => unsaved() || unsavedWords() || unsavedRows();

function go() {
  if (here && location.hash === here) return;
  if (here && losing() && !confirm(`${LOSE}要离开吗？`)) {
    history.replaceState(null, "", here);
    return;
  }
  const first = here === "";
  here = location.hash || "#today";
  const [path, query] = here.slice(1).split("?");
  const [name, id] = path.split("/");
  const parameters = new URLSearchParams(query || "");
  if (name === "faq" && id) editor(decodeURIComponent(id));
  else if (name === "templates" && id) template(decodeURIComponent(id));
  else if (name === "flows" && id) flow(decodeURIComponent(id));
  else if (name === "questions" && id) question(decodeURIComponent(id), parameters);
  else if (name === "tables" && id && isAdmin) table(decodeURIComponent(id));
  else (parts[name] || today)(parameters);
  const place = name === "faq-new" ? "faq" : name === "questions" ? "flows" : name in parts ? name : "today";
  document.querySelectorAll(".side a").forEach((link) => {
    if (link.getAttribute("href") !== `#${place}`) return link.removeAttribute("aria-current");
    link.setAttribute("aria-current", "page");
    link.scrollIntoView({ block: "nearest", inline: "center" });
  });
  if (!first) {
    $("main").focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

addEventListener("hashchange", go);
addEventListener("beforeunload", (event) => { if (losing()) event.preventDefault(); });
document.addEventListener("signed-out", (event) => { location.href = event.detail.go === "/password" ? "/password" : `/login?next=/admin`; });
document.addEventListener("admin-news", (event) => news(event.detail));
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refreshBadge());
go();
refreshBadge();
