// The tools: one stop of the Tab key, and the arrow keys from there.
import { ask } from "./link.js";
import { icon, make } from "./make.js";

const mac = /Mac|iP(hone|ad)/.test(navigator.platform);
const block = (editor) => !editor.isActive("codeBlock");
// A listing holds plain text, and so does code within a line.
const mark = (editor) => block(editor) && !editor.isActive("code");

const heading = (level) => ({
  icon: `heading-${level}`,
  name: `Heading ${level}`,
  keys: `Mod+Alt+${level}`,
  on: (editor) => editor.isActive("heading", { level }),
  run: (chain) => chain.toggleHeading({ level }),
});
const toggle = (name, type, image, keys, run, can) => ({ name, icon: image, keys, run, can, on: (editor) => editor.isActive(type) });

const GROUPS = [
  [
    toggle("Bold", "bold", "bold", "Mod+B", (chain) => chain.toggleBold(), mark),
    toggle("Italic", "italic", "italic", "Mod+I", (chain) => chain.toggleItalic(), mark),
    { ...toggle("Link", "link", "link", "Mod+K", null, mark), dialog: true },
  ],
  [heading(2), heading(3), heading(4)],
  [
    toggle("Bulleted list", "bulletList", "list", "Mod+Shift+8", (chain) => chain.toggleBulletList()),
    toggle("Numbered list", "orderedList", "list-ordered", "Mod+Shift+7", (chain) => chain.toggleOrderedList()),
    toggle("Quote", "blockquote", "text-quote", "Mod+Shift+B", (chain) => chain.toggleBlockquote()),
  ],
  [
    toggle("Strikethrough", "strike", "strikethrough", "Mod+Shift+S", (chain) => chain.toggleStrike(), mark),
    toggle("Code", "code", "code", "Mod+E", (chain) => chain.toggleCode(), block),
    toggle("Code block", "codeBlock", "square-code", "Mod+Alt+C", (chain) => chain.toggleCodeBlock()),
    { name: "Line across", icon: "minus", run: (chain) => chain.setHorizontalRule(), can: block },
  ],
  [
    { name: "Undo", icon: "undo-2", keys: "Mod+Z", run: (chain) => chain.undo(), can: (editor) => editor.can().undo() },
    { name: "Redo", icon: "redo-2", keys: "Mod+Shift+Z", run: (chain) => chain.redo(), can: (editor) => editor.can().redo() },
  ],
];

const spoken = (keys) => keys?.replace("Mod", mac ? "Meta" : "Control");
const printed = (keys) => keys.replace("Mod", mac ? "⌘" : "Ctrl").replaceAll("+", mac ? " " : "+");

function press(rich, editor, tool) {
  if (tool.can && !tool.can(editor)) return;
  if (tool.dialog) return ask(rich, editor);
  editor.view.focus();
  tool.run(editor.chain()).scrollIntoView().run();
}

function button(rich, editor, tool) {
  const made = make(
    "button",
    {
      type: "button",
      class: "rich-tool",
      tabindex: "-1",
      "aria-label": tool.name,
      title: tool.keys ? `${tool.name} (${printed(tool.keys)})` : tool.name,
      "aria-keyshortcuts": spoken(tool.keys),
      "aria-haspopup": tool.dialog && "dialog",
    },
    icon(tool.icon),
  );
  made.addEventListener("click", () => press(rich, editor, tool));
  return made;
}

// Pressing a tool takes the focus from the text only where the keyboard put it there.
function keep(event) {
  event.preventDefault();
}

function walk(event, buttons) {
  const at = buttons.indexOf(event.target);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  buttons.at(to % buttons.length).focus();
}

export function toolbar(rich, editor) {
  const { tools } = rich;
  const all = GROUPS.flat().map((tool) => ({ tool, button: button(rich, editor, tool) }));
  const buttons = all.map((each) => each.button);
  const of = new Map(all.map((each) => [each.tool, each.button]));
  const label = rich.source.labels?.[0]?.textContent.trim() ?? rich.dataset.label ?? "Text";
  tools.setAttribute("role", "toolbar");
  tools.setAttribute("aria-label", `Formatting: ${label}`);
  tools.append(...GROUPS.map((group) => make("span", { class: "rich-group" }, ...group.map((tool) => of.get(tool)))));
  buttons[0].tabIndex = 0;
  tools.addEventListener("mousedown", keep);
  tools.addEventListener("keydown", (event) => walk(event, buttons));
  tools.addEventListener("focusin", (event) => {
    for (const each of buttons) each.tabIndex = each === event.target ? 0 : -1;
  });

  let waiting = 0;
  const show = () => {
    waiting = 0;
    if (editor.isDestroyed) return;
    for (const { tool, button } of all) {
      if (tool.on) button.setAttribute("aria-pressed", String(tool.on(editor)));
      if (tool.can) button.setAttribute("aria-disabled", String(!tool.can(editor)));
    }
  };
  editor.on("transaction", () => (waiting ||= requestAnimationFrame(show)));
  show();
}
