// A signature drawn with a finger, a pen or a mouse: lists of [x, y] in a box of 600 × 200, put
// into the form's hidden field. Without this file the family signs on paper.

const canvas = document.querySelector("canvas[data-strokes]");

if (canvas) {
  const field = document.getElementById(canvas.dataset.strokes);
  const pen = canvas.getContext("2d");
  let strokes = [];
  let drawing = null;

  try {
    const kept = JSON.parse(field.value || "[]");
    if (Array.isArray(kept)) strokes = kept;
  } catch {
    strokes = [];
  }

  const inside = (value, most) => Math.min(most, Math.max(0, Math.round(value)));
  const point = event => {
    const box = canvas.getBoundingClientRect();
    return [
      inside((event.clientX - box.left) * canvas.width / box.width, canvas.width),
      inside((event.clientY - box.top) * canvas.height / box.height, canvas.height),
    ];
  };
  const draw = () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    Object.assign(pen, { lineWidth: 3, lineCap: "round", lineJoin: "round", strokeStyle: "#1f2623" });
    for (const stroke of strokes) {
      pen.beginPath();
      for (const [x, y] of stroke) pen.lineTo(x, y);
      if (stroke.length === 1) pen.lineTo(stroke[0][0] + 0.1, stroke[0][1]);
      pen.stroke();
    }
  };
  const keep = () => { field.value = strokes.length ? JSON.stringify(strokes) : ""; };

  canvas.addEventListener("pointerdown", event => {
    canvas.setPointerCapture(event.pointerId);
    drawing = [point(event)];
    strokes.push(drawing);
    draw();
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", event => {
    if (!drawing) return;
    const [x, y] = point(event);
    const [lastX, lastY] = drawing.at(-1);
    if (x === lastX && y === lastY) return;
    drawing.push([x, y]);
    draw();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => { drawing = null; keep(); });
  }
  document.querySelector("[data-clear]")?.addEventListener("click", () => {
    strokes = [];
    keep();
    draw();
  });

  // Whoever signs on paper needs no box.
  const pad = canvas.closest(".pad");
  const follow = () => {
    const chosen = document.querySelector("input[name=kind]:checked");
    pad.hidden = chosen?.value === "paper";
  };
  for (const kind of document.querySelectorAll("input[name=kind]")) {
    kind.addEventListener("change", follow);
  }
  pad.classList.add("is-live");
  follow();
  draw();
}
