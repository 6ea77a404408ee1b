// One scan of the Observatory, as JSON. Its own command takes a public host name only; this is what it does, with ports.

import { writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "node_modules/@mdn/mdn-http-observatory");
// The package's install step downloads the list of hosts that browsers know as https only. localhost is not on it.
writeFileSync(join(root, "conf/hsts-preload.json"), "{}");
const load = (name) => import(join(root, "src", name));
const { retrieve } = await load("retriever/retriever.js");
const { ALL_TESTS } = await load("constants.js");
const { getGradeForScore, getScoreModifier } = await load("grader/grader.js");
const { MINIMUM_SCORE_FOR_EXTRA_CREDIT } = await load("grader/charts.js");

const { hostname, ...options } = JSON.parse(process.argv[2]);
const seen = await retrieve(hostname, options);
if (seen.responses.auto?.status !== 200) throw new Error(`${options.path} answers ${seen.responses.auto?.status}`);

const tests = ALL_TESTS.map((test) => {
  const { constructor, result, pass } = test(seen);
  return { name: constructor.name, result, pass, modifier: getScoreModifier(result) };
});
const lost = tests.reduce((sum, { modifier }) => sum + Math.min(modifier, 0), 100);
const all = tests.reduce((sum, { modifier }) => sum + modifier, 100);
console.log(JSON.stringify({ ...getGradeForScore(lost >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? all : lost), tests }));
