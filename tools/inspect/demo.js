// A demo for the time of the inspection: its own port, its own data, and nothing left of either.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const PATIENCE = 180_000;
const running = new Set();

/** Ends every demo that was started here, and takes its data away. */
export const stopDemos = () => Promise.all([...running].map((stop) => stop()));

/** A port of this machine that nobody listens on. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function ready(base, ended) {
  const until = Date.now() + PATIENCE;
  while (Date.now() < until) {
    if (ended()) throw new Error("the demo ended before it was ready");
    const answer = await fetch(`${base}readyz`).catch(() => null);
    if (answer?.ok) return;
    await wait(250);
  }
  throw new Error(`the demo was not ready after ${PATIENCE / 1000} s`);
}

/** Starts the program with an empty data directory. `publicBase`, if any, becomes its SHINGLE_BASE_URL. */
export async function startDemo(program, publicBase) {
  const data = await mkdtemp(join(tmpdir(), "shingle-inspect-"));
  const base = `http://127.0.0.1:${await freePort()}/`;
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, SHINGLE_LISTEN: new URL(base).host, SHINGLE_DATA_DIR: data };
  if (publicBase) Object.assign(env, { SHINGLE_BASE_URL: publicBase, SHINGLE_TRUSTED_PROXIES: "127.0.0.1" });
  const child = spawn(program, ["serve", "--demo"], { env: { ...env, SHINGLE_LOG: "warn" }, cwd: data, stdio: "ignore" });
  let over = false;
  const ended = new Promise((resolve) => {
    child.once("exit", resolve).once("error", resolve);
  }).then(() => (over = true));
  const stop = async () => {
    if (!over) child.kill("SIGTERM");
    await ended;
    running.delete(stop);
    await rm(data, { recursive: true, force: true });
  };
  running.add(stop);
  await ready(base, () => over);
  return { base, plain: !publicBase };
}
