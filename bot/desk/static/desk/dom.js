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

export function press(button, on) {
  button.setAttribute("aria-pressed", String(on));
}

/** Say something to people who listen instead of look. */
export function announce(words) {
  $("live").textContent = words;
}
