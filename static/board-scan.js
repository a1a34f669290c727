// A scanner types fast and ends with Enter. A case, a wristband or a name is looked for; the code on
// a door, its name or a time then moves the item that was found.

import { current, fill, homeOf, items, mayMove, nameOf, nameOfRow, page, peersOf, put, rows, tell,
  words } from "./board-grid.js";
import { factsOf } from "./board-live.js";
import { commit } from "./board-move.js";

const box = document.getElementById("scan");
const AT = /^(.*?)\s*\b(\d{1,2})[:：](\d{2})$/; // "2号厅 10:30", "10:30"

export function watchScanner() {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea, dialog");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
  box.form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (select(search(text)) || moveTo(text)) return;
    const { code, said } = await caseOfBand(text);
    if (said) {
      box.value = "";
      tell(said, { refused: true });
    } else if (!select(search(code))) box.form.submit(); // Of another day: the search page knows.
  });
}

/** Scanned once more, the next item of the same family. */
function select(found) {
  if (!found.length) return false;
  box.value = "";
  const next = found[(found.indexOf(current()) + 1) % found.length];
  next.focus();
  if (next.dataset.item) sayFound(found, next);
  return true;
}

/** The chosen item to the door that was scanned, the row or the time that was typed. */
function moveTo(text) {
  const item = current();
  const [, place, hours, minutes] = AT.exec(text) ?? [null, text];
  const row = place ? rows().find((each) => isCalled(each, place)) : item && homeOf(item).row;
  if (!row || (!place && hours === undefined)) return false;
  box.value = "";
  if (!item || !mayMove()) tell(words.chooseFirst, { refused: true });
  else if (!peersOf(row).includes(homeOf(item).row)) tell(words.otherKind, { refused: true });
  else {
    const from = homeOf(item);
    put(item, { row, starts: hours === undefined ? from.starts : hours * 60 + Number(minutes) });
    commit(item, from);
  }
  return true;
}

const isCalled = (row, text) =>
  row.dataset.scan === text.toUpperCase() || nameOfRow(row) === text;

/** A wristband holds no number of a case, only the server knows whose it is: {code}; or {said}, what
 * was scanned instead. Neither where it is no code at all: then it may be a name. */
async function caseOfBand(text) {
  const asked = new FormData(box.form);
  asked.set("search", text);
  try {
    const answer = await fetch("/board/find", { method: "POST", body: asked });
    const { code = "", said = "" } = answer.status === 404 ? {} : await answer.json();
    return { code, said };
  } catch {
    return { code: "", said: "" };
  }
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
