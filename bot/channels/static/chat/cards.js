/** Rich cards. Each gets (text, data, act) and gives the inside of a bubble; unknown kinds stay words. */

import { linked, make } from "./dom.js";
import { checklist, pageIcon, small } from "./evidence.js";
import { sized, words } from "./words.js";

const w = words.card;
const list = (value) => (Array.isArray(value) ? value : []);
const str = (value) => (value === null || value === undefined ? "" : String(value));

function said(text) {
  return make("div", { class: "said" }, linked(text));
}

function fold(title, ...children) {
  return make("details", { class: "fold" }, make("summary", {}, title), make("div", { class: "folded" }, ...children));
}

function question(text, data) {
  const step = Number(data.step) || 0;
  const total = Number(data.total) || 0;
  const ask = str(data.ask);
  const at = ask ? text.lastIndexOf(ask) : -1;
  let before = at > 0 ? text.slice(0, at).trim() : "";
  // the step line of the plain form is drawn as a progress line here
  const isStep = (line) => /\d/.test(line) && line.includes(`${step}`) && line.includes(`${total}`) && line.length < 20;
  const entries = list(data.rows).map(str); // a list so far: its own lines may hold the same numbers
  before = before.split("\n").filter((line) => entries.includes(line.trim()) || !isStep(line)).join("\n").trim();
  const body = at >= 0 ? ask : text;
  const hint = str(data.hint);
  const rest = at >= 0 ? text.slice(at + ask.length).replace(hint, "").replace(str(data.standing), "").trim() : "";
  const stands = str(data.standing);
  const out = [];
  if (before) out.push(said(before));
  if (step && total) {
    const label = w.step(step, total);
    out.push(make("div", { class: "step" },
      make("span", {}, str(data.section)), make("span", {}, label)));
    out.push(make("progress", { max: total, value: step, "aria-label": label }));
  }
  out.push(make("div", { class: "said ask" }, linked(body)));
  if (rest) out.push(said(rest));
  if (stands) out.push(make("p", { class: "small stands" }, stands));
  if (hint && !body.includes(hint)) out.push(make("p", { class: "small" }, hint));
  const standing = list(data.checklist);
  if (standing.length) out.push(fold(w.needed, checklist(standing)));
  if (data.why) out.push(fold(w.why, make("p", {}, str(data.why))));
  return out;
}

function review(text, data, act) {
  const rows = list(data.rows);
  const advice = list(data.advice).map(str);
  const inner = rows.flatMap((row) => list(row.lines).map((line) => str(line).trim()));
  const isRow = (line) => inner.includes(line.trim())
    || rows.some((row) => line.includes(str(row.label)) && line.includes(str(row.value)));
  const isAdvice = (line) => advice.some((one) => line.includes(one));
  const lines = text.split("\n");
  const plain = (part) => part.filter((line) => line.trim() && !isRow(line) && !isAdvice(line)).join("\n").trim();
  const first = Math.max(0, lines.findIndex(isRow));
  const noted = lines.findIndex(isAdvice);
  const turn = noted > first ? noted : lines.length;
  const lead = plain(lines.slice(0, first));
  const heading = noted > first ? plain(lines.slice(first, turn)) : "";
  const tail = plain(noted > first ? lines.slice(turn) : lines.slice(first));
  return [
    make("h3", {}, w.review),
    lead ? said(lead) : null,
    make("ul", { class: "rows" }, ...rows.map((row) => make("li", {},
      make("span", { class: "label" }, str(row.label)),
      make("span", { class: "value" }, str(row.value), row.confirmed === false ? make("em", {}, w.unsure) : null,
        ...list(row.lines).map((line) => make("span", { class: "entry" }, str(line).trim()))),
      make("button", { type: "button", class: "edit", "aria-label": w.editOf(str(row.label)), onclick: () => act({ text: w.editOf(str(row.label)), payload: `edit:${row.field}` }) }, w.edit)))),
    heading ? make("div", { class: "said tail" }, linked(heading)) : null,
    advice.length ? make("ul", { class: "advice" }, ...advice.map((one) => make("li", {}, linked(one)))) : null,
    tail ? make("div", { class: "said tail" }, linked(tail)) : null,
  ];
}

function receipt(text, data) {
  const papers = list(data.documents);
  return [
    make("h3", { class: "done" }, w.receipt),
    make("p", { class: "number" }, make("span", { class: "small" }, w.number), str(data.number)),
    data.date ? make("p", { class: "pair" }, make("span", { class: "small" }, w.date), str(data.date)) : null,
    make("div", { class: "pair" }, make("span", { class: "small" }, w.next), make("div", { class: "said" }, linked(str(data.next) || text))),
    papers.length ? make("p", { class: "small" }, w.papers) : null,
    papers.length ? make("ul", { class: "papers" }, ...papers.map((paper) => make("li", {}, make("a", { href: paper.url, download: true, class: "paper-link" }, str(paper.title))))) : null,
    make("button", { type: "button", class: "print", onclick: () => window.print() }, w.print),
  ];
}

function filing(text, data) {
  const bundles = list(data.bundles);
  return [
    make("h3", {}, w.filing),
    said(str(data.text) || text),
    make("ul", { class: "papers" },
      ...bundles.map((url, n) => make("li", {}, make("a", { href: url, download: true, class: "paper-link main" }, bundles.length > 1 ? w.bundleOf(n + 1) : w.bundle))),
      data.single ? make("li", {}, make("a", { href: data.single, target: "_blank", rel: "noopener", class: "paper-link" }, w.single)) : null),
    data.undo ? make("p", { class: "small" }, str(data.undo)) : null,
  ];
}

function faq(text, data, act) {
  const citations = list(data.citations);
  const rate = make("div", { class: "rate" });
  const answer = (useful) => {
    rate.replaceChildren(make("span", { role: "status", class: "small" }, w.thanks));
    act({ text: useful ? w.useful : w.useless, payload: `rate:${useful ? "yes" : "no"}:${data.id}` });
  };
  rate.append(
    make("button", { type: "button", onclick: () => answer(true) }, w.useful),
    make("button", { type: "button", onclick: () => answer(false) }, w.useless));
  return [
    said(str(data.answer) || text),
    citations.length ? fold(w.basis(citations.length), ...citations.map((one) => make("div", { class: "citation" },
      make("strong", {}, str(one.title)),
      one.gist ? make("p", {}, str(one.gist)) : null,
      one.quote ? make("blockquote", {}, str(one.quote)) : null))) : null,
    make("p", { class: "small only" }, w.only),
    // offered only where the conversation understands the tap; as plain words it would answer an open question
    data.rate && data.id ? rate : null,
  ];
}

function evidence(text, data) {
  const items = list(data.items);
  const standing = list(data.checklist);
  // the lines of the plain form are drawn as a list here
  const spoken = (line) => !standing.some((row) => line.startsWith(`· ${row.item}：`));
  const kept = standing.length ? text.split("\n").filter(spoken).join("\n").trim() : text;
  const open = () => document.dispatchEvent(new CustomEvent("evidence"));
  return [
    kept ? said(kept) : make("h3", {}, w.evidence),
    items.length ? make("ul", { class: "things" }, ...items.map((item) => make("li", {},
      item.thumb ? small(item.thumb) : pageIcon(),
      make("span", { class: "thing" }, make("span", { class: "name" }, str(item.name)),
        make("span", { class: "small" }, [item.item, item.size ? sized(Number(item.size)) : ""].filter(Boolean).join(" · ")))))) : null,
    standing.length ? checklist(standing) : null,
    make("button", { type: "button", class: "edit open-evidence", onclick: open }, w.sort),
  ];
}

function safety(text, data) {
  return [
    make("h3", {}, w.safety),
    make("ul", { class: "hotlines" }, ...list(data.hotlines).map((line) => make("li", {},
      make("a", { href: `tel:${str(line.number).replace(/[^\d+]/g, "")}`, "aria-label": w.call(str(line.name), str(line.number)) },
        make("strong", {}, str(line.number)), make("span", {}, str(line.name)))))),
    said(text),
  ];
}

function handoff(text, data) {
  const ahead = Number(data.ahead) || 0;
  const waiting = data.state === "waiting" || !data.state;
  return [
    make("h3", {}, w.states[data.state] || w.handoff),
    waiting ? make("p", { class: "ahead" }, ahead ? w.ahead(ahead) : w.first) : null,
    said(text),
    data.hours ? make("p", { class: "small" }, `${w.hours}：${data.hours}`) : null,
  ];
}

const KINDS = { question, review, receipt, filing, faq, evidence, safety, handoff };

/** The inside of a card's bubble, or null where the words alone are shown. */
export function inside(text, card, act) {
  const draw = card && Object.prototype.hasOwnProperty.call(KINDS, card.kind) ? KINDS[card.kind] : null;
  if (!draw) return null;
  return make("div", { class: `card ${card.kind}` }, ...draw(text, card.data || {}, act));
}
