// The demo as the inspectors see it: which pages there are, and what they answer.

import { JSDOM } from "jsdom";

const FORMS = ["/forms/project", "/forms/audit-request"];
const SEARCHES = ["/search?q=forms", "/search?q=zither", "/search"];
const MISSING = "/there-is-no-such-page";

export async function get(base, path) {
  const answer = await fetch(new URL(path, base));
  return { path, status: answer.status, type: answer.headers.get("content-type") ?? "", text: await answer.text() };
}

export const xml = (text) => new JSDOM(text, { contentType: "application/xml" }).window.document;
export const html = (text, url) => new JSDOM(text, { url }).window.document;
export const path = (address) => address.replace(/^https?:\/\/[^/]+/, "");

/** The paths of the sitemap, in order. */
export async function listed(base) {
  const locs = xml((await get(base, "/sitemap.xml")).text).getElementsByTagName("loc");
  const paths = Array.from(locs, (loc) => path(loc.textContent)).sort();
  if (paths.length === 0) throw new Error(`${base}sitemap.xml names no page`);
  return paths;
}

/** Every page for a visitor: the sitemap's, and those that no sitemap names. */
export async function everyPage(base) {
  const pages = [];
  for (const one of [...(await listed(base)), ...SEARCHES, ...FORMS, "/account/sign-in"]) pages.push(await get(base, one));
  for (const page of pages) if (page.status !== 200) throw new Error(`${page.path} answers ${page.status}`);
  const missing = await get(base, MISSING);
  if (missing.status !== 404) throw new Error(`${MISSING} answers ${missing.status}`);
  return [...pages, missing];
}

/** One page of every kind, as [kind, path]. Where kinds differ in size, the shortest and the longest. */
export async function oneOfEach(base) {
  const paths = await listed(base);
  const first = (pattern) => paths.find((one) => pattern.test(one));
  const articles = [];
  for (const one of paths.filter((one) => /^\/blog\/[^/]+$/.test(one))) {
    articles.push({ one, size: (await get(base, one)).text.length });
  }
  articles.sort((a, b) => a.size - b.size);
  const kinds = [
    ["home", "/"],
    ["services", "/services"],
    ["a service", first(/^\/services\/./)],
    ["cases", "/cases"],
    ["a case", first(/^\/cases\/./)],
    ["journal", "/blog"],
    ["a topic", first(/^\/blog\/topics\/./)],
    ["an author", first(/^\/blog\/authors\/./)],
    ["the shortest article", articles.at(0)?.one],
    ["the longest article", articles.at(-1)?.one],
    ["prices", "/prices"],
    ["about", "/about"],
    ["privacy", "/privacy"],
    ["contact", "/contact"],
    ["a form's step", FORMS[0]],
    ["search", SEARCHES[0]],
  ];
  for (const [kind, one] of kinds) if (!one) throw new Error(`the sitemap names no page for “${kind}”`);
  return kinds;
}
