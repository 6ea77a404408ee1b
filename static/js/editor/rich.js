// <sh-richtext> makes a textarea of HTML a surface to write on; the textarea stays what is posted. Until somebody comes near,
// the surface is a likeness of the text and the editor is not even loaded, so that a page with hundreds of texts is there at once.
const SHOWN = /^(P|H[2-4]|UL|OL|LI|BLOCKQUOTE|PRE|CODE|HR|BR|STRONG|EM|S|A)$/;
let loading;

// Two files that need each other are asked for together.
function load() {
  loading ??= Promise.all([import("./surface.js"), import("../../vendor/tiptap.js")]).then(([surface]) => surface.open);
  return loading;
}

// Only elements that are known and no attributes: whatever stands in the textarea, nothing of it runs.
function likeness(from, to) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) to.append(node.data);
    else if (!SHOWN.test(node.nodeName)) likeness(node, to);
    else {
      const copy = document.createElement(node.nodeName);
      if (node.nodeName === "OL" && node.start !== 1) copy.start = node.start;
      to.append(likeness(node, copy));
    }
  }
  return to;
}

const near = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) if (entry.isIntersecting) entry.target.open();
  },
  { rootMargin: "600px" },
);

class RichText extends HTMLElement {
  connectedCallback() {
    this.source = this.querySelector("textarea");
    // Moved within the page, it keeps its editor, and with it what can be undone.
    if (!this.source || this.box?.isConnected) return;
    // A copy of an element brings the dead parts of the other along.
    for (const left of this.querySelectorAll(":scope > [data-rich]")) left.remove();
    delete this.dataset.ready;
    this.names = this.described();
    this.shown = this.source.value;
    this.still = likeness(new DOMParser().parseFromString(this.shown, "text/html").body, document.createElement("div"));
    for (const [name, value] of Object.entries({ ...this.names, role: "textbox", tabindex: "0" })) this.still.setAttribute(name, value);
    this.still.classList.add("is-still");
    this.still.addEventListener("pointerdown", (event) => (this.pressed = { left: event.clientX, top: event.clientY }));
    this.still.addEventListener("focus", () => this.open());
    this.tools = document.createElement("div");
    this.tools.className = "rich-tools";
    this.box = document.createElement("div");
    this.box.className = "rich-box";
    this.box.dataset.rich = "";
    this.box.append(this.tools, this.still);
    this.source.after(this.box);
    this.source.hidden = true;
    this.source.focus = () => this.focus();
    near.observe(this);
  }

  disconnectedCallback() {
    queueMicrotask(() => this.isConnected || this.close());
  }

  connectedMoveCallback() {}

  // What the textarea was called and described by, for the surface that stands in its place.
  described() {
    const { source } = this;
    const [label] = source.labels ?? [];
    if (label) label.id ||= `${source.id}-label`;
    const kept = ["aria-describedby", "aria-invalid", "lang", "spellcheck"].map((name) => [name, source.getAttribute(name)]);
    const names = { class: "rich-surface", "aria-multiline": "true", ...Object.fromEntries(kept.filter(([, value]) => value !== null)) };
    if (source.required) names["aria-required"] = "true";
    return label ? { ...names, "aria-labelledby": label.id } : { ...names, "aria-label": this.dataset.label ?? "Text" };
  }

  async open() {
    near.unobserve(this);
    try {
      const begin = await load();
      if (!this.still || !this.isConnected) return;
      const held = document.activeElement === this.still;
      this.editor = begin(this);
      const { view } = this.editor;
      const at = held && this.pressed && view.posAtCoords(this.pressed);
      this.still.remove();
      this.still = null;
      if (held) view.focus();
      if (at) this.editor.commands.setTextSelection(at.pos);
      this.dataset.ready = "";
    } catch {
      // Without the editor there is still the HTML.
      const held = document.activeElement === this.still;
      this.close();
      if (held) this.source.focus();
    }
  }

  close() {
    near.unobserve(this);
    this.editor?.destroy();
    for (const part of this.querySelectorAll(":scope > [data-rich]")) part.remove();
    this.editor = this.still = this.box = null;
    delete this.dataset.ready;
    if (!this.source) return;
    this.source.hidden = false;
    delete this.source.focus;
  }

  async focus() {
    if (this.still) await this.open();
    if (this.editor) this.editor.view.focus();
    else this.source?.focus();
  }
}

// What leads to the textarea, which is hidden, leads to the surface: its label, and the links of an error summary.
function lead(id) {
  const source = id ? document.getElementById(id) : null;
  const rich = source?.closest("sh-richtext");
  if (rich?.source !== source || !source) return false;
  (source.labels[0] ?? rich).scrollIntoView({ block: "nearest" });
  rich.focus();
  return true;
}

document.addEventListener("click", (event) => {
  const from = event.defaultPrevented ? null : event.target.closest?.("label[for], a[href^='#']");
  if (from && lead(from.htmlFor ?? from.hash.slice(1))) event.preventDefault();
});
addEventListener("hashchange", () => lead(location.hash.slice(1)));

// Some browsers put back what stood in a form before, after the page's own scripts.
addEventListener("pageshow", () => {
  for (const rich of document.querySelectorAll("sh-richtext")) {
    if (!rich.box || rich.source.value === rich.shown) continue;
    rich.close();
    rich.connectedCallback();
  }
});

customElements.define("sh-richtext", RichText);
lead(location.hash.slice(1));
