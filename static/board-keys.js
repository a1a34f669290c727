// The board by keys: arrows walk, M moves, Enter confirms, Escape gives up.

import { STEP, clockOf, fill, homeOf, isSame, items, itemsIn, mayMove, nameOf, nameOfRow, page, peersOf,
  put, rowOf, rows, tell, words } from "./board-grid.js";
import { begin, end } from "./board-busy.js";
import { commit } from "./board-move.js";

let moving = null; // { item, from } while the keys move an item

export function watchKeys() {
  page.addEventListener("keydown", (event) => {
    const item = event.target.closest("[data-item]");
    if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = moving ? moveBy(event.key) : walkBy(event.key, item);
    if (!act) return;
    if (event.key !== "Tab") event.preventDefault();
    act();
  });
  // Whoever reaches for the mouse has given up moving by keys.
  document.addEventListener("pointerdown", () => moving && drop(), { capture: true });
}

function walkBy(key, item) {
  const row = rowOf(item);
  const along = itemsIn(row);
  const at = along.indexOf(item);
  const target = {
    ArrowRight: () => along[at + 1],
    ArrowLeft: () => along[at - 1],
    Home: () => along[0],
    End: () => along.at(-1),
    ArrowDown: () => nearestIn(rows().slice(rows().indexOf(row) + 1), item),
    ArrowUp: () => nearestIn(rows().slice(0, rows().indexOf(row)).reverse(), item),
  }[key];
  if (target) return () => target()?.focus();
  if (key.toLowerCase() === "m" && mayMove()) return () => pickUp(item);
  return null;
}

/** In the first of the rows that has any, the item that starts nearest in time. */
function nearestIn(candidates, item) {
  const row = candidates.find((each) => itemsIn(each).length);
  const far = (other) => Math.abs(other.dataset.starts - item.dataset.starts);
  return row && itemsIn(row).sort((a, b) => far(a) - far(b))[0];
}

function pickUp(item) {
  moving = { item, from: homeOf(item) };
  begin();
  item.classList.add("is-moving");
  tell(fill(words.moving, { who: nameOf(item) }));
}

function moveBy(key) {
  return {
    ArrowRight: () => shift(STEP, 0),
    ArrowLeft: () => shift(-STEP, 0),
    ArrowDown: () => shift(0, 1),
    ArrowUp: () => shift(0, -1),
    Enter: settle,
    Escape: drop,
    Tab: drop,
    Home: () => {},
    End: () => {},
  }[key];
}

function shift(minutes, down) {
  const { item } = moving;
  const { row, starts } = homeOf(item);
  const peers = peersOf(row);
  const target = peers[peers.indexOf(row) + down] ?? row;
  put(item, { row: target, starts: starts + minutes });
  item.focus();
  tell(`${nameOfRow(target)} ${clockOf(starts + minutes)}`);
}

async function settle() {
  const { item, from } = setDown();
  if (isSame(homeOf(item), from)) {
    tell(fill(words.dropped, { who: nameOf(item) }));
    end();
    return;
  }
  await commit(item, from);
  end();
}

function drop() {
  const { item, from } = setDown();
  put(item, from);
  if (items().includes(item)) item.focus();
  tell(fill(words.dropped, { who: nameOf(item) }));
  end();
}

function setDown() {
  const done = moving;
  moving = null;
  done.item.classList.remove("is-moving");
  return done;
}
