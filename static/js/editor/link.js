// Links: to something of ours by its words, or to any address. One small dialog serves every text of the page; it stands
// outside of the forms, so that what is typed into it counts for none of them.
import { InputRule, Mark } from "../../vendor/tiptap.js";
import { icon, make } from "./make.js";

// No scheme, or one that a link may have.
const SAFE = /^(?:https?:|mailto:|tel:|page:|form:|media:|[/?#]|[^:]*$)/i;
const OWN = /^(page|form|media):/;
// The last word before a space, without the stop behind it.
const TYPED = /(?:^|\s)((?:https?:\/\/|www\.)\S*[^\s.,;:!?)]|[^\s@]+@[^\s@]+\.[a-z]{2,})[.,;:!?)]*\s$/i;
const PICTURES = { page: "file-text", form: "clipboard-list", media: "image" };

export const Link = Mark.create({
  name: "link",
  inclusive: false,
  addAttributes: () => ({ href: { default: null } }),
  parseHTML: () => [{ tag: "a[href]", getAttrs: (a) => SAFE.test(a.getAttribute("href")) && null }],
  // The cleaning writes it so too.
  renderHTML: ({ HTMLAttributes: { href } }) => ["a", { href, rel: "noopener" }, 0],
  // An address that is typed becomes a link with the space behind it; Backspace takes that back.
  addInputRules() {
    const handler = ({ state: { tr }, range: { from, to }, match: [whole, words] }) => {
      const start = from + whole.indexOf(words);
      const href = address(words);
      if (!href || tr.doc.rangeHasMark(start, to, this.type)) return null;
      tr.addMark(start, start + words.length, this.type.create({ href })).removeStoredMark(this.type);
      // The space is there already, or is still to come.
      if (to - from < whole.length) tr.insertText(whole.slice(-1), to);
    };
    return [new InputRule({ find: TYPED, handler })];
  },
});

// What somebody typed as an address: nothing where it is none.
export function address(typed) {
  const words = typed.trim();
  if (/^(?:https?:\/\/|mailto:|tel:)\S+$/i.test(words)) return URL.canParse(words) ? words : null;
  if (/^[^\s@:/<>"]+@[^\s@/<>"]+\.[a-z]{2,}$/i.test(words)) return `mailto:${words}`;
  if (/^\+?\d[\d ().-]{5,}$/.test(words)) return `tel:${words.replace(/[^+\d]/g, "")}`;
  if (/^(?:[\w-]+\.)+[a-z]{2,}(?:[/?#:]\S*)?$/i.test(words) && URL.canParse(`https://${words}`)) return `https://${words}`;
  return null;
}

async function look(rich, query, signal) {
  const answer = await fetch(`${rich.dataset.links}?${new URLSearchParams(query)}`, { headers: { Accept: "application/json" }, signal });
  if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
  return (await answer.json()).filter(({ href }) => SAFE.test(href)).slice(0, 8);
}

function build() {
  const field = make("input", {
    id: "rich-link-words", class: "input", autocomplete: "off", autocapitalize: "none", spellcheck: "false", maxlength: "2000",
    role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": "rich-link-found",
    "aria-describedby": "rich-link-hint",
  });
  const named = "What the link can lead to";
  const found = make("ul", { id: "rich-link-found", class: "rich-found", role: "listbox", "aria-label": named, hidden: true });
  const hint = make("p", { id: "rich-link-hint", class: "hint" });
  const said = make("p", { class: "rich-said", role: "status" });
  const remove = make("button", { type: "button", class: "button" }, "Remove link");
  const cancel = make("button", { type: "button", class: "link-button" }, "Cancel");
  const form = make(
    "form",
    { method: "dialog" },
    make("label", { class: "label", for: "rich-link-words" }, "Page, form or address"), hint, field, found, said,
    make("div", { class: "actions" }, make("button", { type: "submit", class: "button button-primary" }, "Set link"), remove, cancel),
  );
  const dialog = make("dialog", { class: "rich-link", "aria-label": "Link" }, form);
  document.body.append(dialog);
  return { dialog, form, field, found, hint, said, remove, cancel };
}

// The dialog's height with its list open.
const ROOM = 416;

// Beside what it is about, above or below, wherever there is more room. A narrow window has it at the top.
function put(dialog, view) {
  const { from, to } = view.state.selection;
  const [start, end] = [view.coordsAtPos(from), view.coordsAtPos(to)];
  const below = innerHeight - end.bottom;
  const fit = (wanted, room) => `${Math.max(8, Math.min(wanted, room))}px`;
  dialog.classList.toggle("is-above", below < ROOM && start.top > below);
  dialog.style.setProperty("--x", fit(start.left - 16, innerWidth - dialog.offsetWidth - 16));
  dialog.style.setProperty("--top", fit(end.bottom + 8, innerHeight - ROOM));
  dialog.style.setProperty("--bottom", fit(innerHeight - start.top + 8, innerHeight - ROOM));
}

// The words, or the link that the caret is in, stay marked while the focus is in the dialog.
function shade(view) {
  if (!globalThis.Highlight) return;
  const { from, to, empty } = view.state.selection;
  const [start, end] = [view.domAtPos(from), view.domAtPos(to)];
  const range = document.createRange();
  if (empty) {
    const link = (start.node.nodeType === Node.TEXT_NODE ? start.node.parentElement : start.node).closest("a");
    if (!link) return;
    range.selectNodeContents(link);
  } else {
    range.setStart(start.node, start.offset);
    range.setEnd(end.node, end.offset);
  }
  CSS.highlights.set("rich-link", new Highlight(range));
}

function set(editor, href, title) {
  const chain = editor.chain().extendMarkRange("link");
  if (!editor.state.selection.empty || editor.isActive("link")) return chain.setMark("link", { href }).run();
  return editor.chain().insertContent({ type: "text", text: title, marks: [{ type: "link", attrs: { href } }] }).run();
}

let parts;

export function ask(rich, editor) {
  if (editor.isActive("codeBlock") || editor.isActive("code") || parts?.dialog.open) return;
  parts ??= build();
  const { dialog, form, field, found, hint, said, remove, cancel } = parts;
  const { view, state } = editor;
  const back = document.activeElement;
  const over = new AbortController();
  const on = (target, name, work) => target.addEventListener(name, work, { signal: over.signal });
  let [options, at, timer, search] = [[], -1, 0, null];
  const now = editor.getAttributes("link").href ?? "";
  const { from, to } = state.selection;
  const words = now && !OWN.test(now) ? now.replace(/^(?:mailto|tel):/, "") : now ? "" : state.doc.textBetween(from, to, " ").trim();
  let given = words;

  const move = (to) => {
    at = to;
    [...found.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    const item = found.children[at];
    item?.scrollIntoView({ block: "nearest" });
    if (item) field.setAttribute("aria-activedescendant", item.id);
    else field.removeAttribute("aria-activedescendant");
  };
  const list = (items) => {
    options = items;
    found.replaceChildren(
      ...items.map(({ href, title, about }, index) =>
        make(
          "li",
          { id: `rich-link-${index}`, role: "option" },
          icon(PICTURES[OWN.exec(href)?.[1]] ?? "external-link"),
          make("span", { class: "rich-found-title" }, title), " ",
          make("span", { class: "rich-found-about" }, about),
        ),
      ),
    );
    found.hidden = !items.length;
    field.setAttribute("aria-expanded", String(items.length > 0));
    move(items.length ? 0 : -1);
  };
  const finish = (work) => {
    dialog.close();
    work?.();
    if (work || back === view.dom) view.focus();
  };
  const take = ({ href, title }) => finish(() => set(editor, href, title));
  const outside = () => {
    const href = address(field.value);
    return href ? [{ href, title: field.value.trim(), about: "Another address" }] : [];
  };
  const seek = async () => {
    search?.abort();
    search = new AbortController();
    const { signal } = search;
    const typed = field.value.trim();
    said.textContent = "";
    if (!typed) return list([]);
    const direct = outside();
    try {
      const own = await look(rich, { q: typed }, signal);
      list([...direct, ...own]);
      said.textContent = options.length || given !== null ? "" : "Nothing of yours is called that.";
    } catch {
      if (signal.aborted) return;
      list(direct);
      if (given === null) said.textContent = "The search gives no answer just now. A whole address works all the same.";
    }
  };

  on(field, "input", () => {
    given = null;
    said.classList.remove("error");
    clearTimeout(timer);
    list(outside());
    timer = setTimeout(seek, 150);
  });
  on(field, "keydown", (event) => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (to === undefined || !options.length) return;
    event.preventDefault();
    move((to + options.length) % options.length);
  });
  on(found, "mousedown", (event) => event.preventDefault());
  on(found, "click", (event) => {
    const item = event.target.closest("li");
    if (item) take(options[[...found.children].indexOf(item)]);
  });
  on(form, "submit", (event) => {
    event.preventDefault();
    // Nothing new was typed: the link stays as it is.
    if (given !== null && now) return finish();
    if (options[at]) return take(options[at]);
    const [direct] = outside();
    if (direct) return take(direct);
    said.classList.add("error");
    said.textContent = "Choose from the list, or type a whole address such as https://example.com.";
    field.focus();
  });
  on(remove, "click", () => finish(() => editor.chain().extendMarkRange("link").unsetMark("link").run()));
  on(cancel, "click", () => finish());
  on(dialog, "keydown", (event) => {
    // The desk's own shortcuts stay out of it.
    event.stopPropagation();
  });
  on(dialog, "close", () => {
    over.abort();
    search?.abort();
    clearTimeout(timer);
    globalThis.CSS?.highlights?.delete("rich-link");
    if (back === view.dom) view.focus();
  });

  list([]);
  field.value = words;
  remove.hidden = !now;
  said.textContent = "";
  said.classList.remove("error");
  hint.textContent = "Some words of its name, or a whole address.";
  shade(view);
  dialog.showModal();
  put(dialog, view);
  field.focus();
  field.select();
  if (OWN.test(now)) {
    look(rich, { href: now }, over.signal).then(([own]) => {
      if (given === null) return;
      field.value = own ? own.title : now;
      hint.textContent = `${own ? `It leads to ${own.about}.` : "What it leads to is gone."} Type to choose something else.`;
      field.select();
    }, () => {});
  } else if (!now && words) seek();
}
