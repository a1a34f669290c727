// The progress of a batch of plates by itself: the page asks for itself again until it has ended.

const ID = "plates";
const EVERY = 2000;

async function refresh() {
  let fresh;
  try {
    const answer = await fetch(location.href);
    if (answer.ok && !answer.redirected) {
      fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(ID);
    }
  } catch {
    // The next turn tries again.
  }
  if (fresh && "ended" in fresh.dataset) {
    location.reload(); // Now the plates can be ticked, too.
    return;
  }
  if (fresh) {
    const old = document.getElementById(ID);
    const [bar, now] = [old.querySelector("progress"), fresh.querySelector("progress")];
    [bar.max, bar.value] = [now.max, now.value];
    // In place, so that it is read aloud; only when it says something new.
    const [said, says] = [old.querySelector("#plates-said"), fresh.querySelector("#plates-said")];
    if (said.textContent !== says.textContent) said.textContent = says.textContent;
  }
  setTimeout(refresh, EVERY);
}

setTimeout(refresh, EVERY);
