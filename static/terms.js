// While the administrator types, shows what families will read: the same page, asked for a preview.
const form = document.getElementById("terms");
const preview = document.getElementById("preview");
let waiting;
let latest = 0;

async function show() {
  const turn = ++latest;
  const body = new FormData(form);
  body.set("preview", "y");
  const answer = await fetch(form.action, { method: "POST", body });
  if (!answer.ok || turn !== latest) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  preview.replaceChildren(...page.getElementById("preview").children);
}

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(show, 400);
});
