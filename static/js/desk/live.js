// The page follows what happens meanwhile: whenever the server says that something changed, the parts marked as live are
// fetched again. What somebody is typing into, has chosen or opened, stays as it is; the focus stays where it was.
import { count } from "./batch.js";

const news = document.getElementById("news");
const STOPS = "a[href], button, input:not([type=hidden]), select, textarea, summary";
let waiting = false;

function chosen(select) {
  const own = [...select.options].findIndex((option) => option.defaultSelected);
  return select.selectedIndex !== Math.max(0, own);
}

function busy(part) {
  if (part.contains(document.activeElement) && document.activeElement.matches("input:not([type=checkbox]), textarea, select")) return true;
  if (part.querySelector("details[open]")) return true;
  if ([...part.querySelectorAll("select")].some(chosen)) return true;
  return [...part.querySelectorAll("input:not([type=hidden], [type=checkbox]), textarea")].some((input) => input.value !== input.defaultValue);
}

// How to find again in a fresh part what has the focus in an old one: by its own key, or by its place in its form or row.
function finder(part) {
  const at = document.activeElement;
  if (!part.contains(at)) return null;
  const holder = at.closest("[id], form[action]");
  const name = holder.id ? `#${CSS.escape(holder.id)}` : `form[action="${CSS.escape(holder.getAttribute("action"))}"]`;
  const stop = [...holder.querySelectorAll(STOPS)].indexOf(at);
  const row = [...part.querySelectorAll(".row")].indexOf(at.closest(".row"));
  return (fresh) => {
    const same = fresh.matches(name) ? fresh : fresh.querySelector(name);
    if (same) return stop < 0 ? same : [...same.querySelectorAll(STOPS)][stop];
    // The row is gone: on to the one that took its place.
    const rows = row < 0 ? [] : [...fresh.querySelectorAll(".row-name a")];
    return rows[Math.min(row, rows.length - 1)];
  };
}

// Puts a fresh part in. Answers whether something new had to wait for what somebody is doing.
function swap(old, fresh) {
  if (old.isEqualNode(fresh)) return false;
  if (busy(old)) return true;
  const ticked = new Set([...old.querySelectorAll(".tick input:checked")].map((box) => box.value));
  const find = finder(old);
  const top = old.closest(".pane-list")?.scrollTop;
  const left = old.scrollLeft;
  old.replaceWith(document.adoptNode(fresh));
  for (const box of fresh.querySelectorAll(".tick input")) box.checked = ticked.has(box.value);
  fresh.scrollLeft = left;
  if (top !== undefined) fresh.closest(".pane-list").scrollTop = top;
  if (find) (find(fresh) ?? document.getElementById("main")).focus({ preventScroll: true });
  return false;
}

function empty(part) {
  if (!part.hasChildNodes() || busy(part)) return;
  const held = part.contains(document.activeElement);
  part.replaceChildren();
  if (held) document.getElementById("main").focus({ preventScroll: true });
}

function names(root) {
  return new Map([...root.querySelectorAll("#rows .row")].map((row) => [row.id, row.querySelector(".row-name a").textContent.trim()]));
}

const lines = () => [...document.querySelectorAll("#timeline li")];

// The newest of what was added to the timeline, in its own words.
function happened(before) {
  const now = lines();
  if (!now.length || now.length <= before) return "";
  const line = now[0].querySelector("p").cloneNode(true);
  const who = line.querySelector(".timeline-who");
  who?.remove();
  const words = line.textContent.trim();
  const short = words.length > 140 ? `${words.slice(0, 140)}…` : words;
  return `Just now: ${short}${who ? `, ${who.textContent}` : ""}`;
}

function tell(before, timeline, waits) {
  const came = [...names(document)].filter(([id]) => !before.has(id)).map(([, name]) => name);
  const changed = happened(timeline);
  if (changed) news.textContent = waits ? `${changed}. What you have chosen or typed stays.` : changed;
  else if (before.size && came.length) news.textContent = came.length === 1 ? `New in this list: ${came[0]}` : `${came.length} new in this list`;
}

async function refresh() {
  if (document.hidden) return (waiting = true);
  waiting = false;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [before, timeline] = [names(document), lines().length];
  let waits = false;
  for (const part of document.querySelectorAll("[data-live][id]")) {
    const fresh = page.getElementById(part.id);
    if (fresh) waits = swap(part, fresh) || waits;
    else empty(part);
  }
  count();
  tell(before, timeline, waits);
}

if (news?.dataset.events) {
  const events = new EventSource(news.dataset.events);
  events.addEventListener("change", refresh);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && waiting) refresh();
  });
  addEventListener("pagehide", () => events.close());
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}
