// The page of printers keeps itself up to date: jobs as soon as one changes, the printers' own
// state every few seconds. Without this file, 重新检查 does it.

const page = document.getElementById("stations");
const told = document.getElementById("printers-told");
const EVERY = 5000;
let turn = 0;
let timer;
let news;

async function look() {
  clearTimeout(timer);
  const mine = ++turn;
  try {
    const answer = await fetch(page.dataset.states);
    if (answer.ok && !answer.redirected && mine === turn) {
      draw(new DOMParser().parseFromString(await answer.text(), "text/html"));
    }
  } catch {
    // The line is down for a moment; the next time tells.
  }
  if (!document.hidden && mine === turn) timer = setTimeout(look, EVERY);
}

/** Part by part, and never under the focus of the reader. */
function draw(fresh) {
  const keys = (root) => [...root.querySelectorAll("[data-part]")].map((part) => part.dataset.part);
  if (keys(page).join() !== keys(fresh).join()) {
    if (!page.contains(document.activeElement)) page.replaceChildren(...fresh.body.childNodes);
    return;
  }
  for (const part of fresh.querySelectorAll("[data-part]")) {
    const old = page.querySelector(`[data-part="${part.dataset.part}"]`);
    // Forms differ each time by a key nobody reads.
    if (old.textContent === part.textContent || old.contains(document.activeElement)) continue;
    old.replaceWith(part);
    if (part.dataset.of) say(part);
  }
}

function say(state) {
  const name = page.querySelector(`[data-name="${state.dataset.of}"]`).textContent;
  told.textContent = `${name} ${state.textContent.trim()}`;
}

function open() {
  if (document.hidden || news) return;
  news = new EventSource(page.dataset.changes);
  news.addEventListener("changed", look);
  timer = setTimeout(look, EVERY);
}

function close() {
  clearTimeout(timer);
  news?.close();
  news = undefined;
}

if (page) {
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  open();
}
