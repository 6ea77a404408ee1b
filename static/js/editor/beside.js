// Where there is room, the preview stands beside the form. Whether somebody wants it, and how wide, this browser remembers.
import { make } from "./make.js";
import { cards, form, key } from "./sheet-cards.js";

const WIDTHS = { phone: 375, desktop: 1280 };
const NAME = "shingle.beside";
const order = cards().map(key);
const room = matchMedia("(width >= 75rem)");
let [on, wide, frame] = ["on", "phone"];
// A browser may forbid storage.
try {
  [on, wide] = localStorage[NAME].split(" ");
} catch {}

// No page has a style of its own, nor may it.
const size = new CSSStyleSheet();
document.adoptedStyleSheets.push(size);
// A sample shows no draft.
const drafted = new URL(form.action).pathname === location.pathname;

const button = (label, value) => make("button", { type: "button", value }, label);
const toggle = button("Preview beside");
const widths = make("div", { class: "beside-widths", role: "group", "aria-label": "How wide" }, button("Telephone", "phone"), button("Desktop", "desktop"));
const pane = make("div", { class: "beside-window" });
const head = make("div", { class: "beside-head" }, make("h2", {}, "Preview"), make("p", { class: "note" }, "As last saved"), widths);
const beside = make("section", { class: "beside" }, head, pane);

// As wide as it is to be, and then smaller until it fits.
function fit() {
  if (!frame) return;
  const [width, has] = [WIDTHS[wide], pane.clientWidth];
  const scale = Math.min(1, has / width);
  const at = `translateX(${(has - width * scale) / 2}px) scale(${scale})`;
  size.replaceSync(`.beside iframe { width: ${width}px; height: ${pane.clientHeight / scale}px; transform: ${at} }`);
}

// Whoever writes in a block sees it there.
function follow() {
  const card = document.activeElement.closest(".block-card");
  const blocks = frame?.contentDocument?.querySelectorAll("main .block:not(.block .block)") ?? [];
  const block = card && blocks.length >= order.length && blocks[order.indexOf(key(card))];
  if (block) frame.contentWindow.scrollBy(0, block.getBoundingClientRect().top - 80);
}

// Its links open elsewhere.
function ready() {
  frame.contentDocument?.head.append(make("base", { target: "_blank" }));
  follow();
}

async function load() {
  frame = make("iframe", { title: "Preview", sandbox: "allow-same-origin allow-popups allow-popups-to-escape-sandbox" });
  frame.onload = ready;
  const answer = await fetch(`${form.action}/preview`).catch(() => null);
  const page = new DOMParser().parseFromString((await answer?.text()) ?? "", "text/html");
  const address = page.querySelector("iframe")?.src;
  if (!address) return;
  frame.src = address;
  pane.replaceChildren(frame);
  fit();
}

function show() {
  const body = form.querySelector(".sheet-body");
  if (!beside.isConnected) {
    form.querySelector(".sheet-ways").append(toggle);
    body.append(beside);
  }
  body.classList.toggle("has-beside", on === "on");
  toggle.ariaPressed = on === "on";
  for (const each of widths.children) each.ariaPressed = each.value === wide;
  if (on === "on" && room.matches && drafted && !frame) setTimeout(load);
  fit();
}

document.addEventListener("click", ({ target }) => {
  if (target === toggle) on = on === "on" ? "off" : "on";
  else if (target.parentNode === widths) wide = target.value;
  else return;
  try {
    localStorage[NAME] = `${on} ${wide}`;
  } catch {}
  show();
});
room.addEventListener("change", show);
form.addEventListener("focusin", follow);
new ResizeObserver(fit).observe(pane);
new MutationObserver(show).observe(form, { childList: true });
show();
