// The two checkers that are Java: vnu, and jing, which comes inside vnu.jar.

import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";

const VNU = join(createRequire(import.meta.url).resolve("vnu-jar/package.json"), "..", "build/dist/vnu.jar");
const JING = "nu.validator.vendor.thaiopensource.relaxng.util.Driver";

const java = (args) =>
  new Promise((resolve) => {
    execFile("java", args, { encoding: "utf8", maxBuffer: 64 << 20 }, (error, out, errors) => {
      resolve({ ok: !error, words: `${out}${errors}`.trim(), out });
    });
  });

/** vnu's messages about files. */
export async function vnu(args) {
  const done = await java(["-jar", VNU, "--stdout", "--format", "json", "--exit-zero-always", ...args]);
  if (!done.ok) throw new Error(`vnu: ${done.words}`);
  return JSON.parse(done.out).messages;
}

/** What is wrong with an XML file by a grammar in RELAX NG's compact syntax; empty where nothing is. */
export async function jing(grammar, file) {
  const done = await java(["-cp", VNU, JING, "-c", grammar, file]);
  return done.ok ? "" : done.words || "jing did not run";
}
