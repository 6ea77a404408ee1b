// Where somebody is in a list. It is kept for the next page, so that an act, or a look at one enquiry, does not begin the
// list anew: the same row is in hand, or the one that took its place.
const KEY = "shingle-place";
const AGE = 120_000;
const rows = document.getElementById("rows");
const all = () => [...document.querySelectorAll("#rows .row")];
const ticked = (row) => row.querySelector(".tick input")?.checked;
let act = null;

function read() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY));
    sessionStorage.removeItem(KEY);
    return kept && kept.list === rows?.dataset.list && Date.now() - kept.when < AGE ? kept : null;
  } catch {
    return null;
  }
}

export function inHand() {
  return document.activeElement.closest?.("#rows .row") ?? document.querySelector("#rows .row.is-open");
}

const kept = rows ? read() : null;

function write(what) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ ...what, list: rows.dataset.list, when: Date.now() }));
  } catch {
    // A browser that keeps nothing begins at the top.
  }
}

// A list that was only looked at is begun anew; one on which something was done, or beside which an enquiry was open, is not.
function keep() {
  const list = document.querySelector("[data-batch]");
  if (list && !act) return;
  const row = list ? (inHand() ?? all().find(ticked)) : document.querySelector("#rows .row.is-open");
  if (!row) return kept && write({ ...kept, act });
  const before = all().slice(0, all().indexOf(row));
  write({ row: row.id, at: before.filter((other) => !ticked(other)).length, act });
}

// The place to walk on from: a row's number, or half a step before the one that took its place. -1 where nothing is known.
export function place() {
  const row = inHand() ?? (kept && document.getElementById(kept.row));
  if (row) return all().indexOf(row);
  return kept ? kept.at - 0.5 : -1;
}

// An act that changed nothing says why.
const ALREADY = {
  answered: ["it was answered already", "they were answered already"],
  mine: ["you have it already", "you have them already"],
  spam: ["it is held as spam already", "they are held as spam already"],
  "not-spam": ["it is no spam already", "they are no spam already"],
  state: ["it stands so already", "they stand so already"],
  owner: ["it stands so already", "they stand so already"],
};

function why({ name, many, list }) {
  if (name === "answered" && list.startsWith("view=spam")) return "say first that it is not spam";
  return ALREADY[name]?.[many ? 1 : 0];
}

if (rows) {
  document.addEventListener("submit", ({ target, submitter }) => {
    if (!target.matches("[data-batch], .flash form")) return;
    const choice = submitter?.closest(".pair")?.querySelector("select");
    const many = all().filter(ticked).length > 1;
    act = { name: choice?.value === "" ? "" : submitter?.value, many, list: rows.dataset.list };
  });
  addEventListener("pagehide", keep);
  if (kept?.act && document.querySelector("[data-batch]")) {
    const links = [...document.querySelectorAll("#rows .row-name a")];
    (document.getElementById(kept.row)?.querySelector(".row-name a") ?? links[Math.min(kept.at, links.length - 1)])?.focus();
    const words = why(kept.act);
    if (words && !document.querySelector(".flash")) document.getElementById("news").textContent = `Nothing to change: ${words}`;
  }
}
