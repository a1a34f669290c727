// A screen on a wall: shows what the server says, says itself when it no longer can, and comes back
// without anybody touching it. News arrives by a stream; every few seconds it asks in any case, for
// a ceremony begins without anybody announcing it.

const main = document.getElementById("screen");
const sign = document.getElementById("stale");
const ASK = 10_000, SLOWEST = 30_000, FIRST_AGAIN = 1_000; // ms between questions
const OLD = 30_000; // ms after which what is shown is called old
const PATIENCE = 8_000; // ms for an answer
const RENEW = 6 * 60 * 60_000; // ms after which a page is loaded anew, for browsers that leak

const version = main.firstElementChild.dataset.version;
const begun = Date.now();
let shownAt = Date.now();
let ahead = Date.parse(main.firstElementChild.dataset.now) - Date.now(); // of the television's clock
let failures = 0;
let next;
let news;

async function ask() {
  clearTimeout(next);
  try {
    const answer = await fetch(main.dataset.content, {
      cache: "no-store", signal: AbortSignal.timeout(PATIENCE),
    });
    // Gone (404, 410) is an answer too; that a server is just starting (502, 503) is none.
    if (answer.status >= 500) throw new Error(answer.status);
    show(await answer.text());
    failures = 0;
    listen();
  } catch {
    failures += 1;
  }
  tick();
  clearTimeout(next);
  next = setTimeout(ask, failures ? Math.min(FIRST_AGAIN * 2 ** failures, SLOWEST) : ASK);
}

function show(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-now]");
  if (!fresh) throw new Error("not ours");
  if (fresh.dataset.version !== version || Date.now() - begun > RENEW) location.reload();
  const shown = main.firstElementChild;
  if (shown.innerHTML === fresh.innerHTML) Object.assign(shown.dataset, fresh.dataset);
  else shown.replaceWith(fresh);
  shownAt = Date.now();
  ahead = Date.parse(fresh.dataset.now) - shownAt;
}

function listen() {
  if (news && news.readyState !== EventSource.CLOSED) return;
  news = new EventSource(main.dataset.changes);
  news.addEventListener("changed", ask);
}

function tick() {
  const now = new Intl.DateTimeFormat("zh-CN", {
    timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  }).format(Date.now() + ahead);
  for (const face of main.querySelectorAll("[data-face]")) {
    if (face.textContent !== now) face.textContent = now;
  }
  sign.hidden = Date.now() - shownAt < OLD;
  const time = main.firstElementChild.dataset.clock;
  const said = main.dataset.stale.replace("{}", time);
  if (!sign.hidden && sign.textContent !== said) sign.textContent = said;
}

addEventListener("online", ask);
addEventListener("pageshow", (event) => event.persisted && ask());
setInterval(tick, 1_000);
next = setTimeout(ask, ASK);
listen();
tick();
