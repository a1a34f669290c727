// The board by mouse, pen or finger; on narrow screens the board is a list and stays put.

import { STEP, grid, homeOf, isSame, isWide, mayMove, page, peersOf, put } from "./board-grid.js";
import { begin, end } from "./board-busy.js";
import { commit } from "./board-move.js";

const SLACK_PX = 5; // a hand that clicks trembles
const A_DAY = 24 * 60;

export function watchDrags() {
  page.addEventListener("dragstart", (event) => {
    // The browser's own dragging of a link.
    if (event.target.closest("[data-item]")) event.preventDefault();
  });
  page.addEventListener("pointerdown", (event) => {
    const item = event.target.closest("[data-item]");
    if (item && grid().contains(item) && event.button === 0 && isWide() && mayMove()) {
      follow(item, event);
    }
  });
}

function follow(item, down) {
  const from = homeOf(item);
  const pxPerMinute = laneWidth(item) / grid().dataset.span;
  const watching = new AbortController();
  const on = (name, act) => addEventListener(name, act, { signal: watching.signal });
  let dragging = false;

  const stop = () => {
    watching.abort();
    item.classList.remove("is-moving");
    if (dragging) swallowClick();
  };
  const giveUp = () => {
    stop();
    put(item, from);
    if (dragging) end();
  };
  on("pointermove", (event) => {
    if (!dragging) {
      if (Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < SLACK_PX) return;
      dragging = true;
      begin();
      item.setPointerCapture(down.pointerId);
      item.classList.add("is-moving");
    }
    put(item, underPointer(item, from, event, (event.clientX - down.clientX) / pxPerMinute));
  });
  on("pointerup", async () => {
    stop();
    if (!dragging) return;
    if (!isSame(homeOf(item), from)) await commit(item, from);
    end();
  });
  on("pointercancel", giveUp);
  on("keydown", (event) => event.key === "Escape" && giveUp());
}

const laneWidth = (item) => item.closest(".board-lane").getBoundingClientRect().width;

/** On a quarter of an hour within the day, in the row of the same kind that is pointed at. */
function underPointer(item, from, event, minutes) {
  const wanted = Math.round((from.starts + minutes) / STEP) * STEP;
  const row = peersOf(from.row).find((each) => {
    const box = each.getBoundingClientRect();
    return event.clientY >= box.top && event.clientY < box.bottom;
  });
  return {
    row: row ?? item.closest(".board-row"),
    starts: Math.min(Math.max(wanted, 0), A_DAY - STEP),
  };
}

/** The click that ends a drag is not meant to open the item. */
function swallowClick() {
  const swallow = (event) => event.preventDefault();
  addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", swallow, { capture: true }));
}
