// Follows a payment that waits: asks the server every three seconds, says what it says, and shows
// the page anew when something has changed. Without this file there is a link and 查一下.

const page = document.querySelector("[data-follow]");
const said = page?.querySelector("[role=status]");
const EVERY = 3000;

async function look() {
  try {
    const answer = await fetch(page.dataset.follow, { headers: { Accept: "application/json" } });
    if (answer.ok && !answer.redirected) {
      const now = await answer.json();
      if (said.textContent !== now.said) said.textContent = now.said;
      if (now.version !== page.dataset.version) return location.reload();
    }
  } catch {
    // The line is down for a moment; the next time tells.
  }
  setTimeout(look, EVERY);
}

if (page) setTimeout(look, EVERY);
