// The gate with a network asks the server; without one it judges passes itself and tells later.
// Without this file the form is sent and the server judges, as everywhere.

import { importKey, looksLikePass, readPass } from "./gate-pass.js";

const gate = document.getElementById("gate"), form = document.getElementById("gate-form");
const answer = document.getElementById("gate-answer"), state = document.getElementById("gate-state");
const said = gate.dataset, SITE = JSON.parse(said.known).site;
const PATIENCE_MS = 4_000, EVERY_MS = 20_000, CHINA_MS = 8 * 3_600_000;

const stored = (name, otherwise) => JSON.parse(localStorage.getItem(`gate/${SITE}/${name}`)) ?? otherwise;
const store = (name, value) => localStorage.setItem(`gate/${SITE}/${name}`, JSON.stringify(value));

// A page out of the cache is older than what was heard since.
let known = JSON.parse(said.known);
const before = stored("known", null);
if (before && before.at > known.at) known = before;
store("known", known);

let key = null;
try { key = await importKey(known.key); } catch { /* before Chromium 137: only with a network */ }

const newId = () => crypto.randomUUID();
const gateName = stored("name", null) ?? newId().slice(0, 4).toUpperCase();
store("name", gateName);

form.addEventListener("submit", async event => {
  event.preventDefault();
  const scanned = form.elements.scanned.value.trim();
  if (!scanned) return;
  const entry = {
    id: newId(), pass: scanned, gate: gateName, at: new Date().toISOString(),
    direction: form.elements.direction.value,
    persons: Number(form.elements.persons.value) || 0,
  };
  form.elements.scanned.value = form.elements.persons.value = "";
  form.elements.scanned.focus();
  show(await askServer(entry) ?? await judge(entry));
});

/** What the server says to one who stands here now; null where it cannot be asked, or does not know
 *  yet of everybody who was let in here. */
async function askServer(entry) {
  if (stored("queue", []).length) await sync();
  if (stored("queue", []).length) return null;
  const told = await send([{ ...entry, now: true }]);
  if (!told) return null;
  const { state: what, sentence, persons } = told.answers[entry.id];
  if (what === "noted") refresh();
  return what === "noted" ? { ok: true, direction: entry.direction, persons } : { ok: false, sentence };
}

/** The same by what this device knows. Whoever is let in is kept until it can be told. */
async function judge(entry) {
  if (!key) return { ok: false, sentence: said.unsupported };
  if (!looksLikePass(entry.pass)) return { ok: false, sentence: said.typed };
  const pass = await readPass(entry.pass, key);
  const why = refusal(pass, entry);
  if (why) return { ok: false, sentence: said[why] };
  entry.code = pass.code;
  entry.persons ||= entry.direction === "in" ? pass.persons : known.inside[pass.code];
  move(known, entry);
  store("known", known);
  store("queue", [...stored("queue", []), entry]);
  say();
  return { ok: true, direction: entry.direction, persons: entry.persons };
}

/** Count a kept entry where the server has not yet: how many of its pass are inside. */
function move(where, { code, direction, persons }) {
  const before = where.inside[code] ?? 0;
  where.inside[code] = Math.max(0, direction === "in" ? before + persons : before - persons);
}

/** The name of the sentence why not; undefined if all agrees. As cemetery/visits/gate.py. */
function refusal(pass, entry) {
  const now = new Date(Date.now() + CHINA_MS), day = now.toISOString().slice(0, 10);
  if (!pass) return "forged";
  if (pass.site !== known.site) return "elsewhere";
  // Undefined: not used today; 0: all are out again.
  const inside = known.inside[pass.code];
  if (entry.direction === "out") {
    if (!inside) return inside === 0 ? "used" : "outside";
    return entry.persons > inside ? "more" : undefined;
  }
  if (entry.persons > pass.persons) return "many";
  if (pass.day !== day) return "otherday";
  if (known.day !== day) return "stale";
  if (known.void.some(([code, serial]) => code === pass.code && serial === pass.serial)) return "void";
  if (known.closed.includes(pass.code)) return "closed";
  if (inside !== undefined) return "used";
  const minute = now.getUTCHours() * 60 + now.getUTCMinutes();
  if (minute < pass.begins - known.early) return "early";
  if (minute > pass.ends + known.late) return "late";
  return undefined;
}

/** What the server knows now, with its answers; null without a network or when signed out. */
async function send(entries) {
  try {
    const reply = await fetch(said.sync, {
      method: "POST", redirect: "error", signal: AbortSignal.timeout(PATIENCE_MS),
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrf_token?.value ?? "" },
      body: JSON.stringify({ entries }),
    });
    if (!reply.ok) throw new Error(reply.status);
    const told = await reply.json();
    const { answers, ...news } = told;
    // Who was let in here and is not told yet is not in the news.
    for (const waiting of stored("queue", [])) if (!answers[waiting.id]) move(news, waiting);
    known = news;
    store("known", known);
    gate.dataset.connected = "yes";
    return told;
  } catch {
    gate.dataset.connected = "no";
    return null;
  } finally {
    say();
  }
}

/** Tell what waits; whatever got an answer waits no longer. What was refused stays for the guard. */
async function sync() {
  const waiting = stored("queue", []);
  const told = await send(waiting.slice(0, 200));
  if (!told) return;
  const kept = stored("refused", []);
  const refused = waiting.filter(({ id }) => told.answers[id]?.state === "refused" && kept.every(each => each.id !== id));
  store("refused", [...kept, ...refused.map(entry => ({ ...entry, sentence: told.answers[entry.id].sentence }))]);
  store("queue", stored("queue", []).filter(entry => !told.answers[entry.id]));
  say();
  listRefused();
  if (waiting.length) refresh();
}

function show({ ok, sentence, direction, persons }) {
  answer.className = `gate-answer ${ok ? "is-yes" : "is-no"}`;
  answer.textContent = ok ? `${said[direction]} ${persons} ${said.persons}` : sentence;
}

function say() {
  const waiting = stored("queue", []).length;
  const word = gate.dataset.connected === "no" ? said.offline : said.online;
  state.textContent = waiting ? `${word} · ${said.waiting} ${waiting}` : word;
}

/** What the server would not write down, until the guard has seen it; kept on this device alone. */
function listRefused() {
  const kept = stored("refused", []), section = document.getElementById("gate-refused");
  section.hidden = !kept.length;
  section.querySelector("ul").replaceChildren(...kept.map(entry => {
    const item = document.getElementById("gate-refused-item").content.cloneNode(true);
    const words = [chinaTime(entry.at), entry.code, section.dataset[entry.direction], entry.persons, said.persons];
    item.querySelector(".gate-refused-what").textContent = words.join(" ");
    item.querySelector(".gate-refused-why").textContent = entry.sentence;
    item.querySelector("button span").textContent = ` ${entry.code}`;
    item.querySelector("button").addEventListener("click", () => {
      store("refused", stored("refused", []).filter(each => each.id !== entry.id));
      listRefused();
      form.elements.scanned.focus();
    });
    return item;
  }));
}

const chinaTime = at => new Date(Date.parse(at) + CHINA_MS).toISOString().slice(0, 16).replace("T", " ");

/** The counts as the server has them now. */
async function refresh() {
  try {
    const page = new DOMParser().parseFromString(await (await fetch(location.pathname)).text(), "text/html");
    const fresh = page.querySelector("section[aria-labelledby=now]");
    if (fresh) document.querySelector("section[aria-labelledby=now]").replaceWith(fresh);
  } catch { /* they are right again with the next entry */ }
}

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.addEventListener("message", () => { gate.dataset.ready = "yes"; });
  await navigator.serviceWorker.register(said.worker, { scope: said.scope });
  const { active } = await navigator.serviceWorker.ready;
  const files = performance.getEntriesByType("resource").map(entry => entry.name)
    .filter(name => name.startsWith(`${location.origin}/static/`));
  active.postMessage([location.pathname, ...files]);
}

listRefused();
form.elements.scanned.focus();
addEventListener("online", sync);
addEventListener("offline", sync);
setInterval(sync, EVERY_MS);
await sync();
