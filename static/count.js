// While pieces are typed, shows their amount, the sum and how far it is from what should be there.
const form = document.querySelector("[data-count]");
const yuan = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

function pieces(input) {
  const typed = input.value.normalize("NFKC").replace(/\s/g, "");
  return /^\d{1,9}$/.test(typed) ? Number(typed) : 0;
}

function show() {
  let total = 0;
  for (const input of form.querySelectorAll("[data-fen]")) {
    const fen = Number(input.dataset.fen) * pieces(input);
    total += fen;
    input.parentElement.querySelector("output").textContent = fen ? yuan.format(fen / 100) : "";
  }
  const difference = total - Number(form.dataset.expected);
  form.querySelector("[data-total]").textContent = yuan.format(total / 100);
  form.querySelector("[data-difference]").textContent = yuan.format(difference / 100);
  form.querySelector("[data-off]").hidden = difference === 0 || total === 0;
}

form.addEventListener("input", show);
show();
