// The editor's buttons without leaving the page. Each of them works without this: it posts the whole form, and the same page comes
// back changed. Here what needs nobody is done at once, the rest is asked for in the background, and only that part is exchanged.
import "./beside.js";
import { make } from "./make.js";
import { arrange, away, back, called, cards, first, form, key, list, merge, narrow, pick, used } from "./sheet-cards.js";
import { drag } from "./sheet-drag.js";
import { begin, changed, inform } from "./sheet-kept.js";

const LEAVING = /^(save|publish|look)$/;
const FIRST = "input:not([type=hidden]), select, textarea, button";
const news = document.getElementById("news");
let queue = Promise.resolve();

const say = (words) => (news.textContent = words);
const within = (root, selector = FIRST) => root?.querySelector(selector);
const verb = (button) => button.value.split(" ")[0];

// What moves stays under the pointer; the page moves past it.
function hold(element, work) {
  const top = element.getBoundingClientRect().top;
  work();
  scrollBy({ top: element.getBoundingClientRect().top - top, behavior: "instant" });
}

function move(card, before) {
  const parent = list();
  if (parent.moveBefore) parent.moveBefore(card, before);
  else parent.insertBefore(card, before);
  arrange();
  say(`${called(card)} is block ${card.id.slice(1)} now`);
}

function step(button, card, by) {
  const all = cards();
  const at = all.indexOf(card) + by;
  if (!all[at]) return;
  hold(card, () => move(card, by < 0 ? all[at] : all[at].nextSibling));
  (button.isConnected ? button : within(card, ".card-acts button")).focus({ preventScroll: true });
}

// A block that is deleted can be had back for as long as the page is open: nothing is saved yet.
function remove(card) {
  const undo = make("button", { type: "button", class: "link-button" }, "Undo");
  const gone = make("p", { class: "gone" }, make("span", {}, `${called(card)} deleted`), undo);
  card.replaceWith(gone);
  undo.addEventListener("click", () =>
    run(() => {
      gone.replaceWith(card);
      arrange();
      within(card, ".card-acts button:last-child").focus();
      say(`${called(card)} is back as block ${card.id.slice(1)}`);
    }),
  );
  arrange();
  undo.focus({ preventScroll: true });
  say(`${called(card)} deleted`);
}

const shut = () => form.querySelectorAll(".find ~ *").forEach((found) => found.remove());

// What is asked for concerns one block: of the others only the order goes along.
async function ask(button, place) {
  const [block] = place.split(".");
  const near = (name) => /^(act|seen|block)$/.test(name) || name === `find.${place}` || name === block || name.startsWith(`${block}.`);
  const body = new URLSearchParams([...new FormData(form, button)].filter(([name]) => near(name)));
  const answer = await fetch(form.action, { method: "POST", body });
  if (!answer.ok || answer.redirected) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const focused of page.querySelectorAll("[autofocus]")) focused.autofocus = false;
  return page.getElementById("sheet") && page;
}

function added(page, button) {
  const known = new Set(cards().map(key));
  const fresh = [...page.querySelectorAll(".block-card")].find((card) => !known.has(key(card)));
  if (!fresh) return;
  const picker = button.closest(".picker");
  if (picker) picker.before(document.adoptNode(fresh));
  else button.closest(".block-card").after(document.adoptNode(fresh));
  if (picker) {
    used(button);
    away();
  }
  arrange();
  const number = fresh.id.slice(1);
  say(picker ? `${called(fresh)} added as block ${number}` : `Block ${number - 1} duplicated as block ${number}`);
  within(fresh, picker ? `.card-fields :is(${FIRST})` : ".card-acts button")?.focus();
  const { bottom } = fresh.getBoundingClientRect();
  if (bottom > innerHeight) fresh.scrollIntoView({ block: "start" });
}

function found(fresh, old, live) {
  const all = [...fresh.querySelectorAll(":scope > .find ~ *")];
  shut();
  within(old, ":scope > .find").after(...all.map((part) => document.adoptNode(part)));
  const count = old.querySelectorAll(":scope > .find ~ ul > li").length;
  say(count ? `${count} found` : "Nothing found");
  if (!live) (within(old, ":scope > .find ~ ul button") ?? within(old, ".find .input")).focus();
}

function exchanged(page, button, place) {
  const does = verb(button);
  const id = /^(drop|earlier)$/.test(does) ? place.slice(0, place.lastIndexOf(".")) : place;
  const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
  if (!old || !fresh) return;
  const part = button.closest("li, tr");
  const at = part ? [...part.parentNode.children].indexOf(part) : -1;
  if (does === "take") {
    old.replaceWith(document.adoptNode(fresh));
    say(button.value.endsWith(" -") ? "Taken away" : "Chosen");
    return within(fresh, ".chosen button, .find .input").focus();
  }
  merge(old, fresh, does, at);
  const parts = [...fresh.querySelectorAll(":scope > ol > li, :scope > .grid-scroll tr")];
  const near = parts[does === "grow" ? parts.length - 1 : does === "earlier" ? at - 1 : Math.min(at, parts.length - 1)];
  const aim = {
    grow: [near, ".field :is(input:not([type=hidden]), select, textarea), .input"],
    earlier: [near, '[value^="earlier "], [value^="drop "], .input'],
    drop: [near, '[value^="drop "], .input'],
  }[does] ?? [fresh, `[value^="${does} "]`];
  (within(...aim) ?? within(fresh, ".field-acts button") ?? fresh).focus();
  const name = within(fresh, "legend").firstChild.textContent.trim();
  say({ earlier: "Moved up", widen: "One more column", narrow: "One column less" }[does] ?? `${name}: ${parts.length} now`);
}

async function act(button, live) {
  const [does, place] = button.value.split(" ");
  const card = button.closest(".block-card");
  if (does === "up" || does === "down") return step(button, card, does === "up" ? -1 : 1);
  if (does === "delete") return remove(card);
  if (does === "pick") return pick(button);
  let page;
  try {
    page = await ask(button, place);
  } catch {
    if (!live) inform("The server can’t be reached. What you wrote is still here: try again.");
    return;
  }
  // Signed out, too much, or broken: the server's own page says so. What was typed is kept, see sheet-kept.js.
  if (!page) return live || form.requestSubmit(button);
  if (does === "add" || does === "duplicate") return added(page, button);
  if (does !== "find") return exchanged(page, button, place);
  const [old, fresh] = [document.getElementById(place), page.getElementById(place)];
  if (old && fresh) found(fresh, old, live);
}

// One after the other: each begins with the page as the one before left it.
function run(work) {
  return (queue = queue.then(work).then(changed));
}

export function press(button, live) {
  return run(() => button.isConnected && act(button, live));
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=act]");
  if (!button || LEAVING.test(verb(button))) return;
  event.preventDefault();
  press(button);
});

form.addEventListener("keydown", (event) => {
  const chooser = event.target.closest(".chooser");
  if (event.key === "Enter" && event.target.id === "find.picker") {
    event.preventDefault();
    first()?.click();
  } else if (event.key === "Enter" && event.target.name?.startsWith("find.")) {
    event.preventDefault();
    press(within(chooser, ".find button"));
  } else if (event.key === "Escape" && within(chooser, ":scope > .find ~ *")) {
    event.preventDefault();
    shut();
    within(chooser, ".find .input").focus();
  } else if (event.key === "Escape" && event.target.closest(".picker") && back()) event.preventDefault();
});

// A search begins by itself once somebody stops typing.
let pause;
form.addEventListener("input", ({ target }) => {
  if (target.id === "find.picker") return narrow(target.value);
  if (!target.name?.startsWith("find.")) return;
  clearTimeout(pause);
  const words = target.value.trim();
  if (!words) return shut();
  if (words.length > 1) pause = setTimeout(() => target === document.activeElement && press(within(target.parentNode, "button"), true), 250);
});

// What a folded block and an item are called follows what is typed.
const short = (text, most) => (text.length > most ? `${text.slice(0, most).trimEnd()}…` : text);
const plain = (input) => (input.matches(".rich-source") ? new DOMParser().parseFromString(input.value, "text/html").body.innerText : input.value);
form.addEventListener(
  "toggle",
  ({ target: details }) => {
    const fields = [...details.querySelectorAll(".input:is(input, textarea):not([name^='find.'])")];
    if (details.open || !details.matches(".block-card > *") || fields.every((input) => input.value === input.defaultValue)) return;
    const words = fields.map(plain).find((text) => text.trim()) ?? "";
    within(details, ".card-summary").textContent = short(words.trim().split("\n")[0], 90);
  },
  true,
);
form.addEventListener("input", ({ target }) => {
  const item = target.closest(".item");
  if (!item) return;
  const lines = item.querySelectorAll("input.input[type=text]:not([name*='find.']), textarea.input:not(.rich-source, .code-input)");
  const words = [...lines].map((input) => input.value.trim()).find(Boolean);
  const head = within(item, "h3");
  const title = within(head, ".item-title") ?? head.appendChild(make("span", { class: "item-title" }));
  title.textContent = words ? `: ${short(words, 60)}` : "";
});

// A title is one line, however long.
form.addEventListener("keydown", (event) => event.key === "Enter" && event.target.id === "title" && event.preventDefault());

drag((card, before) =>
  run(() => {
    move(card, before);
    within(card, ".card-acts button").focus({ preventScroll: true });
  }),
);
if (within(list(), ".picker:last-child")) away();
arrange();
begin(arrange);

// The outline comes when it is opened, or when something leads to a place in the page.
const led = (go) => import("./sheet-outline.js").then(go);
form.addEventListener("toggle", ({ target }) => target.id === "outline" && target.open && led(({ fill }) => fill()), true);
document.addEventListener("click", (event) => {
  const link = event.target.closest(":is(.outline, .errors) a[href^='#']");
  if (link) event.preventDefault();
  if (link || !event.target.closest(".outline")) document.getElementById("outline").open = false;
  if (link) led(({ go }) => go(link.hash));
});
document.addEventListener("keydown", (event) => {
  const outline = document.getElementById("outline");
  if (event.key !== "Escape" || !outline.open) return;
  event.preventDefault();
  outline.open = false;
  within(outline, "summary").focus();
});
if (location.hash) led(({ go }) => go(location.hash));
