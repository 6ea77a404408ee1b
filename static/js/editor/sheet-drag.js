// Blocks can be dragged by a handle; whoever can't drag has the buttons beside it. While one is dragged all of them are folded to
// look at, so that a long page is short; where it would come to stand there is a line.
import { make } from "./make.js";
import { cards, form, list } from "./sheet-cards.js";

const EDGE = 72;

export function drag(drop) {
  const line = make("div", { class: "drop-line" });
  let dragged = null;
  let before = null;
  let y = 0;

  // Before which block it would come: the first whose middle is below the pointer. The end, where there is none.
  function aim() {
    const others = cards().filter((card) => card !== dragged);
    before = others.find((card) => {
      const { top, height } = card.getBoundingClientRect();
      return y < top + height / 2;
    });
    if (before) before.before(line);
    else others.at(-1)?.after(line);
  }

  function roll() {
    if (!dragged) return;
    const by = y < EDGE ? y - EDGE : Math.max(0, y - innerHeight + EDGE * 2);
    if (by) {
      scrollBy({ top: by / 4, behavior: "instant" });
      aim();
    }
    requestAnimationFrame(roll);
  }

  // The page rolls so that the block is where the line was, or where it stood.
  async function end(done) {
    if (!dragged) return;
    const [card, next] = [dragged, before ?? null];
    const all = cards();
    const moves = done && next !== card && next !== (all[all.indexOf(card) + 1] ?? null);
    const { top } = (moves ? line : card).getBoundingClientRect();
    dragged = null;
    line.remove();
    card.classList.remove("is-dragged");
    list().classList.remove("is-sorting");
    if (moves) await drop(card, next ?? all.at(-1).nextSibling);
    scrollBy({ top: card.getBoundingClientRect().top - top, behavior: "instant" });
  }

  function begin(grip, from) {
    dragged = grip.closest(".block-card");
    const top = from - grip.getBoundingClientRect().top;
    list().classList.add("is-sorting");
    dragged.classList.add("is-dragged");
    scrollBy({ top: grip.getBoundingClientRect().top + top - from, behavior: "instant" });
    roll();
  }

  form.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest(".grip");
    if (!grip || event.button || cards().length < 2) return;
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    const from = event.clientY;
    const until = new AbortController();
    const on = (name, work) => grip.addEventListener(name, work, { signal: until.signal });
    on("pointermove", (move) => {
      y = move.clientY;
      if (!dragged && Math.abs(y - from) > 4) begin(grip, from);
      if (dragged) aim();
    });
    const stop = (done) => () => {
      until.abort();
      end(done);
    };
    on("pointerup", stop(true));
    on("pointercancel", stop(false));
    addEventListener("keydown", ({ key }) => key === "Escape" && stop(false)(), { signal: until.signal });
  });
}
