// Lighthouse as for a telephone: the median of three runs for each kind of page.

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

import { get, oneOfEach } from "./site.js";

const RUNS = Number(process.env.INSPECT_RUNS ?? 3);
const CHROME = [
  "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const LEAST = { performance: 98, accessibility: 100, "best-practices": 100, seo: 100 };
const SETTINGS = {
  output: "json",
  logLevel: "error",
  onlyCategories: Object.keys(LEAST),
  skipAudits: ["is-crawlable"], // the demo asks not to be listed, on purpose
};

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** One run in a browser of its own with an empty profile; again where the browser recorded nothing, as it may on a busy machine. */
async function run(url, again = 2) {
  const chrome = await launch({ chromeFlags: CHROME, logLevel: "silent", handleSIGINT: false });
  try {
    const { lhr } = await lighthouse(url, { ...SETTINGS, port: chrome.port });
    if (!lhr.runtimeError) return lhr;
    if (again === 0) throw new Error(`${url}: ${lhr.runtimeError.message}`);
  } finally {
    await chrome.kill();
  }
  return run(url, again - 1);
}

/** The audits that cost points, with the elements they name. */
function failed(reports) {
  const words = new Set();
  for (const { categories, audits } of reports) {
    for (const name of Object.keys(LEAST)) {
      if (name === "performance") continue;
      for (const { id, weight } of categories[name].auditRefs) {
        const audit = audits[id];
        if (weight === 0 || audit.score === null || audit.score === 1) continue;
        const places = (audit.details?.items ?? []).map((item) => item.node?.snippet ?? item.description ?? item.url ?? "");
        words.add([`${name}: ${id}`, ...places.slice(0, 5)].join("\n      "));
      }
    }
  }
  return [...words];
}

async function inspect(base, kind, path) {
  const url = new URL(path, base).href;
  await get(base, path); // warm: a page is made once and then answered from memory
  const reports = [];
  for (let i = 0; i < RUNS; i++) reports.push(await run(url));
  const middle = (read) => median(reports.map(read));
  const scores = Object.keys(LEAST).map((name) => Math.round(middle((lhr) => lhr.categories[name].score * 100)));
  const figure = (id) => middle((lhr) => lhr.audits[id].numericValue);
  const row = [
    kind, path, ...scores,
    `${(figure("largest-contentful-paint") / 1000).toFixed(2)} s`,
    figure("cumulative-layout-shift").toFixed(3),
    `${Math.round(figure("total-blocking-time"))} ms`,
    `${(figure("total-byte-weight") / 1000).toFixed(1)} kB`,
    middle((lhr) => lhr.audits["network-requests"].details.items.length),
  ];
  const low = Object.entries(LEAST).filter(([, least], i) => scores[i] < least);
  const faults = low.map(([name, least]) => `${path}: ${name} under ${least}`);
  return { row, faults, audits: failed(reports), version: reports[0].lighthouseVersion };
}

export async function inspectLighthouse({ base, only, say }) {
  const kinds = only.length > 0 ? only.map((path) => ["as asked", path]) : await oneOfEach(base);
  const faults = [];
  const audits = new Map();
  say(`Mobile, the median of ${RUNS} runs a page, ${kinds.length} pages.\n`);
  say("| page | path | perf | a11y | best | SEO | LCP | CLS | TBT | bytes | requests |");
  say("|---|---|---|---|---|---|---|---|---|---|---|");
  let version;
  for (const [kind, path] of kinds) {
    const seen = await inspect(base, kind, path);
    say(`| ${seen.row.join(" | ")} |`);
    faults.push(...seen.faults);
    for (const audit of seen.audits) audits.set(audit, [...(audits.get(audit) ?? []), path]);
    version = seen.version;
  }
  say(`\nLighthouse ${version}.`);
  for (const [audit, paths] of audits) say(`  ${audit}\n    on ${paths.join(", ")}`);
  return faults;
}
