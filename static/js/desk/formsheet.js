// A form's sheet without leaving the page. Each button works without this: it posts the whole sheet, which comes back changed. Here it
// is fetched, and what was unfolded stays so. Leaving with something unsaved asks first.
const form = document.getElementById("form-sheet");
// It stands in what is exchanged.
const state = () => document.getElementById("sheet-state");
const news = document.getElementById("news");
const words = () => new URLSearchParams(new FormData(form)).toString();
const parts = (root) => [...root.querySelectorAll("[data-part]")];

const saved = words();
let [changed, going] = [Boolean(document.querySelector(".errors")), false];
const unsaved = () => changed || words() !== saved;
const tell = () => (state().textContent = unsaved() ? "Unsaved changes" : "");

// The names of parts stay while their places change.
function unfolded() {
  return new Set(parts(form).filter((part) => part.querySelector(":scope > details[open]")).map((part) => part.dataset.part));
}

function arrange() {
  for (const select of form.querySelectorAll("select[data-show]")) select.parentNode.querySelector("[value^='show ']").hidden = true;
}

async function press(button) {
  const body = new URLSearchParams(new FormData(form, button));
  let answer;
  // Nobody types into what is about to be exchanged.
  form.inert = true;
  try {
    answer = await fetch(form.action, { method: "POST", body });
  } catch {
    form.inert = false;
    button.focus();
    state().textContent = "The server can’t be reached. What you wrote is still here: try again.";
    return;
  }
  const text = await answer.text().catch(() => "");
  form.inert = false;
  const page = answer.redirected ? null : new DOMParser().parseFromString(text, "text/html");
  const fresh = page?.getElementById("form-sheet");
  // Refused, signed out, broken: the server's own page says so.
  if (!fresh || !answer.ok) {
    going = true;
    return form.requestSubmit(button);
  }
  const open = unfolded();
  const focus = fresh.querySelector("[autofocus]");
  const [verb, place] = button.value.split(" ");
  const again = verb === "show" ? `[name="${place}.when"]` : `[name="act"][value="${button.value}"]`;
  for (const focused of fresh.querySelectorAll("[autofocus]")) focused.autofocus = false;
  form.replaceChildren(...document.adoptNode(fresh).childNodes);
  for (const part of parts(form)) {
    const details = part.querySelector(":scope > details");
    if (details && open.has(part.dataset.part)) details.open = true;
  }
  arrange();
  changed = true;
  const first = focus?.matches("[data-part]") && focus.querySelector("details[open] input:not([type=hidden])");
  // What moves keeps the focus.
  const moved = focus?.matches("[data-part]") && form.querySelector(`[value="${verb} ${focus.id}"]`);
  const kept = /^(up|down)$/.test(verb) ? moved || focus : form.querySelector(again);
  const aim = /^(add|step|grow)$/.test(verb) ? first || focus : (kept ?? focus);
  (aim || form.querySelector(".sheet-main")).focus();
  tell();
  news.textContent = { up: "Moved up", down: "Moved down", delete: "Deleted. Nothing is saved yet.", add: "Question added", step: "Step added", grow: "Answer added", retire: "No longer offered once it is saved", offer: "Offered again once it is saved" }[verb] ?? "";
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=act]");
  if (!button || button.value === "save") return;
  event.preventDefault();
  press(button);
});
form.addEventListener("change", ({ target }) => {
  if (target.matches("select[data-show]")) press(target.parentNode.querySelector("[value^='show ']"));
});
form.addEventListener("input", tell);
form.addEventListener("submit", () => (going = true));
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey === event.metaKey || event.altKey || event.shiftKey || event.key.toLowerCase() !== "s") return;
  event.preventDefault();
  form.querySelector(".sheet-bar [value=save]").click();
});
addEventListener("pageshow", () => (going = false));
addEventListener("beforeunload", (event) => {
  if (!going && unsaved()) event.preventDefault();
});
arrange();
tell();
