// The plan of a zone: a click or Enter chooses a unit, arrows walk from one to the next.
// Without this script a click chooses a row; the lists beside the plan do all of it.

const CELL = 24;

for (const figure of document.querySelectorAll("[data-plan]")) watch(figure);

function watch(figure) {
  const svg = figure.querySelector("svg[data-first]");
  const box = svg.parentElement;
  const cells = svg.querySelector(".cells");
  const said = figure.querySelector("[role=status]");
  const rows = [...cells.querySelectorAll("[data-row]")];
  const states = rows.map((row) => spread(row.dataset.units));
  const first = Number(svg.dataset.first);
  const width = Number(svg.dataset.last) - first + 1;
  const cursor = document.createElementNS(svg.namespaceURI, "path");
  cursor.setAttribute("class", "cursor");
  let at = startOf();

  // Its keys are its own from now on, so that a screen reader lets the arrows through.
  box.setAttribute("role", "application");
  box.setAttribute("aria-label", figure.dataset.keys);
  box.addEventListener("focus", () => show(at));
  box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = stepOf(event.key);
    if (event.key === "Enter") open();
    else if (to) show({ row: within(to.row, rows.length), cell: within(to.cell, width) });
    else return;
    event.preventDefault();
  });
  cells.addEventListener("click", (event) => {
    at = placeOf(event);
    event.preventDefault();
    show(at);
    open();
  });
  reveal(at);

  function stepOf(key) {
    const { row, cell } = at;
    return {
      ArrowRight: { row, cell: cell + 1 },
      ArrowLeft: { row, cell: cell - 1 },
      ArrowDown: { row: row + 1, cell },
      ArrowUp: { row: row - 1, cell },
      Home: { row, cell: 0 },
      End: { row, cell: width - 1 },
    }[key];
  }

  function show(place) {
    at = place;
    cursor.setAttribute("d", `M${at.cell * CELL + 1} ${at.row * CELL + 1}h22v22h-22z`);
    cells.append(cursor);
    said.textContent = nameOf(at);
    reveal(at);
  }

  function open() {
    if (!states[at.row][at.cell]) return;
    const { row, number } = numbersOf(at);
    location.assign(figure.dataset.href.replace("ROW", row).replace("NUMBER", number));
  }

  function nameOf(place) {
    const state = figure.dataset[states[place.row][place.cell]] ?? figure.dataset.none;
    const { row, number } = numbersOf(place);
    // In the order of the language: "{1}排{2}号，{3}".
    const facts = ["", row, number, state];
    return figure.dataset.name.replace(/\{(\d)\}/g, (_, place) => facts[place]);
  }

  function numbersOf(place) {
    return { row: rows[place.row].dataset.row, number: first + place.cell };
  }

  function placeOf(event) {
    const corner = cells.getScreenCTM();
    return {
      row: within(Math.floor((event.clientY - corner.f) / CELL), rows.length),
      cell: within(Math.floor((event.clientX - corner.e) / CELL), width),
    };
  }

  /** Where the keys begin: at what is chosen, else at the left of the row that is open. */
  function startOf() {
    const chosen = cells.querySelector(".chosen")?.getBBox();
    const here = cells.querySelector(".here").getBBox();
    if (!chosen) return { row: Math.floor((here.y + CELL / 2) / CELL), cell: 0 };
    return { row: Math.floor(chosen.y / CELL), cell: Math.floor(chosen.x / CELL) };
  }

  function reveal(place) {
    const left = place.cell * CELL;
    if (left < box.scrollLeft || left + 3 * CELL > box.scrollLeft + box.clientWidth) {
      box.scrollLeft = left - box.clientWidth / 2;
    }
    const top = place.row * CELL;
    if (top < box.scrollTop || top + 3 * CELL > box.scrollTop + box.clientHeight) {
      box.scrollTop = top - box.clientHeight / 2;
    }
  }
}

const within = (number, many) => Math.min(Math.max(number, 0), many - 1);

/** "f2-1t1" as ["f", "f", undefined, "t"]. */
function spread(runs) {
  return [...runs.matchAll(/(\D)(\d+)/g)].flatMap(([, letter, many]) =>
    Array(Number(many)).fill(letter === "-" ? undefined : letter));
}
