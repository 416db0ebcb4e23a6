/** The menu and its sheets: font size, about, place. */

import { $ } from "./dom.js";
import { keep, recall } from "./store.js";
import { words } from "./words.js";

const FAR_M = 100000;

function show(dialog) {
  if (dialog.showModal) dialog.showModal();
  else dialog.setAttribute("open", "");
}

function hide(dialog) {
  if (dialog.close) dialog.close();
  else dialog.removeAttribute("open");
}

function setSize(size, resized) {
  if (size === "normal") delete document.documentElement.dataset.size;
  else document.documentElement.dataset.size = size;
  keep("size", size === "normal" ? null : size);
  for (const button of document.querySelectorAll("[data-size][aria-pressed]")) {
    button.setAttribute("aria-pressed", String(button.dataset.size === size));
  }
  resized();
}

function bindPlace(say, closePlus) {
  const dialog = $("place");
  const note = $("place-note");
  const text = $("place-text");
  $("pick-place").addEventListener("click", () => {
    closePlus();
    show(dialog);
    text.focus();
  });
  $("place-find").hidden = !navigator.geolocation;
  $("place-find").addEventListener("click", () => {
    note.textContent = words.place.reading;
    navigator.geolocation.getCurrentPosition((found) => {
      const { latitude, longitude, accuracy } = found.coords;
      text.value = words.place.found(latitude.toFixed(5), longitude.toFixed(5), Math.round(Math.min(accuracy, FAR_M)));
      note.textContent = "";
      $("place-send").focus();
    }, () => { note.textContent = words.place.denied; }, { timeout: 10000, maximumAge: 60000 });
  });
  const send = () => {
    const value = text.value.trim();
    if (!value) {
      note.textContent = words.place.empty;
      text.focus();
      return;
    }
    text.value = "";
    hide(dialog);
    say({ text: value, kind: "location" });
  };
  $("place-send").addEventListener("click", send);
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    send();
  });
}

/** `say(message)` sends words; `closePlus()` folds the + menu; `resized()` after the font changed. */
export function bindMenu({ say, closePlus, resized }) {
  const menu = $("menu");
  $("menu-open").addEventListener("click", () => show(menu));
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("[data-close]")) hide(dialog);
    });
  }
  menu.addEventListener("click", (event) => {
    const act = event.target.dataset.act;
    if (!act) return;
    hide(menu);
    if (act === "size") show($("size"));
    else if (act === "about") show($("about"));
    else if (act === "evidence") document.dispatchEvent(new CustomEvent("evidence"));
    else say({ text: words.ask[act] });
  });
  $("size").addEventListener("click", (event) => {
    if (event.target.dataset.size) setSize(event.target.dataset.size, resized);
  });
  setSize(recall("size", null) || "normal", resized);
  bindPlace(say, closePlus);
}
