// What bin/inspect starts: looks at what is asked for, prints figures, and ends with 1 where one of them is too low.
// Arguments: the program, then parts, an address, and paths, in any order.

import { resolve } from "node:path";

import { killAll } from "chrome-launcher";

import { startDemo, stopDemos } from "./demo.js";
import { inspectFeeds } from "./feeds.js";
import { inspectHtml } from "./html.js";
import { inspectLighthouse } from "./lighthouse.js";
import { inspectObservatory } from "./observatory.js";

const PARTS = { html: inspectHtml, feeds: inspectFeeds, observatory: inspectObservatory, lighthouse: inspectLighthouse };

const [program, ...asked] = process.argv.slice(2);
const say = (words) => console.log(words);
const named = Object.keys(PARTS).filter((name) => asked.includes(name));
const parts = named.length > 0 ? named : Object.keys(PARTS);
const address = asked.find((one) => /^https?:\/\//.test(one));
const only = asked.filter((one) => one.startsWith("/"));
const unknown = asked.filter((one) => !(one in PARTS) && one !== address && !only.includes(one));
if (unknown.length > 0) {
  console.error(`bin/inspect: “${unknown[0]}” is neither ${Object.keys(PARTS).join(", ")}, an address nor a path`);
  process.exit(2);
}

let demo = null;
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, async () => {
    killAll();
    await stopDemos();
    process.exit(143);
  });
}

/** What the parts share. `secure` starts a demo of its own whose public address is https. */
const shared = {
  say,
  only,
  root: process.cwd(), // of the checkout
  mayStart: !address,
  async secure(publicBase) {
    await stopDemos();
    demo = await startDemo(resolve(program), publicBase);
    return demo.base;
  },
};

const faults = [];
for (const part of parts) {
  const began = Date.now();
  let found;
  say(`\n== ${part}`);
  try {
    if (!address && part !== "observatory" && !demo?.plain) {
      await stopDemos();
      demo = await startDemo(resolve(program));
    }
    const base = address ? new URL("/", address).href : demo?.base;
    found = await PARTS[part]({ ...shared, base, named: named.includes(part) });
  } catch (error) {
    found = [`could not be inspected: ${error.stack}`];
  }
  for (const fault of found) say(`FAULT ${fault}`);
  say(`== ${part}: ${found.length} faults, ${Math.round((Date.now() - began) / 1000)} s`);
  faults.push(...found);
}
await stopDemos();
if (faults.length > 0) process.exitCode = 1;
