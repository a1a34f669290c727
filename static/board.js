// On the day board the farewell and the cremation of one family light up together.
// Nothing else is done here: every item is a link and moves by a form.
const board = document.querySelector(".board");

function light(event) {
  const plan = event.target.closest?.("[data-plan]")?.dataset.plan;
  for (const item of board.querySelectorAll("[data-plan]")) {
    item.classList.toggle("is-pair", item.dataset.plan === plan);
  }
}

for (const event of ["mouseover", "mouseleave", "focusin"]) {
  board?.addEventListener(event, light);
}
