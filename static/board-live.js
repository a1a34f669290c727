// What others change appears by itself: item by item, and never under the focus of the reader.

import { clockOf, current, fill, find, grid, nameOf, nameOfRow, page, rowOfResource, tell, words }
  from "./board-grid.js";
import { isBusy, whenIdle } from "./board-busy.js";
import { closePanel, light, renewPanel, rove } from "./board-panel.js";

let turns = 0;
let drawn = 0; // the turn whose answer stands on the page; an older one that comes late is dropped
const own = new Map(); // what this page has moved, with the version it made: no colleague did that
const KEPT = new Set(["tabindex", "aria-current"]); // the script's own, unknown to the server

export function listen() {
  let news;
  const open = () => {
    if (document.hidden || news) return;
    news = new EventSource(page.dataset.changes);
    news.addEventListener("changed", () => whenIdle(hear));
    // A stream that ends is opened again by the browser; one that was refused is not.
    news.addEventListener("error", () => {
      if (news?.readyState === EventSource.CLOSED) tell(words.deaf, { refused: true });
    });
  };
  const close = () => { news?.close(); news = undefined; };
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  open();
}

/** News is drawn while nothing is being moved, also when the move began after the question. */
function hear() {
  refresh({ unless: () => isBusy() && (whenIdle(hear), true) });
}

/** Draws the board as it is now. `mine`: the item this page has tried to move, so nobody is named
    for it; `version`: what the move made of it. */
export async function refresh({ mine, version, unless = () => false } = {}) {
  if (version) own.set(mine, String(version));
  const turn = ++turns;
  let fresh;
  try {
    const answer = await fetch(page.dataset.grid);
    if (!answer.ok || answer.redirected) return;
    fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return; // The next change, or the next stream, brings another try.
  }
  if (turn < drawn || unless()) return;
  drawn = turn;
  const held = document.activeElement.closest("[data-item]")?.dataset.item;
  const before = placesOf(grid());
  patchGrid(fresh.getElementById("board"), held);
  for (const part of fresh.querySelectorAll("[data-part]")) patchPart(part);
  rove();
  light(current());
  sayChanges(before, placesOf(grid()), mine);
  keepFocus(held);
  renewPanel();
}

function placesOf(board) {
  const all = [...board.querySelectorAll("[data-item]")];
  return new Map(all.map((item) => [item.dataset.item, placeOf(item)]));
}

const placeOf = (item) =>
  `${item.closest(".board-row").dataset.resource} ${item.dataset.starts}`;

function patchGrid(fresh, held) {
  const old = grid();
  const resources = (board) => [...board.querySelectorAll(".board-row")].map((r) => r.dataset.resource);
  if (resources(old).join() !== resources(fresh).join()) {
    old.replaceWith(fresh);
    return;
  }
  const focused = held && find(held)?.parentElement;
  const known = new Map([...old.querySelectorAll("[data-key]")].map((li) => [li.dataset.key, li]));
  for (const row of fresh.querySelectorAll(".board-row")) {
    const lane = rowOfResource(row.dataset.resource).querySelector(".board-lane");
    const wanted = [...row.querySelectorAll("[data-key]")].map((li) =>
      known.has(li.dataset.key) ? patchItem(known.get(li.dataset.key), li) : li);
    arrange(lane, wanted, focused);
  }
  copyAttributes(old, fresh);
  old.querySelector(".board-hours").replaceWith(fresh.querySelector(".board-hours"));
  old.querySelector(".board-now")?.remove();
  old.append(...fresh.querySelectorAll(".board-now"));
}

/** In the wanted order, around the focused one: moved within the page, it would lose the focus. */
function arrange(lane, wanted, focused) {
  for (const li of [...lane.children]) if (!wanted.includes(li)) li.remove();
  const pivot = focused?.parentElement === lane ? wanted.indexOf(focused) : -1;
  if (pivot < 0) {
    lane.append(...wanted);
    return;
  }
  for (const li of wanted.slice(0, pivot)) lane.insertBefore(li, focused);
  lane.append(...wanted.slice(pivot + 1));
}

function patchItem(old, fresh) {
  copyAttributes(old, fresh);
  const [link, newLink] = [old.firstElementChild, fresh.firstElementChild];
  copyAttributes(link, newLink);
  if (link.innerHTML !== newLink.innerHTML) link.innerHTML = newLink.innerHTML;
  return old;
}

function copyAttributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !KEPT.has(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value && !KEPT.has(name)) old.setAttribute(name, value);
  }
}

/** Counts, tray and notices; their forms differ each time by a key nobody reads. */
function patchPart(fresh) {
  const old = document.querySelector(`[data-part="${fresh.dataset.part}"]`);
  if (old.textContent !== fresh.textContent && !old.contains(document.activeElement)) {
    old.replaceWith(fresh);
  }
}

function sayChanges(before, after, mine) {
  const isOwn = (id) => id === mine || find(id).dataset.version === own.get(id);
  const others = [...after.keys()].filter((id) => !isOwn(id));
  const moved = others.filter((id) => before.has(id) && before.get(id) !== after.get(id));
  const came = others.filter((id) => !before.has(id));
  const gone = [...before.keys()].filter((id) => id !== mine && !after.has(id));
  if (moved.length === 1) tell(fill(words.colleague, factsOf(find(moved[0]))));
  else if (moved.length) tell(fill(words.colleagues, { count: moved.length }));
  else if (came.length + gone.length) tell(words.changed);
}

export const factsOf = (item) => ({
  who: nameOf(item),
  place: nameOfRow(item.closest(".board-row")),
  time: clockOf(Number(item.dataset.starts)),
});

function keepFocus(held) {
  if (!held) return;
  const item = find(held);
  if (item) {
    if (document.activeElement !== item) item.focus({ preventScroll: true });
    return;
  }
  closePanel();
  grid().querySelector("[data-item][tabindex='0']")?.focus({ preventScroll: true });
  tell(words.gone);
}
