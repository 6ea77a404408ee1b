// Nothing that was typed is lost: whoever leaves with something unsaved is asked first, and what could not be saved, because somebody was
// signed out or a line was down, is put back on request. After saving, the page is where it was.
import { make } from "./make.js";
import { cards, form, key } from "./sheet-cards.js";

const KEPT = `shingle.typed:${location.pathname}`;
const PLACE = `shingle.place:${location.pathname}`;
const state = () => document.getElementById("sheet-state");
const seen = () => form.querySelector("[name=seen]").value;

// What stands in the form; what is searched for is nothing that is saved.
const words = () => new URLSearchParams([...new FormData(form)].filter(([name]) => !name.startsWith("find."))).toString();

// A browser may forbid storage, or have no room left.
function stored(name, value) {
  try {
    if (value !== undefined) return sessionStorage.setItem(name, JSON.stringify(value));
    const kept = JSON.parse(sessionStorage.getItem(name));
    sessionStorage.removeItem(name);
    return kept;
  } catch {
    return null;
  }
}

// What came back with mistakes stands in the page, and is not saved.
let wrong = Boolean(document.querySelector(".errors"));
let [saved, going, out] = [words(), false, false];
const unsaved = () => wrong || words() !== saved;
const keep = () => stored(KEPT, { seen: seen(), words: words() });

export function inform(text) {
  if (state().textContent !== text) state().textContent = text;
}

export function changed() {
  inform(unsaved() ? "Unsaved changes" : "");
}

let waiting;
form.addEventListener("input", () => {
  going = false;
  clearTimeout(waiting);
  waiting = setTimeout(changed, 300);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey === event.metaKey || event.altKey || event.shiftKey || event.key.toLowerCase() !== "s") return;
  event.preventDefault();
  form.querySelector(".sheet-bar [value=save]").click();
});

document.addEventListener("submit", ({ target, submitter, defaultPrevented }) => {
  if (defaultPrevented) return;
  // Who signs out leaves nothing behind for the next one at this machine.
  if (target.getAttribute("action") === "/account/sign-out") out = true;
  if (target !== form) return;
  going = true;
  keep();
  if (submitter?.value === "save") stored(PLACE, place());
});
addEventListener("pageshow", () => (going = false));
addEventListener("beforeunload", (event) => {
  if (!going && unsaved()) event.preventDefault();
});
addEventListener("pagehide", () => {
  if (!out && !going && unsaved()) keep();
});

function place() {
  const shown = cards().find((card) => card.getBoundingClientRect().bottom > 0);
  const at = document.activeElement;
  const rich = at.closest("sh-richtext");
  const { from, to } = rich?.editor?.state.selection ?? { from: at.selectionStart, to: at.selectionEnd };
  return {
    when: Date.now(),
    open: cards().map((card) => [key(card), card.querySelector("details").open]),
    shown: shown && [key(shown), shown.getBoundingClientRect().top],
    y: scrollY,
    at: (rich?.source ?? at).id,
    caret: [from, to],
  };
}

async function back({ open, shown, y, at, caret }) {
  const by = new Map(cards().map((card) => [key(card), card]));
  for (const [card, folded] of open) {
    const details = by.get(card)?.querySelector("details");
    if (details && !by.get(card).matches(".is-faulty")) details.open = folded;
  }
  if (wrong) return;
  const card = shown && by.get(shown[0]);
  scrollTo({ top: card && y ? scrollY + card.getBoundingClientRect().top - shown[1] : y, behavior: "instant" });
  const field = at ? document.getElementById(at) : null;
  const rich = field?.closest("sh-richtext");
  await (rich ?? field)?.focus({ preventScroll: true });
  if (rich) rich.editor?.commands.setTextSelection({ from: caret[0], to: caret[1] });
  else if (caret[0] !== null && field?.setSelectionRange) field.setSelectionRange(...caret);
}

// The server makes the page of what was kept, as it does for any button; nothing is saved by that.
async function restore(kept, arrange) {
  const body = new URLSearchParams(kept.words);
  body.set("act", "find -");
  const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const sheet = page && page.getElementById("sheet");
  if (!sheet) return inform("It could not be put back. Try again.");
  form.replaceChildren(...document.adoptNode(sheet).childNodes);
  wrong = true;
  arrange();
  changed();
  form.querySelector("#title").focus();
}

function offer(kept, arrange) {
  const yes = make("button", { type: "button", class: "link-button" }, "Put it back");
  const no = make("button", { type: "button", class: "link-button" }, "Leave it");
  const flash = make("div", { class: "flash" }, make("p", {}, "What you wrote here before was not saved."), yes, no);
  form.prepend(flash);
  document.getElementById("news").textContent = "What you wrote here before was not saved. It can be put back.";
  yes.addEventListener("click", () => restore(kept, arrange));
  no.addEventListener("click", () => {
    flash.remove();
    stored(KEPT);
    form.querySelector("#title").focus();
  });
}

export function begin(arrange) {
  // The browser would put what it remembers into fields that are called otherwise by now.
  form.autocomplete = "off";
  const [kept, was, done] = [stored(KEPT), stored(PLACE), new URLSearchParams(location.search).has("saved")];
  const lost = kept && !done && !wrong && kept.seen === seen() && kept.words !== saved;
  changed();
  if (lost) {
    stored(KEPT, kept);
    offer(kept, arrange);
  } else if (was && Date.now() - was.when < 60_000) back(was);
  if (!done) return;
  // Loaded once more, it is not saved once more.
  history.replaceState(null, "", location.pathname);
  inform(document.querySelector(".flash p")?.textContent ?? "");
}
