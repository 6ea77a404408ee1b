// The outline is made of the blocks as they stand when it is opened. What leads from it, from a mistake or from another page to
// something folded unfolds it.
import { make } from "./make.js";
import { called, cards, key } from "./sheet-cards.js";

const panel = () => document.getElementById("outline");

export function fill() {
  const list = panel().querySelector(".outline-blocks");
  const known = new Map([...list.children].map((item) => [item.dataset.block, item]));
  const here = cards().find((card) => card.getBoundingClientRect().bottom > 0);
  const item = (card) => {
    const line = known.get(key(card)) ?? fresh(card);
    const [link, number, , words] = [line.firstElementChild, ...line.firstElementChild.children];
    link.setAttribute("href", `#${card.id}`);
    number.textContent = card.id.slice(1);
    words.textContent = card.querySelector(".card-summary").textContent;
    if (card === here) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    return line;
  };
  list.replaceChildren(...cards().map(item));
  // What is to be mended comes first; otherwise the list stands where its reader is.
  if (!panel().querySelector(".checks")) list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
}

function fresh(card) {
  const part = (name, words) => make("span", { class: `outline-${name}` }, words);
  return make("li", { "data-block": key(card) }, make("a", {}, part("number", ""), part("kind", called(card)), part("words", "")));
}

export function go(hash) {
  const target = document.getElementById(decodeURIComponent(hash.slice(1)));
  if (!target) return;
  const card = target.closest(".block-card");
  for (const fold of card?.querySelectorAll(":scope > details") ?? []) fold.open = true;
  const seen = target.closest("sh-richtext") ?? target;
  seen.scrollIntoView({ block: target === card ? "start" : "nearest" });
  (target === card ? card.querySelector("summary") : target).focus({ preventScroll: true });
}
