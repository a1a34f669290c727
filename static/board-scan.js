// A scanner types fast and ends with Enter: what it reads is looked for on the board first.

import { current, fill, items, nameOf, page, tell, words } from "./board-grid.js";
import { factsOf } from "./board-live.js";

const box = document.getElementById("scan");

export function watchScanner() {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea, dialog");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
  box.form.addEventListener("submit", (event) => {
    const found = search(box.value.trim());
    if (!found.length) return; // The case may be of another day: the search page knows.
    event.preventDefault();
    box.value = "";
    // Scanned once more, the next item of the same family.
    const next = found[(found.indexOf(current()) + 1) % found.length];
    next.focus();
    if (next.dataset.item) sayFound(found, next);
  });
}

function search(text) {
  const code = text.split("/").at(-1).toUpperCase(); // QR codes on paper hold an address
  const fits = (item) => item.dataset.code === code || nameOf(item) === text;
  const waiting = [...page.querySelectorAll("[data-part=tray] [data-code]")];
  return text ? [...items(), ...waiting].filter(fits) : [];
}

function sayFound(found, item) {
  const word = found.length > 1 ? words.foundMany : words.found;
  tell(fill(word, { ...factsOf(item), count: found.length }));
}
