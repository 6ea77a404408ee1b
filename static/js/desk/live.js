// The page follows what happens meanwhile: whenever the server says that something changed, the parts marked as live are
// fetched again. What somebody is typing into, or has opened, stays as it is.
import { count } from "./batch.js";

const news = document.getElementById("news");
let waiting = false;

function busy(part) {
  if (part.contains(document.activeElement) && document.activeElement.matches("input:not([type=checkbox]), textarea, select")) return true;
  if (part.querySelector("details[open]")) return true;
  return [...part.querySelectorAll("input:not([type=hidden], [type=checkbox]), textarea")].some((input) => input.value !== input.defaultValue);
}

function swap(old, fresh) {
  if (old.isEqualNode(fresh) || busy(old)) return;
  const chosen = new Set([...old.querySelectorAll(".tick input:checked")].map((box) => box.value));
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const place = focused && (focused.closest("[id]")?.id ?? "");
  const top = old.closest(".pane-list")?.scrollTop;
  old.replaceWith(document.adoptNode(fresh));
  for (const box of fresh.querySelectorAll(".tick input")) box.checked = chosen.has(box.value);
  if (place) (document.getElementById(place)?.querySelector("a, button") ?? fresh).focus?.();
  if (top !== undefined) fresh.closest(".pane-list").scrollTop = top;
}

function names(root) {
  return new Map([...root.querySelectorAll("#rows .row")].map((row) => [row.id, row.querySelector(".row-name a").textContent.trim()]));
}

async function refresh() {
  if (document.hidden) return (waiting = true);
  waiting = false;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const before = names(document);
  for (const part of document.querySelectorAll("[data-live][id]")) {
    const fresh = page.getElementById(part.id);
    if (fresh) swap(part, fresh);
    else if (!busy(part)) part.replaceChildren();
  }
  count();
  const came = [...names(document)].filter(([id]) => !before.has(id)).map(([, name]) => name);
  if (before.size && came.length) news.textContent = came.length === 1 ? `New in this list: ${came[0]}` : `${came.length} new in this list`;
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
