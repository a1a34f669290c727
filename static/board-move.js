// Moving: keys, mouse and form all come here and go to one address; the server alone decides.

import { fill, find, clockOf, homeOf, momentOf, nameOf, put, tell, words } from "./board-grid.js";
import { refresh } from "./board-live.js";
import { work } from "./board-busy.js";

const dialog = document.getElementById("ask");
const undoButton = document.getElementById("undo");
const moves = []; // of this page, the last one last; each can be undone, however long ago

/** An item already drawn at its new place: asks the server; refused, it goes back to `from`. */
export async function commit(item, from) {
  const { row, starts } = homeOf(item);
  await carryOut(item, from, fields(row.dataset.resource, starts, item.dataset.version));
}

/** The move form at the side. */
export async function commitForm(form, id) {
  const item = find(id);
  if (item) await carryOut(item, homeOf(item), new FormData(form));
}

export async function undo() {
  const last = moves.pop();
  const item = last && find(last.id);
  showUndo();
  const version = item?.dataset.version ?? last.version;
  const back = fields(last.resource, last.starts, version);
  await work(async () => {
    const answer = await settle(last.id, back);
    if (answer.ok && item) item.dataset.version = answer.version;
    if (answer.ok || answer.said) tell(answer.said, { refused: !answer.ok });
    await refresh({ mine: last.id, version: answer.version });
  });
  find(last.id)?.focus({ preventScroll: true });
}

async function carryOut(item, from, asked) {
  const id = item.dataset.item;
  const who = nameOf(item);
  await work(async () => {
    const answer = await settle(id, asked);
    if (answer.ok) {
      const { version } = answer;
      // At once, for a quick hand undoes before the board is drawn anew.
      item.dataset.version = version;
      moves.push({ id, who, version, resource: from.row.dataset.resource, starts: from.starts });
      tell(answer.said);
    } else {
      put(item, from);
      tell(answer.said ?? fill(words.dropped, { who }), { refused: Boolean(answer.said) });
    }
    showUndo();
    await refresh({ mine: id, version: answer.version });
  });
  (find(id) ?? item).focus({ preventScroll: true });
}

/** Sends, and asks the mover for what the rules want: a reason, or that the family is called. */
async function settle(id, asked) {
  for (;;) {
    const answer = await send(id, asked);
    if (answer.ok || !["reason", "despite_told"].includes(answer.field)) return answer;
    const given = await askMover(answer.said, answer.field);
    if (given === null) return { ok: false };
    asked.set(answer.field, given);
  }
}

async function send(id, asked) {
  asked.set("csrf_token", document.querySelector("[name=csrf_token]").value);
  try {
    const answer = await fetch(`/board/move/${id}`, {
      method: "POST",
      body: asked,
      headers: { Accept: "application/json" },
    });
    return { ...(await answer.json()), ok: answer.ok };
  } catch {
    return { ok: false, said: words.broken };
  }
}

/** What was given: the reason, or "y"; null when the mover would rather not. */
function askMover(sentence, field) {
  const reason = document.getElementById("ask-reason");
  const wanted = field === "reason";
  dialog.querySelector("p").textContent = sentence;
  reason.parentElement.hidden = !wanted;
  reason.required = wanted;
  reason.value = "";
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((give) => {
    dialog.addEventListener("close", () => {
      const agreed = dialog.returnValue === "yes";
      give(agreed ? (wanted ? reason.value : "y") : null);
    }, { once: true });
  });
}

function fields(resource, starts, version) {
  const asked = new FormData();
  const { day, time } = momentOf(starts);
  asked.set("resource_id", resource);
  for (const part of day) asked.append("day", part);
  asked.set("starts_at", time);
  asked.set("version", version);
  return asked;
}

function showUndo() {
  const last = moves.at(-1);
  undoButton.hidden = !last;
  if (last) undoButton.textContent = fill(words.undo, { who: last.who, time: clockOf(last.starts) });
}
