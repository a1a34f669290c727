// The day board. Without this script every item is a link and moves by a form; with it the board is
// one tab stop, moves by keys and mouse, and hears of what colleagues change.

import { watchDrags } from "./board-drag.js";
import { mayMove, page } from "./board-grid.js";
import { watchKeys } from "./board-keys.js";
import { listen } from "./board-live.js";
import { commitForm, undo } from "./board-move.js";
import { rove, watchClicks } from "./board-panel.js";
import { watchScanner } from "./board-scan.js";

const panel = document.getElementById("panel");

rove();
watchClicks();
watchKeys();
watchScanner();
if (mayMove()) watchDrags();
listen();

panel.addEventListener("submit", (event) => {
  if (!event.target.matches("form.move")) return;
  event.preventDefault();
  commitForm(event.target, panel.dataset.of);
});
document.getElementById("undo").addEventListener("click", undo);
document.getElementById("keys").hidden = false;
page.classList.add("is-live");
