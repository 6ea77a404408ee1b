// Two checkers of markup on every page for visitors, and one of them on the drawings that are files.

import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { HtmlValidate, StaticConfigLoader } from "html-validate";

import { vnu } from "./java.js";
import { everyPage } from "./site.js";

// A block is a section, whether or not its editor gave it a heading. A section without a name says nothing to anybody.
const IDLE = "Section lacks heading.";
const version = (name) => createRequire(import.meta.url)(`${name}/package.json`).version;

const CONFIG = {
  extends: ["html-validate:recommended", "html-validate:document", "html-validate:a11y"],
  rules: {
    "no-inline-style": "error",
    // What the program writes, nobody edits: capitals and blanks at line ends are matters of the source's style.
    "doctype-style": ["error", { style: "lowercase" }],
    "no-trailing-whitespace": "off",
    // Every script and style is Shingle's own and served from the same origin; a hash would guard nothing.
    "require-sri": "off",
    // A page's title is an editor's words, cut by nobody.
    "long-title": "off",
    // Check boxes of one question share a name, as do the buttons of one form.
    "form-dup-name": ["error", { shared: ["radio", "checkbox", "button", "submit"] }],
    // A label around its box says `for` all the same: not all voice control takes the one around it for the name.
    "no-redundant-for": "off",
    // A table that scrolls sideways is a named region and stops the Tab key; it stands in a section already.
    "prefer-native-element": ["error", { exclude: ["region"] }],
    // The style sheet keeps the frame's telephone numbers on one line. In a text a line may end inside one: a link that may not
    // break, with an editor's words in it, can push a narrow page sideways.
    "tel-non-breaking": "off",
    // On a form with faults their summary, with an h2, comes before the h1.
    "heading-level": ["error", { minInitialRank: "h2" }],
  },
};

export async function inspectHtml({ base, root, say }) {
  const folder = join(import.meta.dirname, "pages");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const checker = new HtmlValidate(new StaticConfigLoader(CONFIG));
  const faults = new Map();
  const fault = (words, path) => faults.set(words, [...(faults.get(words) ?? []), path]);
  const pages = await everyPage(base);
  for (const [i, page] of pages.entries()) {
    page.file = join(folder, `${i}.html`);
    writeFileSync(page.file, page.text);
    const lines = page.text.split("\n");
    const report = await checker.validateString(page.text);
    for (const { messages } of report.results) {
      for (const { ruleId, message, line } of messages) {
        fault(`html-validate ${ruleId}: ${message}: ${(lines[line - 1] ?? "").trim().slice(0, 160)}`, `${page.path}:${line}`);
      }
    }
  }
  for (const one of await vnu(pages.map((page) => page.file))) {
    if (one.message.startsWith(IDLE)) continue;
    const page = pages.find(({ file }) => one.url?.endsWith(file));
    fault(`vnu ${one.subType ?? one.type}: ${one.message}: ${(one.extract ?? "").trim()}`, `${page?.path}:${one.lastLine}`);
  }
  const drawings = readdirSync(join(root, "static/img")).filter((name) => name.endsWith(".svg"));
  for (const one of await vnu(["--svg", ...drawings.map((name) => join(root, "static/img", name))])) {
    fault(`vnu --svg ${one.subType ?? one.type}: ${one.message}`, `${one.url}:${one.lastLine}`);
  }
  say(`html-validate ${version("html-validate")} and vnu ${version("vnu-jar")} on ${pages.length} pages; vnu on ${drawings.length} drawings.`);
  return Array.from(faults, ([words, places]) => `${words}\n    at ${places.slice(0, 6).join(", ")}${places.length > 6 ? ` and ${places.length - 6} more` : ""}`);
}
