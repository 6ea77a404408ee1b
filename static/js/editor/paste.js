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

// Styles and handlers get another name before anything reads the text as HTML: the page's policy forbids them, even in a document
// that nobody sees, and what a forbidden style says is lost.
export function tame(html) {
  return html
    .replace(/<(style|script|title)\b[^>]*>[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/<[a-z](?:"[^"]*"|'[^']*'|[^'">])*>/gi, (tag) => tag.replace(/([\s"'/])(style|on[a-z]+)\s*=/gi, "$1data-$2="));
}

const style = (element, name) => new RegExp(`(?:^|;)\\s*${name}\\s*:([^;]*)`, "i").exec(element.dataset.style ?? "")?.[1].trim() ?? "";

// Weight, slant and a stroke as marks: that is how some programs write them.
function marks(body) {
  for (const element of body.querySelectorAll("[data-style]")) {
    const [weight, slant] = [style(element, "font-weight"), style(element, "font-style")];
    const lines = style(element, "text-decoration") + style(element, "text-decoration-line");
    if ((element.matches("b, strong") && /^(normal|[1-4]00)$/.test(weight)) || (element.matches("i, em") && slant === "normal")) {
      element.replaceWith(...element.childNodes);
    } else if (element.matches("span, a, font, p")) {
      const bold = /^(bold|bolder|[6-9]00)$/.test(weight) && !element.closest("h1, h2, h3, h4, h5, h6");
      for (const [name, is] of [["strong", bold], ["em", /^(italic|oblique)/.test(slant)], ["s", lines.includes("line-through")]]) {
        if (!is) continue;
        const mark = body.ownerDocument.createElement(name);
        mark.append(...element.childNodes);
        element.append(mark);
      }
    }
  }
}

// Word writes a list as paragraphs that begin with a dot or a number and know their level.
function wordLists(body) {
  let open = [];
  for (const p of body.querySelectorAll("p[data-style*='mso-list']")) {
    const level = Number(/mso-list:[^;]*level(\d)/i.exec(p.dataset.style)?.[1]);
    if (!level) continue;
    const sign = p.querySelector("[data-style*='mso-list:Ignore' i], [data-style*='mso-list: Ignore' i]");
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
  const { body } = new DOMParser().parseFromString(tame(html), "text/html");
  const said = [];
  for (const other of body.querySelectorAll("meta, link, template, noscript, button, input, select, textarea")) other.remove();
  wordLists(body);
  marks(body);
  for (const title of body.querySelectorAll("p.MsoTitle")) remade(title, "h2");
  for (const heading of body.querySelectorAll("h1, h5, h6")) remade(heading, TURNED[heading.nodeName]);

  const images = [...body.querySelectorAll("img, svg, canvas")];
  // What is a dot wide is there to count readers.
  const seen = images.filter((image) => !/^[0-2]$/.test(image.getAttribute("width"))).length;
  if (seen) said.push(pictures(seen));
  for (const image of images) image.remove();
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
  for (const element of body.querySelectorAll("[data-style]")) element.removeAttribute("data-style");
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
      if (html.includes("data-pm-slice")) return tame(html);
      const ready = prepare(html);
      say(ready.said);
      return ready.html;
    },
    handlePaste(view, event, slice) {
      const data = event.clipboardData;
      const html = data?.getData("text/html") ?? "";
      // A word processor adds a picture of the words that it gives; a copied picture adds a little HTML.
      const worded = html && slice.content.textBetween(0, slice.content.size).trim();
      if (!worded && files(event, data)) return true;
      const words = data?.getData("text/plain").trim() ?? "";
      const href = /^(?:https?:\/\/|www\.)\S+$/i.test(words) ? address(words) : null;
      const { selection, schema, tr } = view.state;
      if (!href || selection.$from.parent.type.spec.code || (selection.empty && html)) return false;
      const link = schema.marks.link.create({ href });
      if (selection.empty) tr.replaceSelectionWith(schema.text(words, [link]), false);
      else tr.addMark(selection.from, selection.to, link);
      view.dispatch(tr);
      return true;
    },
    handleDrop(view, event, slice, moved) {
      return !moved && files(event, event.dataTransfer);
    },
  };
}
