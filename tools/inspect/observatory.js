// The MDN HTTP Observatory against the demo behind TLS, as a proxy would put it before the world: one port answers with a
// throw-away certificate and passes requests on, the other leads from http to https.

import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { join } from "node:path";

import { freePort } from "./demo.js";
import { get, html, oneOfEach } from "./site.js";

const LEAST = 130;

/** A key and a certificate for localhost, good for two days and signed by nobody. */
function certificate(folder) {
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  execFileSync("openssl", ["req", "-x509", ...kind, ...subject, "-keyout", key, "-out", cert], { stdio: "ignore" });
  return { key: readFileSync(key), cert: readFileSync(cert), file: cert };
}

const listen = (server, port) => new Promise((resolve, reject) => server.once("error", reject).listen(port, "localhost", resolve));

function passOn(base) {
  const { hostname, port } = new URL(base);
  return (request, answer) => {
    const headers = { ...request.headers, "x-forwarded-for": request.socket.remoteAddress, "x-forwarded-proto": "https" };
    const onward = http.request({ hostname, port, method: request.method, path: request.url, headers }, (reply) => {
      answer.writeHead(reply.statusCode, reply.rawHeaders);
      reply.pipe(answer);
    });
    onward.on("error", () => answer.writeHead(502).end());
    request.pipe(onward);
  };
}

/** The Observatory in a process of its own: only at its start does Node take a certificate to trust. */
function scan(cert, target) {
  const script = join(import.meta.dirname, "scan.js");
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: cert };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, JSON.stringify(target)], { env, stdio: ["ignore", "pipe", "inherit"] });
    let out = "";
    child.stdout.on("data", (chunk) => (out += chunk));
    child.once("exit", (code) => (code === 0 ? resolve(JSON.parse(out)) : reject(new Error(`the Observatory ended with ${code}`))));
  });
}

async function inspectAll(base, ports, cert, say) {
  const faults = [];
  const wanted = ["home", "the longest article", "a form's step", "search"];
  const pages = (await oneOfEach(base)).filter(([kind]) => wanted.includes(kind));
  pages.push(["signing in", "/account/sign-in"]);
  say("| page | path | score | grade | what it gave and took |");
  say("|---|---|---|---|---|");
  for (const [kind, path] of pages) {
    const { score, grade, tests } = await scan(cert, { hostname: "localhost", path, ...ports });
    const told = tests.filter(({ modifier }) => modifier !== 0).map(({ result, modifier }) => `${result} ${modifier > 0 ? "+" : ""}${modifier}`);
    say(`| ${kind} | ${path} | ${score} | ${grade} | ${told.join(", ")} |`);
    if (score < LEAST) faults.push(`${path}: ${score}, wanted ${LEAST}`);
    for (const { name, result, pass } of tests) if (!pass) faults.push(`${path}: ${name}: ${result}`);
  }
  return faults;
}

/** `base`, if any, is a running demo; with an https address on localhost as its public one it can be inspected. */
export async function inspectObservatory({ base, mayStart, secure, named, say }) {
  let httpsPort = await freePort();
  if (mayStart) {
    base = await secure(`https://localhost:${httpsPort}`);
  } else {
    const canonical = new URL(html((await get(base, "/")).text, base).querySelector('link[rel="canonical"]').href);
    if (canonical.protocol !== "https:" || canonical.hostname !== "localhost") {
      const advice = `not run: this demo's public address is ${canonical.origin}. Start it with SHINGLE_BASE_URL=https://localhost:${httpsPort}, or give no address.`;
      if (!named) say(advice);
      return named ? [advice] : [];
    }
    httpsPort = Number(canonical.port || 443);
  }
  const httpPort = await freePort();
  const folder = join(import.meta.dirname, "tls");
  mkdirSync(folder, { recursive: true });
  const { key, cert, file } = certificate(folder);
  const front = https.createServer({ key, cert }, passOn(base));
  const plain = http.createServer((request, answer) => {
    answer.writeHead(308, { location: `https://localhost:${httpsPort}${request.url}` }).end();
  });
  try {
    await listen(front, httpsPort);
    await listen(plain, httpPort);
    return await inspectAll(base, { httpsPort, httpPort }, file, say);
  } finally {
    for (const server of [front, plain]) {
      server.close();
      server.closeAllConnections();
    }
    rmSync(folder, { recursive: true, force: true });
  }
}
