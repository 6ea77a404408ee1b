// The kinds of blocks are listed once, and the list goes where it is wanted. A word narrows it; what was added last comes first.
import { icon, make } from "./make.js";
import { arrange, cards, list } from "./sheet-cards.js";

const LATELY = 4;
const picker = () => list().querySelector(".picker");
const kinds = () => [...picker().querySelectorAll(".picker-kind")];
const shown = (kind) => !kind.closest("[hidden]");

export function pick(button) {
  const [adder, found] = [button.closest(".adder"), picker()];
  found.hidden = false;
  adder.replaceWith(found);
  arrange();
  const words = found.querySelector(".find");
  if (!found.querySelector(".picker-close")) found.prepend(close());
  words.querySelector("button")?.remove();
  words.querySelector("input").value = "";
  narrow("");
  words.querySelector("input").focus({ preventScroll: true });
  found.scrollIntoView({ block: "nearest" });
}

function close() {
  const button = make("button", { type: "button", class: "icon-button picker-close", title: "Close" }, icon("x"));
  button.append(make("span", { class: "visually-hidden" }, "Close the list of blocks"));
  button.addEventListener("click", back);
  return button;
}

// Puts the list out of sight, and answers whether it was open; with no block yet it stays.
export function back() {
  const found = picker();
  if (!cards().length || found.hidden) return false;
  let before = found.previousElementSibling;
  while (before && !before.id) before = before.previousElementSibling;
  away();
  arrange();
  list().querySelector(`[value="pick ${before?.id || "-"}"]`).focus();
  return true;
}

export function away() {
  const found = picker();
  found.hidden = true;
  list().append(found);
}

export const first = () => kinds().find(shown);

export function narrow(typed) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const about = (kind) => {
    const group = kind.closest(".picker-group").firstElementChild.textContent;
    const said = `${kind.textContent} ${group}`.toLowerCase();
    return words.every((word) => said.includes(word));
  };
  for (const kind of kinds()) kind.parentNode.hidden = !about(kind);
  for (const group of picker().querySelectorAll(".picker-group")) {
    const lately = group.matches(".picker-lately");
    group.hidden = (lately && words.length > 0) || !group.querySelector("li:not([hidden])");
  }
  const none = words.length && !first();
  picker().querySelector(".picker-none").textContent = none ? `No kind of block is about “${typed.trim()}”. Try another word.` : "";
}

// What was just added is the first of those lately added.
export function used(button) {
  const lately = picker().querySelector(".picker-lately ul");
  if (!lately) return;
  const kind = button.value.split(" ")[2];
  const known = [...lately.children].find((item) => item.firstElementChild.value.endsWith(` ${kind}`));
  lately.prepend(known ?? button.parentNode.cloneNode(true));
  while (lately.children.length > LATELY) lately.lastElementChild.remove();
}
