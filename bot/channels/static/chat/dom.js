/** Small ways to make elements; text is always text, never markup. */

import { words } from "./words.js";

const SHORT_URL = 30;

export const $ = (id) => document.getElementById(id);

/** make("p", {class: "x", onclick: f}, "text", child) */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

// no look-behind: older iPhones cannot read it and would show nothing at all
const LINK = /(https?:\/\/[^\s，。；、！？）》」』"'<>]+)|(1\d{10}|0\d{2,3}-\d{7,8}|12368|12348|12338|12345|12355|110|120)(?![A-Za-z\d\-.%元万块天条号个页米公年月日点])/g;

/** What a person reads instead of a long address: of our own site what to do, of another where it leads. */
function readable(url) {
  const bare = url.replace(/^https?:\/\//, "").replace(/\/$/, "");
  if (bare.length <= SHORT_URL) return bare;
  return url.startsWith(`${window.location.origin}/`) ? words.line.here : `${bare.split("/")[0]}/…`;
}

/** Words with web addresses and telephone numbers one can tap; mobile numbers only where a person gives them. */
export function linked(text, mobiles = false) {
  const out = document.createDocumentFragment();
  let at = 0;
  for (const found of text.matchAll(LINK)) {
    const [whole, url] = found;
    // part of a longer number, or of a plate: 蒙K12345, 蒙K·12345
    if (!url && /(?:[\w\-.]|[A-Za-z][\s·•])$/.test(text.slice(0, found.index))) continue;
    if (!url && !mobiles && /^1\d{10}$/.test(whole)) continue;
    out.append(text.slice(at, found.index));
    const link = url
      ? make("a", { href: url, rel: "noopener noreferrer", target: "_blank", title: url }, readable(url))
      : make("a", { href: `tel:${whole.replace("-", "")}` }, whole);
    out.append(link);
    at = found.index + whole.length;
  }
  out.append(text.slice(at));
  return out;
}
