/** The bot's words in the frame of a phone, as a citizen sees them. */

import { make } from "./page.js";

export function phone(...inside) {
  return make("div", { class: "phone" },
    make("p", { class: "phone-bar" }, "诉前调解", make("span", {}, "机器人")),
    make("div", { class: "phone-room" }, ...inside));
}

export const asked = (words) => make("p", { class: "bubble own" }, words);

export function bubbles(says) {
  return says.flatMap((say) => [
    make("div", { class: "bubble" }, ...inside(say)),
    say.buttons.length ? make("ul", { class: "chips" }, ...say.buttons.map((title) => make("li", {}, title))) : null,
  ]).filter(Boolean);
}

function inside(say) {
  if (!say.card || say.card.kind !== "faq") return [make("span", { class: "said" }, say.text)];
  const sources = say.card.citations || [];
  return [
    make("span", { class: "said" }, say.card.answer),
    make("details", { class: "basis", open: true }, make("summary", {}, `依据（${sources.length}条）`),
      ...sources.map((one) => make("div", { class: "source" }, make("strong", {}, one.title),
        one.gist ? make("p", {}, one.gist) : null, one.quote ? make("blockquote", {}, one.quote) : null))),
    make("p", { class: "only" }, "仅供参考，以法院和调解员意见为准。"),
  ];
}
