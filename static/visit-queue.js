// The place in the queue, asked for again as often as the server says; the rest of the page stays as
// it is, so that nobody loses what they were reading. An answer is a page of its own.

const FIRST_AGAIN = 4_000, SLOWEST = 60_000, PATIENCE = 20_000; // ms
let place = document.getElementById("queue-place");
let failures = 0;
let next;

function wait() {
  clearTimeout(next);
  const asked = failures ? Math.min(FIRST_AGAIN * 2 ** failures, SLOWEST) : place.dataset.again * 1_000;
  // Thousands who came in the same second do not ask in the same second.
  next = setTimeout(ask, asked * (0.9 + Math.random() * 0.2));
}

async function ask() {
  try {
    const answer = await fetch(place.dataset.place, {
      cache: "no-store", signal: AbortSignal.timeout(PATIENCE),
    });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("queue-place");
    if (!fresh) return location.reload();
    failures = 0;
    if (fresh.innerHTML !== place.innerHTML) place.innerHTML = fresh.innerHTML;
    place.dataset.again = fresh.dataset.again;
  } catch {
    failures += 1;
  }
  wait();
}

addEventListener("online", ask);
addEventListener("pageshow", (event) => event.persisted && ask());
wait();
