// The surface itself: what may stand in it, and how each change gets back into the textarea.
import * as tiptap from "../../vendor/tiptap.js";
import { ask, Link } from "./link.js";
import { make } from "./make.js";
import { pasting } from "./paste.js";
import { toolbar } from "./toolbar.js";

const { Editor, DOMSerializer, Heading, OrderedList, CodeBlock } = tiptap;
const { Blockquote, Bold, BulletList, Code, Document, Gapcursor, HardBreak, HorizontalRule, Italic } = tiptap;
const { ListItem, ListKeymap, Paragraph, Strike, Text, UndoRedo } = tiptap;

// A list's letters and a listing's language are nothing that is stored.
const Numbers = OrderedList.extend({
  addAttributes() {
    const { start } = this.parent();
    return { start };
  },
});
const Listing = CodeBlock.extend({ addAttributes: () => ({}) });

const EXTENSIONS = [
  Document, Paragraph, Text, Heading.configure({ levels: [2, 3, 4] }), BulletList, Numbers, ListItem, ListKeymap, Blockquote, Listing,
  HorizontalRule, HardBreak, Link, Bold, Italic, Strike, Code, UndoRedo, Gapcursor,
];

// The text as it is stored: an item of one paragraph is written without it, an empty line is not written, nothing is nothing.
function html({ state }) {
  const box = document.createElement("div");
  DOMSerializer.fromSchema(state.schema).serializeFragment(state.doc.content, { document }, box);
  for (const p of box.querySelectorAll("p:empty")) p.remove();
  for (const p of box.querySelectorAll("li > p:first-child")) {
    if ([...p.parentNode.children].every((other) => other === p || other.matches("ul, ol"))) p.replaceWith(...p.childNodes);
  }
  return box.textContent.trim() || box.querySelector("hr") ? box.innerHTML : "";
}

export function open(rich) {
  const { source, box, names } = rich;
  const note = make("p", { class: "rich-note", role: "status", "data-rich": "" });
  const over = new AbortController();
  let [first, original, own, said] = [null, source.value, false, 0];

  const say = (words) => {
    note.textContent = words;
    said = Date.now();
  };
  const editor = new Editor({
    element: box,
    extensions: EXTENSIONS,
    content: original,
    injectCSS: false,
    editorProps: {
      attributes: names,
      // The tools stick to the top of the window: the caret stays clear of them.
      scrollMargin: { top: 72, right: 8, bottom: 24, left: 8 },
      scrollThreshold: { top: 64, right: 0, bottom: 16, left: 0 },
      ...pasting(rich, say),
    },
    onUpdate: ({ editor }) => {
      if (Date.now() - said > 8000) note.textContent = "";
      // Back at the beginning, the text is what came, to the byte.
      rich.shown = source.value = editor.state.doc.eq(first) ? original : html(editor);
      own = true;
      source.dispatchEvent(new Event("input", { bubbles: true }));
      own = false;
    },
    onDestroy: () => over.abort(),
  });
  first = editor.state.doc;
  rich.shown = original;

  // Somebody else wrote into the textarea: a draft that was kept, or the form's reset.
  const read = () => {
    if (own || source.value === rich.shown) return;
    rich.shown = original = source.value;
    editor.commands.setContent(original, { emitUpdate: false });
    first = editor.state.doc;
  };
  source.addEventListener("input", read, { signal: over.signal });
  source.form?.addEventListener("reset", () => setTimeout(read), { signal: over.signal });

  editor.view.dom.addEventListener("keydown", (event) => {
    const mod = event.ctrlKey !== event.metaKey && !event.altKey && !event.shiftKey;
    if (mod && event.key.toLowerCase() === "k") {
      event.preventDefault();
      ask(rich, editor);
    } else if (event.altKey && event.key === "F10") {
      event.preventDefault();
      rich.tools.querySelector("[tabindex='0']").focus();
    }
  });
  toolbar(rich, editor);
  box.after(note);
  return editor;
}
