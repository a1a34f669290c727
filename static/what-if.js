// The progress of a what-if by itself: told that something changed, the page asks what it is now.

const ID = "what-if";
let turns = 0;
let drawn = 0; // the turn whose answer stands on the page; an older one that comes late is dropped

async function refresh() {
  const turn = ++turns;
  let fresh;
  try {
    const answer = await fetch(location.href);
    if (!answer.ok || answer.redirected) return;
    fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(ID);
  } catch {
    return; // The next change, or the next stream, brings another try.
  }
  if (turn < drawn || !fresh) return;
  drawn = turn;
  const old = document.getElementById(ID);
  if ("ended" in fresh.dataset) {
    news.close();
    old.replaceWith(fresh);
    return;
  }
  const [bar, now] = [old.querySelector("progress"), fresh.querySelector("progress")];
  [bar.max, bar.value] = [now.max, now.value];
  // In place, so that it is read aloud.
  old.querySelector("#what-if-said").textContent = fresh.querySelector("#what-if-said").textContent;
  const figures = old.querySelector("#what-if-figures");
  // Never under the focus of the reader.
  if (!figures.contains(document.activeElement)) figures.replaceWith(fresh.querySelector("#what-if-figures"));
}

const news = new EventSource(document.getElementById(ID).dataset.changes);
news.addEventListener("changed", refresh);
addEventListener("pagehide", () => news.close());
