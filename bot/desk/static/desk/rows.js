/** The rows of a list among the facts: shown as a table; one row is corrected, taken out or added at a time. */

import { make } from "./dom.js";

const SHOWN = 12; // one more than these is not worth a fold

/** `table`: {heads, rows: [{n, mark, cells, doubt}]}; `whole`: cells in full, where they were asked for; `acts(row)`: buttons. */
export function rowsOf(label, table, whole = null, acts = () => null) {
  const lines = table.rows.map((row, at) => line(table, row, whole?.[at] ?? row.cells, acts(row)));
  const rest = lines.length > SHOWN + 1 ? lines.splice(SHOWN) : [];
  const parts = [grid(label, table, lines)];
  if (rest.length) parts.push(make("details", { class: "more-rows" }, make("summary", {}, `还有${rest.length}行`), grid(`${label}，其余`, table, rest)));
  return make("div", { class: "list-box" }, ...parts);
}

function grid(label, table, lines) {
  return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": label },
    make("table", { class: "list-rows" },
      make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "行"), ...table.heads.map((head) => make("th", { scope: "col" }, head)))),
      make("tbody", {}, ...lines)));
}

function line(table, row, cells, acts) {
  const last = table.heads.length - 1;
  return make("tr", { class: row.doubt ? "doubted" : "" },
    make("td", {}, String(row.n)),
    ...cells.map((cell, at) => make("td", { class: cell.length > 10 && at !== last ? "long" : "" },
      cell || make("span", { class: "small", "aria-label": `没写${table.heads[at]}` }, "没写"),
      at === 0 && row.doubt ? make("span", { class: "mark amber doubt" }, row.doubt) : null,
      at === 0 ? acts : null)));
}
