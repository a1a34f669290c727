// What stands on the day board: rows, items and their places. Minutes count from the day's midnight.

export const page = document.getElementById("board-page");
export const words = document.getElementById("board-words").dataset;
export const STEP = 15;
const A_DAY = 24 * 60;
const wide = matchMedia("(min-width: 901px)");

export const isWide = () => wide.matches;
export const mayMove = () => "mayMove" in page.dataset;
export const grid = () => document.getElementById("board");
export const rows = () => [...grid().querySelectorAll(".board-row")];
export const items = () => [...grid().querySelectorAll("[data-item]")];
export const find = (id) => grid().querySelector(`[data-item="${id}"]`);
export const rowOf = (item) => item.closest(".board-row");
export const rowOfResource = (id) => grid().querySelector(`[data-resource="${id}"]`);
export const nameOf = (item) => item.querySelector("b").textContent;
export const nameOfRow = (row) => row.querySelector("h3 span").textContent;
export const current = () => grid().querySelector("[data-item][aria-current]");

export const itemsIn = (row) =>
  [...row.querySelectorAll("[data-item]")].sort((a, b) => a.dataset.starts - b.dataset.starts);

/** Rows a farewell, or a cremation, may be moved to. */
export const peersOf = (row) => rows().filter((each) => each.dataset.kind === row.dataset.kind);

/** Fills "{who}" and its like in a sentence of templates/funeral/_board_words.html. */
export const fill = (sentence, facts) => sentence.replace(/\{(\w+)\}/g, (_, name) => facts[name]);

/** "23:30", "次日 00:30". */
export function clockOf(minute) {
  const within = ((minute % A_DAY) + A_DAY) % A_DAY;
  const two = (number) => String(number).padStart(2, "0");
  const time = `${two(Math.floor(within / 60))}:${two(within % 60)}`;
  if (minute < 0) return fill(words.dayBefore, { time });
  return minute < A_DAY ? time : fill(words.nextDay, { time });
}

/** The day and time of a minute as the form's fields name them. */
export function momentOf(minute) {
  const moment = new Date(Date.parse(`${grid().dataset.day}T00:00Z`) + minute * 60_000);
  const [day, time] = moment.toISOString().split("T");
  return { day: day.split("-").map(Number), time: time.slice(0, 5) };
}

export const homeOf = (item) => ({ row: rowOf(item), starts: Number(item.dataset.starts) });

export const isSame = (one, other) => one.row === other.row && one.starts === other.starts;

/** Draws an item elsewhere; whether it may stand there only the server knows. */
export function put(item, { row, starts }) {
  const place = item.parentElement;
  const by = starts - item.dataset.starts;
  place.style.setProperty("--at", Number(place.style.getPropertyValue("--at")) + by);
  item.dataset.starts = starts;
  item.dataset.ends = Number(item.dataset.ends) + by;
  const time = item.querySelector(".booking-time");
  time.firstChild.textContent = clockOf(starts);
  time.lastChild.textContent = `–${clockOf(Number(item.dataset.ends))}`;
  if (row !== rowOf(item)) row.querySelector(".board-lane").append(place);
}

/** Says a sentence to everybody: politely, or at once where something was refused. */
export function tell(sentence, { refused = false } = {}) {
  const said = document.getElementById("said");
  const [status, alert] = said.querySelectorAll("p");
  status.textContent = refused ? "" : sentence;
  alert.textContent = refused ? sentence : "";
}
