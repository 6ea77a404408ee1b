// The point that stays in sight: by a click in the picture, by dragging its mark, or by the arrow keys. The two number fields are what is
// posted, and do all of it without this.
import { make } from "../editor/make.js";

const picture = document.getElementById("focus-picture");
const marks = document.querySelectorAll("#focus-mark circle");
const [x, y] = ["focus_x", "focus_y"].map((id) => document.getElementById(id));
const cuts = document.querySelectorAll(".crops img");
const handle = make("button", { type: "button", class: "focus-handle", "aria-label": "Point in sight. Arrow keys move it" });
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// No page has a style of its own, nor may it.
const place = new CSSStyleSheet();
document.adoptedStyleSheets.push(place);

const within = (part) => Math.min(100, Math.max(0, Math.round(part)));
const number = (input) => within(Number(input.value));

function show() {
  const at = [number(x), number(y)];
  if (at.some(Number.isNaN)) return;
  for (const mark of marks) {
    mark.setAttribute("cx", `${at[0]}%`);
    mark.setAttribute("cy", `${at[1]}%`);
  }
  place.replaceSync(`.focus-handle { left: ${at[0]}%; top: ${at[1]}% }`);
  handle.setAttribute("aria-label", `Point in sight: ${at[0]} % from the left, ${at[1]} % from the top. Arrow keys move it`);
  for (const cut of cuts) cut.className = `fx-${Math.round(at[0] / 10)} fy-${Math.round(at[1] / 10)}`;
}

function put(left, top) {
  [x.value, y.value] = [within(left), within(top)];
  show();
}

function at(event) {
  const box = picture.getBoundingClientRect();
  put(((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100);
}

picture.append(handle);
picture.classList.add("is-live");
document.querySelector("[data-focus-hint]").hidden = false;
picture.addEventListener("click", (event) => {
  if (event.target === handle) return;
  at(event);
  handle.focus({ preventScroll: true });
});
handle.addEventListener("pointerdown", (event) => handle.setPointerCapture(event.pointerId));
handle.addEventListener("pointermove", (event) => handle.hasPointerCapture(event.pointerId) && at(event));
handle.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const by = event.shiftKey ? 10 : 1;
  put(number(x) + step[0] * by, number(y) + step[1] * by);
});
for (const input of [x, y]) input.addEventListener("input", show);
// What is no number stays as it was typed: the server says what is wrong with it.
show();
