// Shortcuts: each presses a control that can be seen. Off while somebody types, and for whoever turned them off.
import { place } from "./place.js";

const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
const dialog = document.getElementById("keys");
let going = 0;

function shown(selector) {
  return [...document.querySelectorAll(selector)].find((element) => element.checkVisibility());
}

function press(control) {
  if (control.matches("input:not([type=checkbox]), textarea, select")) control.focus();
  else control.click();
}

function walk(step) {
  const links = [...document.querySelectorAll("#rows .row-name a")];
  if (!links.length) return;
  const to = step > 0 ? Math.floor(place() + step) : Math.ceil(place() + step);
  const next = links[Math.min(links.length - 1, Math.max(0, to))];
  next.focus();
  next.closest(".row").scrollIntoView({ block: "nearest" });
}

function choose() {
  const box = document.activeElement.closest?.(".row")?.querySelector(".tick input");
  if (!box) return;
  box.checked = !box.checked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

// On a list the acts are for what is chosen; with nothing chosen, for the row in hand.
function ready(control) {
  if (!control.form?.matches("[data-batch]") || control.form.querySelector(".tick input:checked")) return;
  choose();
}

function answer(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
  if (event.key === "Escape" && typing(event.target)) return event.target.blur();
  if (typing(event.target)) return;
  const after = Date.now() - going < 1200;
  going = 0;
  if (after) {
    const place = shown(`[data-go="${CSS.escape(event.key)}"]`);
    if (place) {
      event.preventDefault();
      return place.click();
    }
  }
  const own = { g: () => (going = Date.now()), j: () => walk(1), k: () => walk(-1), x: choose, "?": () => dialog.showModal() };
  if (Object.hasOwn(own, event.key)) {
    event.preventDefault();
    return own[event.key]();
  }
  const control = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!control) return;
  event.preventDefault();
  ready(control);
  press(control);
}

if (dialog && "shortcuts" in document.body.dataset) {
  document.addEventListener("keydown", answer);
  for (const item of document.querySelectorAll(".keys-open")) item.hidden = false;
  for (const button of document.querySelectorAll("[data-keys]")) button.addEventListener("click", () => dialog.showModal());
}
