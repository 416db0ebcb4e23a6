/** Small ways to make elements; text is always text, never markup. */

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
const LINK = /(https?:\/\/[^\s，。；、！？）》」』"'<>]+)|(1\d{10}|0\d{2,3}-\d{7,8}|12368|12348|12338|12345|12355|110|120)(?![\d\-.%元万块天条号个页米公年月日点])/g;

/** Words with web addresses and telephone numbers one can tap; mobile numbers only where a person gives them. */
export function linked(text, mobiles = false) {
  const out = document.createDocumentFragment();
  let at = 0;
  for (const found of text.matchAll(LINK)) {
    const [whole, url] = found;
    if (!url && /[\d\-.]/.test(text[found.index - 1] || "")) continue;
    if (!url && !mobiles && /^1\d{10}$/.test(whole)) continue;
    out.append(text.slice(at, found.index));
    const link = url
      ? make("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, whole)
      : make("a", { href: `tel:${whole.replace("-", "")}` }, whole);
    out.append(link);
    at = found.index + whole.length;
  }
  out.append(text.slice(at));
  return out;
}
