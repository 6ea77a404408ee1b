// The public script. Every page works without it. It remembers where a visit began, copies links and articles, follows the
// reader in the list of contents, and shows a map or a video once the visitor has agreed. Text only, no markup.

export const SOURCE = "shingle.source";

// A browser may forbid storage: then nothing is remembered.
export const memory = (area) => ({
  get(name) { try { return JSON.parse(window[area].getItem(name)); } catch { return null; } },
  set(name, value) { try { window[area].setItem(name, JSON.stringify(value)); } catch { /* not kept */ } },
  forget(name) { try { window[area].removeItem(name); } catch { /* nothing to forget */ } },
});
export const session = memory("sessionStorage");

// Where the visitor came from: the first page of this visit, and the last call to action used.
export function source() {
  const known = session.get(SOURCE);
  if (known) return known;
  const first = { page: location.pathname };
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (/^utm_[a-z]{1,20}$/.test(name)) first[name] = value.slice(0, 200);
  }
  try {
    const from = new URL(document.referrer);
    if (from.origin !== location.origin) first.referrer = from.host;
  } catch { /* no referrer */ }
  session.set(SOURCE, first);
  return first;
}

// The words on a button, for a moment.
function say(button, words) {
  const before = button.textContent;
  button.textContent = words;
  setTimeout(() => { button.textContent = before; }, 2500);
}

async function copy(button) {
  const { copy: words, copyFrom } = button.dataset;
  try {
    if (words) await navigator.clipboard.writeText(words);
    else {
      const answer = await fetch(copyFrom);
      if (!answer.ok) throw new Error(answer.statusText);
      await navigator.clipboard.writeText(await answer.text());
    }
    say(button, "Copied");
  } catch { say(button, "That did not work"); }
}

for (const button of document.querySelectorAll("[data-copy], [data-copy-from]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}

// The list of contents shows where the reader is.
for (const list of document.querySelectorAll("[data-follow]")) {
  const links = [...list.querySelectorAll("a")];
  const here = new Map(links.map((link) => [document.getElementById(decodeURIComponent(link.hash.slice(1))), link]));
  here.delete(null);
  const mark = () => {
    let current = null;
    for (const [heading, link] of here) if (heading.getBoundingClientRect().top < 160) current = link;
    for (const link of links) {
      if (link === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  const watch = new IntersectionObserver(mark, { rootMargin: "-15% 0px -60% 0px" });
  for (const heading of here.keys()) watch.observe(heading);
  addEventListener("scrollend", mark, { passive: true });
  mark();
}

// Nothing is loaded from another site before the visitor asks for it.
for (const button of document.querySelectorAll("[data-agree]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const place = button.closest("[data-embed]");
    const frame = document.createElement("iframe");
    frame.src = place.dataset.embed;
    frame.title = place.dataset.title;
    frame.referrerPolicy = "strict-origin";
    place.classList.add("is-open");
    place.prepend(frame);
    button.remove();
    frame.focus();
  });
}

addEventListener("click", ({ target }) => {
  const call = target instanceof Element && target.closest("[data-cta]");
  if (call) session.set(SOURCE, { ...source(), cta: call.dataset.cta.slice(0, 200) });
});
addEventListener("keydown", ({ key }) => {
  const menu = key === "Escape" && document.querySelector("details.menu-phone[open]");
  if (menu) { menu.open = false; menu.firstElementChild.focus(); }
});

// A link to a question opens it.
function open() {
  const question = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (question && question.matches("details")) question.open = true;
}
addEventListener("hashchange", open);
open();

document.querySelector("[data-focus]")?.focus();
if (!document.body.matches("[data-receipt]")) source();
if (document.querySelector('form[method="post"], [data-events], [data-receipt]')) import("./enquiry.js");
if (document.querySelector("[data-search]")) import("./search.js");
