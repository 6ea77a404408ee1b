// What comes from a word processor or a web page is made ready for the surface, which drops whatever it does not know. What
// people would miss is told to them.
import { address } from "./link.js";

const BLOCKS = "p, h1, h2, h3, h4, h5, h6, ul, ol, pre, blockquote, table";
const TURNED = { H1: "h2", H5: "h4", H6: "h4" };

const remade = (element, name) => {
  const other = element.ownerDocument.createElement(name);
  other.append(...element.childNodes);
  element.replaceWith(other);
  return other;
};

// Word writes a list as paragraphs that begin with a dot or a number and know their level.
function wordLists(body) {
  let open = [];
  for (const p of body.querySelectorAll("p[style*='mso-list']")) {
    const level = Number(/mso-list:[^;]*level(\d)/i.exec(p.getAttribute("style"))?.[1]);
    if (!level) continue;
    const sign = p.querySelector("[style*='mso-list:Ignore' i], [style*='mso-list: Ignore' i]");
    const name = /^\(?(?:\d+|[a-z]{1,4})[.)]/i.test(sign?.textContent.trim() ?? "") ? "ol" : "ul";
    sign?.remove();
    if (p.previousElementSibling !== open[0]) open = [];
    open.length = Math.min(open.length, level);
    if (open.length === level && open[level - 1].localName !== name) open.pop();
    while (open.length < level) {
      const list = body.ownerDocument.createElement(name);
      if (!open.length) p.before(list);
      else (open.at(-1).lastElementChild ?? open.at(-1).appendChild(body.ownerDocument.createElement("li"))).append(list);
      open.push(list);
    }
    open.at(-1).append(remade(p, "li"));
  }
}

// A row of a table becomes a line, unless its cells hold more than a line each.
function flatten(table) {
  const rows = [...table.rows];
  const cells = rows.flatMap((row) => [...row.cells]);
  if (cells.some((cell) => cell.querySelectorAll(BLOCKS).length > 1 || cell.querySelector("ul, ol, table"))) return;
  const lines = rows.map((row) => {
    const line = table.ownerDocument.createElement("p");
    for (const cell of row.cells) {
      const inner = cell.querySelector(BLOCKS) ?? cell;
      if (!inner.textContent.trim()) continue;
      if (line.hasChildNodes()) line.append(" · ");
      line.append(...inner.childNodes);
    }
    return line;
  });
  table.replaceWith(...lines.filter((line) => line.hasChildNodes()));
}

const pictures = (count) =>
  count === 1 ? "A picture was left out: add it as a picture block." : `${count} pictures were left out: add them as picture blocks.`;

// The same as plain markup, and what has to be said about it.
export function prepare(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  const said = [];
  for (const other of body.querySelectorAll("style, script, meta, link, title, template, noscript")) other.remove();
  wordLists(body);
  for (const title of body.querySelectorAll("p.MsoTitle")) remade(title, "h2");
  for (const heading of body.querySelectorAll("h1, h5, h6")) remade(heading, TURNED[heading.nodeName]);

  const images = [...body.querySelectorAll("img, picture > source, svg, canvas")].filter((image) => image.nodeName !== "SOURCE" && !(image.width <= 2 && image.hasAttribute("width")));
  if (images.length) said.push(pictures(images.length));
  for (const image of body.querySelectorAll("img, svg, canvas")) image.remove();
  const films = body.querySelectorAll("video, audio, iframe, embed, object");
  if (films.length) said.push("A map or a video was left out: add it as a block of its own.");
  for (const film of films) film.remove();
  const tables = [...body.querySelectorAll("table")];
  const real = tables.filter((table) => table.rows.length > 1 && [...table.rows].some((row) => row.cells.length > 1));
  if (real.length) said.push("A table was left out of its frame: its words are here. Add it as a table block to keep its columns.");
  for (const table of tables.reverse()) flatten(table);

  // Lines that are only there for the distance.
  for (const p of body.querySelectorAll("p, h2, h3, h4")) if (!p.textContent.trim()) p.remove();
  for (const br of body.querySelectorAll("br")) {
    if (br.previousElementSibling?.matches(BLOCKS) || br.nextElementSibling?.matches(BLOCKS)) br.remove();
  }
  return { html: body.innerHTML, said: said.join(" ") };
}

export function pasting(rich, say) {
  const files = (event, data) => {
    const images = [...(data?.files ?? [])].filter((file) => file.type.startsWith("image/"));
    if (!images.length) return false;
    const offer = new CustomEvent("shingle:files", { bubbles: true, cancelable: true, detail: { files: images } });
    if (rich.dispatchEvent(offer)) say(pictures(images.length));
    else say("");
    event.preventDefault();
    return true;
  };
  return {
    transformPastedHTML(html) {
      // From one of our own surfaces: it is ready.
      if (html.includes("data-pm-slice")) return html;
      const ready = prepare(html);
      say(ready.said);
      return ready.html;
    },
    handlePaste(view, event) {
      const data = event.clipboardData;
      const html = data?.getData("text/html") ?? "";
      // A word processor adds a picture of the words that it gives; a copied picture adds a little HTML.
      const only = !new DOMParser().parseFromString(html, "text/html").body.textContent.trim();
      if (only && files(event, data)) return true;
      const words = data?.getData("text/plain").trim() ?? "";
      const href = /^(?:https?:\/\/|www\.)\S+$/i.test(words) ? address(words) : null;
      const { selection, schema, tr } = view.state;
      if (!href || selection.$from.parent.type.spec.code || (selection.empty && html)) return false;
      const link = schema.marks.link.create({ href });
      view.dispatch(selection.empty ? tr.replaceSelectionWith(schema.text(words, [link]), false) : tr.addMark(selection.from, selection.to, link));
      return true;
    },
    handleDrop(view, event, slice, moved) {
      return !moved && files(event, event.dataTransfer);
    },
  };
}
