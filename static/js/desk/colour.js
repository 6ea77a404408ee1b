// A colour while it is chosen: the sample and the contrasts follow the sliders. Without script a button shows them.

const form = document.querySelector("form[data-colour]");
const place = document.getElementById("sample");
const said = document.querySelector("[data-said]");
let waits, asked;

async function look() {
  asked?.abort();
  asked = new AbortController();
  const chosen = new URLSearchParams();
  for (const name of ["hue", "strength", "code"]) chosen.set(name, form.elements[name].value);
  try {
    const answer = await fetch(`${form.dataset.colour}?${chosen}`, { signal: asked.signal });
    if (!answer.ok && answer.status !== 422) return;
    place.innerHTML = await answer.text();
    said.textContent = place.querySelector("[data-finding]")?.textContent ?? "";
  } catch { /* another look came, or nobody answers: the last sample stays */ }
}

form.querySelector("[data-look]").hidden = true;
form.addEventListener("input", ({ target }) => {
  // A slider that is moved is meant: the code would hide it.
  if (target.type === "range") form.elements.code.value = "";
  clearTimeout(waits);
  waits = setTimeout(look, 120);
});
form.addEventListener("click", (event) => {
  const hue = event.target.closest("[data-hue]");
  if (!hue || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  form.elements.hue.value = hue.dataset.hue;
  form.elements.code.value = "";
  look();
});
