// The page of a payment follows it by itself; without this file the button asks just as well.

const EVERY = 3000;
const SECOND_LOOK = 10000; // between two questions to the provider, whatever happens here
const news = document.getElementById("news");
let lookedAt = 0;

const section = () => document.getElementById("payment");

async function show() {
  const answer = await fetch(location.pathname, { credentials: "same-origin" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("payment");
  if (!fresh || fresh.dataset.mark === section().dataset.mark) return;
  const held = section().contains(document.activeElement);
  section().replaceWith(document.adoptNode(fresh));
  document.title = page.title;
  news.textContent = section().querySelector("h1").textContent;
  if (held) section().querySelector("h1").focus();
}

async function heed(answer) {
  if (answer.ok && (await answer.json()).mark !== section().dataset.mark) await show();
}

// Asks the provider, through us, as the button does: whoever comes back has mostly paid.
async function look() {
  const form = document.getElementById("look");
  if (!form || Date.now() - lookedAt < SECOND_LOOK) return;
  lookedAt = Date.now();
  const headers = { Accept: "application/json" };
  await heed(await fetch(form.action, { method: "POST", body: new FormData(form), headers }));
}

async function follow() {
  if (section().dataset.waits === undefined) return;
  try {
    if (!document.hidden) await heed(await fetch(section().dataset.news));
  } catch {
    // No network just now; the next turn tries again.
  }
  setTimeout(follow, EVERY);
}

if (section()) {
  const waits = section().dataset.waits !== undefined;
  if (waits && section().dataset.returned !== undefined) look().catch(() => {});
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) look().catch(() => {});
  });
  if (waits) setTimeout(follow, EVERY);
}

const print = document.getElementById("print");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
