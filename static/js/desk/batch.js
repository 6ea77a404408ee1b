// Acts on many: the bar shows itself once something is chosen, and says how many. On a telephone it keeps to two lines.
const form = document.querySelector("[data-batch]");
const bar = form?.querySelector(".batch-bar");

export function count() {
  if (!bar) return;
  const boxes = [...form.querySelectorAll(".tick input")];
  const chosen = boxes.filter((box) => box.checked).length;
  const all = bar.querySelector("[data-all]");
  bar.hidden = !chosen;
  all.checked = chosen === boxes.length;
  all.indeterminate = chosen > 0 && chosen < boxes.length;
  bar.querySelector("[data-chosen]").textContent = chosen === 1 ? "1 chosen" : `${chosen} chosen`;
}

if (bar) {
  const all = bar.querySelector("[data-all]");
  all.hidden = false;
  form.addEventListener("change", (event) => {
    if (event.target === all) for (const box of form.querySelectorAll(".tick input")) box.checked = all.checked;
    count();
  });
  count();
  const wide = matchMedia("(width >= 52rem)");
  const fold = () => (bar.querySelector(".batch-more").open = wide.matches);
  wide.addEventListener("change", fold);
  fold();
}
