/** What the phone remembers: draft, font size, unsent messages. Private windows may refuse; then nothing is kept. */

const PREFIX = "mb:";

export function recall(key, otherwise) {
  try {
    const found = localStorage.getItem(PREFIX + key);
    return found === null ? otherwise : JSON.parse(found);
  } catch {
    return otherwise;
  }
}

export function keep(key, value) {
  try {
    if (value === null || value === "") localStorage.removeItem(PREFIX + key);
    else localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    /* a full or forbidden store only costs the comfort */
  }
}

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
