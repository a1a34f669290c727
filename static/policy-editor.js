// While an officer types: the line that is wrong and why, or what the text means. The page does the
// same without this by its button 检查.

const form = document.getElementById("policy");
const source = document.getElementById("source");
const mistake = document.getElementById("mistake");
const reading = document.getElementById("reading");
const lines = form.querySelector(".policy-lines");
const FEWEST = 12;
let waiting;
let latest = 0;
let faulty = Number(mistake.querySelector("[data-line]")?.dataset.line) || null;

/** As many numbers as lines, and a field as high, so that both stay side by side. */
function number() {
  const count = Math.max(source.value.split("\n").length, FEWEST);
  while (lines.children.length > count) lines.lastElementChild.remove();
  while (lines.children.length < count) {
    const line = document.createElement("li");
    line.textContent = lines.children.length + 1;
    lines.append(line);
  }
  source.rows = count;
  [...lines.children].forEach((line, n) => line.classList.toggle("is-faulty", n + 1 === faulty));
}

async function check() {
  const turn = ++latest;
  const body = new FormData();
  body.set("source", source.value);
  body.set("csrf_token", form.elements.csrf_token?.value ?? "");
  let answer;
  try {
    answer = await fetch(form.dataset.check, { method: "POST", body });
    if (!answer.ok || answer.redirected) return;
    answer = await answer.json();
  } catch {
    return; // The next key brings another try; saving checks anyway.
  }
  if (turn === latest) show(answer);
}

function show({ line, reason, html }) {
  faulty = line;
  number();
  mistake.classList.toggle("is-right", !line);
  source.toggleAttribute("aria-invalid", Boolean(line));
  if (line) {
    source.setAttribute("aria-invalid", "true");
    mistake.replaceChildren(linkTo(line), reason);
    return;
  }
  mistake.textContent = form.dataset.right;
  const piece = new DOMParser().parseFromString(html, "text/html");
  reading.replaceChildren(...piece.body.children);
}

function linkTo(line) {
  const link = document.createElement("a");
  link.className = "govuk-link";
  link.href = "#source";
  link.dataset.line = line;
  link.textContent = form.dataset.wrong.replace("{line}", line);
  return link;
}

/** Selects the line, so that it is seen and can be written over. */
mistake.addEventListener("click", (event) => {
  const line = Number(event.target.closest("[data-line]")?.dataset.line);
  if (!line) return;
  event.preventDefault();
  const texts = source.value.split("\n");
  const start = texts.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  source.focus();
  source.setSelectionRange(start, start + (texts[line - 1]?.length ?? 0));
  lines.children[line - 1]?.scrollIntoView({ block: "center" });
});

source.addEventListener("input", () => {
  number();
  clearTimeout(waiting);
  waiting = setTimeout(check, 400);
});
number();
