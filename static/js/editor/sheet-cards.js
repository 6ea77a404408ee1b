// The blocks as they stand in the page. Their order is the order that is posted, and each is named by its place: b1, b2 and so on, as the
// server names them. So a block can be moved, taken away and put back without asking anybody.
import { icon, make } from "./make.js";

const NAMED = ["id", "name", "for", "aria-labelledby", "aria-describedby"];
const PARTS = ":scope > ol > li, :scope > .grid-scroll tr";

export const form = document.getElementById("sheet");
export const list = () => form.querySelector(".cards");
export const cards = () => [...list().querySelectorAll(":scope > .block-card")];
export const key = (card) => card.querySelector("[name=block]").value.split(" ")[2];
export const called = (card) => card.querySelector(".card-name").textContent.replace(/^\d+\. /, "");

// Every name that begins with `from` begins with `to`: of fields, of what describes them, and of what buttons do.
function rename(root, from, to) {
  if (from === to) return;
  const old = new RegExp(`(^|[ .])${from.replaceAll(".", "\\.")}(?=$|[ .-])`, "g");
  const renew = (text) => text.replace(old, `$1${to}`);
  for (const element of [root, ...root.querySelectorAll("[id], [name], [for], [aria-labelledby], [aria-describedby]")]) {
    for (const name of NAMED) if (element.hasAttribute(name)) element.setAttribute(name, renew(element.getAttribute(name)));
    if (element.name === "act" || element.name === "block") element.value = renew(element.value);
  }
  // An editor writes the names of its surface anew from what it was given.
  for (const { names } of root.querySelectorAll("sh-richtext")) {
    for (const name in names) if (/^aria-(labelledby|describedby)$/.test(name)) names[name] = renew(names[name]);
  }
}

function way(card, verb, wanted, words) {
  const acts = card.querySelector(".card-acts");
  const known = acts.querySelector(`[value^="${verb} "]`);
  if (!wanted) known?.remove();
  if (!wanted || known) return;
  const button = make("button", { class: "icon-button", name: "act", value: `${verb} ${card.id}`, title: `Move ${verb}` });
  button.append(icon(`chevron-${verb}`), make("span", { class: "visually-hidden" }, words));
  acts.querySelector(verb === "up" ? "button" : '[value^="duplicate "]').before(button);
}

function adder(after) {
  const where = after === "-" ? " at the top" : ` after block ${after.slice(1)}`;
  const words = make("span", {}, "Add a block", make("span", { class: "visually-hidden" }, where));
  return make("p", { class: "adder" }, make("button", { class: "add-button", name: "act", value: `pick ${after}` }, icon("plus"), words));
}

// After any change: names and numbers by the order, and between any two blocks the way to add one.
export function arrange() {
  const all = cards();
  const renamed = new Map();
  for (const [index, card] of all.entries()) {
    const [number, name] = [index + 1, `b${index + 1}`];
    renamed.set(card.id, name);
    rename(card, card.id, name);
    card.querySelector(".card-name").textContent = `${number}. ${called(card)}`;
    if (!card.querySelector(".grip")) {
      const grip = make("span", { class: "grip", title: "Drag to move", "aria-hidden": "true" }, icon("grip-vertical"));
      card.querySelector(".card-acts").prepend(grip);
    }
    way(card, "up", index > 0, `Move block ${number} up`);
    way(card, "down", number < all.length, `Move block ${number} down`);
    for (const words of card.querySelectorAll(".card-acts .visually-hidden")) words.textContent = words.textContent.replace(/\d+/, number);
  }
  for (const link of document.querySelectorAll(':is(.errors, .checks) a[href^="#b"]')) {
    const renew = (whole, name) => `#${renamed.get(name) ?? name}`;
    link.setAttribute("href", link.hash.replace(/^#(b\d+)(?=\.|$)/, renew));
  }
  for (const old of list().querySelectorAll(":scope > .adder")) old.remove();
  let [after, picking] = ["-", false];
  for (const child of [...list().children]) {
    if (child.matches(".block-card")) {
      if (!picking) child.before(adder(after));
      [after, picking] = [child.id, false];
    } else if (child.matches(".picker")) {
      child.hidden &&= all.length > 0;
      picking = !child.hidden;
      child.querySelector(".picker-title").textContent = all.length ? "Add a block" : "Begin with a block";
      for (const kind of child.querySelectorAll("[name=act]")) kind.value = `add ${after} ${kind.value.split(" ")[2]}`;
    }
  }
  if (!picking) list().append(adder(after));
}

const number = (part) => part.querySelector(":scope > input[type=hidden]")?.value;

// Puts a field as the server answered it in the place of the old one. Of its items only those that are new come from there: what
// somebody is typing in the others stays, with all that can be undone in it.
export function merge(old, fresh, verb, at) {
  const [before, after] = [old, fresh].map((field) => [...field.querySelectorAll(PARTS)]);
  const order = [...before];
  if (verb === "drop") order.splice(at, 1);
  if (verb === "earlier") order.splice(at - 1, 2, before[at], before[at - 1]);
  const same = after.length === order.length + (verb === "grow");
  const pairs = same ? order.map((part, index) => [part, after[index]]) : [];
  const rest = (item) => [...item.querySelectorAll(":scope > .item-head ~ *")];
  for (const [, to] of pairs) for (const field of rest(to)) field.remove();
  old.after(document.adoptNode(fresh));
  for (const [from, to] of pairs) {
    if (from.matches(".item")) {
      const fields = rest(from);
      for (const field of fields) rename(field, `${old.id}.${number(from)}`, `${old.id}.${number(to)}`);
      to.append(...fields);
    } else {
      const typed = [...from.querySelectorAll(".input")];
      for (const [index, input] of to.querySelectorAll(".input").entries()) if (typed[index]) input.value = typed[index].value;
    }
  }
  old.remove();
}

// The kinds of blocks are listed once, and the list goes where it is wanted. A word narrows it; what was added last comes first.
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
