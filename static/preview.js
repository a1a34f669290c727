// While a form is filled in, shows what it would make and what stands against it: the same page,
// asked for a preview. Without this script the button beside 保存 does the same.
const form = document.querySelector("form[data-preview]");
const preview = document.getElementById(form.dataset.preview);
let waiting;
let latest = 0;

async function show() {
  const turn = ++latest;
  const body = new FormData(form);
  body.set("preview", "y");
  const answer = await fetch(form.action, { method: "POST", body });
  if (!answer.ok || turn !== latest) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  preview.replaceChildren(...page.getElementById(form.dataset.preview).children);
}

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(show, 400);
});
