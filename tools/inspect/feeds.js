// What machines read: Atom feeds, the sitemap, structured data.
//
// Feeds: the grammar of RFC 4287 (atom.rnc) with jing, which comes inside vnu.jar, and then what no grammar says. The sitemap:
// the schema of sitemaps.org, which the npm package `sitemap` carries, with xmllint, and then the protocol's rules.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { validateXML } from "xmllint-wasm";

import { jing } from "./java.js";
import { everyPage, get, html, path, xml } from "./site.js";

const { resolve } = createRequire(import.meta.url);
const SITEMAP_XSD = join(resolve("sitemap"), "../../..", "schema/sitemap.xsd");
const ATOM = "http://www.w3.org/2005/Atom";

const children = (element, name) => Array.from(element.children).filter((child) => child.localName === name && child.namespaceURI === ATOM);
const words = (element, name) => children(element, name)[0]?.textContent.trim() ?? "";

/** RFC 4287's rules that its grammar leaves to words; the section stands before each. */
function* beyondGrammar(text, address) {
  const feed = xml(text).documentElement;
  const links = (element, rel) => children(element, "link").filter((link) => (link.getAttribute("rel") ?? "alternate") === rel);
  const entries = children(feed, "entry");
  const ids = [words(feed, "id"), ...entries.map((entry) => words(entry, "id"))];
  if (links(feed, "self").length !== 1 || path(links(feed, "self")[0].getAttribute("href")) !== address) yield `4.1.1: no link to itself at ${address}`;
  if (new Set(ids).size !== ids.length) yield "4.1.1: two entries with one id";
  for (const id of ids) if (!URL.canParse(id)) yield `4.2.6: “${id}” is no absolute address`;
  for (const element of [feed, ...entries]) {
    const id = words(element, "id");
    const kinds = links(element, "alternate").map((link) => `${link.getAttribute("type")} ${link.getAttribute("hreflang")}`);
    if (new Set(kinds).size !== kinds.length) yield `4.1.1: two alternates of one type in ${id}`;
    if (words(element, "title") === "") yield `4.2.14: no title in ${id}`;
    if (Date.parse(words(element, "updated")) > Date.now() + 60_000) yield `4.2.15: ${id} was updated in the future`;
  }
  for (const entry of entries) {
    const id = words(entry, "id");
    if (children(entry, "author").length === 0 && children(feed, "author").length === 0) yield `4.1.1: no author for ${id}`;
    if (children(entry, "content").length === 0 && links(entry, "alternate").length === 0) yield `4.1.2: neither content nor alternate in ${id}`;
    if (Date.parse(words(entry, "published")) > Date.parse(words(entry, "updated"))) yield `4.2.9: ${id} was updated before it was published`;
    for (const content of children(entry, "content").filter((one) => one.getAttribute("type") === "html")) {
      const inside = html(content.textContent);
      if (inside.querySelector("script, style, iframe, form")) yield `8.1: script, style, frame or form in ${id}`;
      for (const name of ["href", "src"]) {
        const loose = inside.querySelector(`[${name}]:not([${name}*=":"]):not([${name}^="#"])`);
        if (loose) yield `3.1.1.2: an address with no origin in ${id}: ${loose.outerHTML.slice(0, 120)}`;
      }
    }
  }
}

async function inspectAtom(base, pages, fault) {
  const folder = join(import.meta.dirname, "feeds");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const found = new Set(["/feed.xml"]);
  for (const page of pages) {
    for (const link of page.document.querySelectorAll('link[rel="alternate"][type="application/atom+xml"]')) found.add(path(link.href));
  }
  let entries = 0;
  for (const [i, one] of [...found].entries()) {
    const feed = await get(base, one);
    if (feed.status !== 200 || !feed.type.startsWith("application/atom+xml")) {
      fault(`feed ${one}: ${feed.status} ${feed.type}`);
      continue;
    }
    const file = join(folder, `${i}.xml`);
    writeFileSync(file, feed.text);
    const wrong = await jing(join(import.meta.dirname, "atom.rnc"), file);
    if (wrong) {
      fault(`feed ${one}: ${wrong}`);
      continue;
    }
    for (const rule of beyondGrammar(feed.text, one)) fault(`feed ${one}: RFC 4287 ${rule}`);
    entries += xml(feed.text).getElementsByTagNameNS(ATOM, "entry").length;
  }
  return `${found.size} Atom feeds with ${entries} entries`;
}

async function inspectSitemap(base, fault) {
  const sitemap = await get(base, "/sitemap.xml");
  const schema = readFileSync(SITEMAP_XSD, "utf8");
  const result = await validateXML({ xml: [{ fileName: "sitemap.xml", contents: sitemap.text }], schema: [schema] });
  for (const { message } of result.errors) fault(`sitemap: ${message}`);
  const urls = Array.from(xml(sitemap.text).getElementsByTagName("url"));
  const home = html((await get(base, "/")).text, base).querySelector('link[rel="canonical"]');
  const { origin } = new URL(home.href); // the public address, which a proxy may stand before
  const seen = new Set();
  for (const url of urls) {
    const loc = url.getElementsByTagName("loc")[0].textContent;
    const changed = url.getElementsByTagName("lastmod")[0]?.textContent;
    if (seen.has(loc)) fault(`sitemap: ${loc} twice`);
    seen.add(loc);
    if (new URL(loc).origin !== origin) fault(`sitemap: ${loc} is of another origin than ${origin}`);
    if (loc.length >= 2048) fault(`sitemap: ${loc} is too long`);
    if (changed && Date.parse(changed) > Date.now() + 60_000) fault(`sitemap: ${loc} changed in the future`);
    const answer = await fetch(new URL(path(loc), base), { redirect: "manual" });
    const canonical = html(await answer.text(), loc).querySelector('link[rel="canonical"]')?.href;
    if (answer.status !== 200) fault(`sitemap: ${loc} answers ${answer.status}`);
    else if (canonical !== loc) fault(`sitemap: ${loc} says that its address is ${canonical}`);
  }
  return `a sitemap with ${urls.length} pages`;
}

/** Every block of JSON-LD parses, and says what it is and in which words. */
function inspectData(pages, fault) {
  let count = 0;
  const kinds = new Set();
  for (const page of pages) {
    for (const script of page.document.querySelectorAll('script[type="application/ld+json"]')) {
      count++;
      try {
        const data = JSON.parse(script.textContent);
        if (data["@context"] !== "https://schema.org") fault(`JSON-LD on ${page.path}: no @context of schema.org`);
        if (!data["@type"] && !data["@graph"]) fault(`JSON-LD on ${page.path}: no @type`);
        kinds.add(data["@type"]);
      } catch (error) {
        fault(`JSON-LD on ${page.path}: ${error.message}`);
      }
    }
  }
  return `${count} blocks of JSON-LD (${[...kinds].join(", ")})`;
}

export async function inspectFeeds({ base, say }) {
  const faults = [];
  const fault = (said) => faults.push(said);
  const pages = await everyPage(base);
  for (const page of pages) page.document = html(page.text, new URL(page.path, base).href);
  say(`${await inspectAtom(base, pages, fault)}, ${await inspectSitemap(base, fault)}, ${inspectData(pages, fault)}.`);
  return faults;
}
