// A scanner types and presses Enter: the first empty box takes the focus, and the server is told
// what this device believes the time is. Without this file everything works by hand.

const boxes = form => [...form.querySelectorAll("input.govuk-input[name]")];
const first = form => boxes(form).find(box => !box.value) ?? boxes(form)[0];
const forms = [...document.querySelectorAll("form[data-scan]")];

for (const form of forms) {
  form.addEventListener("keydown", event => {
    if (event.key !== "Enter" || !boxes(form).includes(event.target)) return;
    const next = boxes(form).slice(boxes(form).indexOf(event.target) + 1).find(box => !box.value);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  form.addEventListener("submit", () => {
    const at = form.querySelector("input[name=device_at]");
    if (at) at.value = new Date().toISOString();
  });
}

const summary = document.querySelector(".govuk-error-summary");
if (!summary && forms.length && !document.querySelector(".moves")) first(forms[0])?.focus();
