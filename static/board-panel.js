// The item that is looked at: one tab stop, its family's other items lit, its details at the side.

import { current, find, grid, isWide, items, page } from "./board-grid.js";

const panel = document.getElementById("panel");
const PATIENCE_MS = 150; // so that walking along a row with the arrows asks for one panel only
let waiting;
let asked;

/** The farewell and the cremation of one family light up together. */
export function light(item) {
  for (const each of items()) {
    each.classList.toggle("is-pair", each !== item && each.dataset.plan === item?.dataset.plan);
  }
}

/** One tab stop: the current item, else the first that waits for somebody, else the first. */
export function rove() {
  const all = items();
  const stop = current() ?? all.find((item) => item.matches(".is-flagged, .is-now")) ?? all[0];
  for (const item of all) item.tabIndex = item === stop ? 0 : -1;
}

/** Makes an item the current one. Called by focus; to move there, focus it. */
export function look(item) {
  current()?.removeAttribute("aria-current");
  item.setAttribute("aria-current", "true");
  rove();
  light(item);
  clearTimeout(waiting);
  if (isWide()) waiting = setTimeout(showPanel, PATIENCE_MS, item.dataset.item);
}

/** Again, after the current item has changed; what is being typed there stays. */
export function renewPanel() {
  const item = current();
  if (item && !panel.hidden && !panel.contains(document.activeElement)) {
    showPanel(item.dataset.item);
  }
}

export function closePanel() {
  panel.hidden = true;
  panel.replaceChildren();
}

async function showPanel(id) {
  asked?.abort();
  asked = new AbortController();
  try {
    const answer = await fetch(`/board/item/${id}`, { signal: asked.signal });
    if (!answer.ok || answer.redirected || !find(id)) return;
    panel.innerHTML = await answer.text();
    panel.dataset.of = id;
    panel.hidden = false;
  } catch {
    // Another item was looked at meanwhile, or the network is away: the link still works.
  }
}

/** A first click looks at an item, a second opens it; Enter opens it at once. */
export function watchClicks() {
  let wasCurrent = false;
  page.addEventListener("pointerdown", (event) => {
    wasCurrent = event.target.closest("[data-item]")?.ariaCurrent === "true";
  }, { capture: true });
  page.addEventListener("click", (event) => {
    const item = event.target.closest("[data-item]");
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    const byMouse = event.detail > 0;
    if (item && isWide() && byMouse && !elsewhere && !wasCurrent) event.preventDefault();
  });
  page.addEventListener("focusin", (event) => {
    const item = event.target.closest("[data-item]");
    if (item && grid().contains(item)) look(item);
  });
  page.addEventListener("mouseover", (event) => {
    light(event.target.closest("[data-item]") ?? current());
  });
}
