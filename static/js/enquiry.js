// What forms and receipts do with script: an enquiry's source, answers kept through a failed send, a live receipt. Text only,
// no markup. site.js loads it where a page has one of these.

import { SOURCE, memory, session, source } from "./site.js";

const KEPT = "shingle.kept";
const WAITS = [5, 10, 20, 40, 60];
const DAY = 24 * 60 * 60 * 1000;

const local = memory("localStorage");
const field = (form, name) => form.querySelector(`input[type="hidden"][name="${name}"]`);

function forgetAll() {
  session.forget(SOURCE);
  local.forget(KEPT);
}

function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function fillControls(form) {
  const seen = field(form, "_seen");
  if (seen) seen.value = String(Math.round(performance.now() / 1000));
  const from = form.matches("[data-enquiry]") && field(form, "_source");
  if (from) from.value = JSON.stringify(source());
}

// A Send that fails for want of a connection keeps the answers here and tries again, with one key.
class Sender {
  constructor(form) {
    this.form = form;
    this.says = form.querySelector("[data-keeping]");
    this.tries = 0;
    this.busy = false;
    this.timer = 0;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    addEventListener("online", () => { if (this.timer) this.send(); });
    this.resume();
  }

  say(words) {
    if (this.says) this.says.textContent = words;
  }

  pairs() {
    fillControls(this.form);
    // Line ends as a plain post sends them, or a repeat would seem to differ.
    return Array.from(new FormData(this.form), ([name, value]) => [name, String(value).replace(/\r?\n/g, "\r\n")]);
  }

  async send() {
    if (this.busy) return;
    this.busy = true;
    clearTimeout(this.timer);
    this.timer = 0;
    const slow = setTimeout(() => this.say("Sending."), 1500);
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), 20000);
    const pairs = this.pairs();
    let answer = null;
    try {
      answer = await fetch(this.form.action, {
        method: "POST", body: new URLSearchParams(pairs), redirect: "follow", signal: stop.signal,
      });
    } catch { /* no answer: offline, or too slow */ }
    clearTimeout(slow);
    clearTimeout(late);
    if (!answer || [502, 503, 504].includes(answer.status)) return this.keep(pairs);
    local.forget(KEPT);
    if (answer.ok && answer.redirected) return location.assign(answer.url);
    // A mistake to mend: the server's page says it.
    HTMLFormElement.prototype.submit.call(this.form);
  }

  keep(pairs) {
    this.busy = false;
    const wait = WAITS[Math.min(this.tries, WAITS.length - 1)];
    this.tries += 1;
    local.set(KEPT, { action: this.form.action, pairs, at: Date.now() });
    const at = new Date(Date.now() + wait * 1000)
      .toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    this.say(`We could not be reached. Your answers are kept in this browser, and it tries again at ${at}.`);
    this.timer = setTimeout(() => this.send(), wait * 1000);
  }

  // The page was closed while answers waited: put them back, and go on trying.
  resume() {
    const kept = local.get(KEPT);
    if (!kept || kept.action !== this.form.action) return;
    if (!(Date.now() - kept.at < DAY)) return local.forget(KEPT);
    for (const control of this.form.elements) {
      const values = kept.pairs.filter(([name]) => name === control.name).map(([, value]) => value);
      if (!control.name || values.length === 0) continue;
      if (control.type === "radio" || control.type === "checkbox") control.checked = values.includes(control.value);
      else control.value = values.at(-1);
    }
    this.keep(kept.pairs);
  }
}

// The receipt's cord: one message holds all stops as they now stand.
function follow(place) {
  const cord = place.querySelector(".cord");
  const model = cord && cord.querySelector(".stop");
  if (!model || !window.EventSource) return;
  const events = new EventSource(place.dataset.events);
  events.addEventListener("message", ({ data }) => {
    let stops;
    try { ({ stops } = JSON.parse(data)); } catch { return; }
    if (!Array.isArray(stops) || stops.length === 0) return;
    stops.forEach((stop, index) => {
      const item = cord.children[index] || cord.appendChild(model.cloneNode(true));
      const state = ["done", "waiting", "failed"].includes(stop.state) ? stop.state : "waiting";
      item.className = `stop is-${state}`;
      for (const [part, words] of [[".stop-title", stop.title], [".stop-detail", stop.detail]]) {
        const line = item.querySelector(part);
        if (line && line.textContent !== String(words)) line.textContent = String(words);
      }
    });
    while (cord.children.length > stops.length) cord.lastElementChild.remove();
    if (stops.every(({ state }) => state === "done")) events.close();
  });
}

function once(form) {
  form.addEventListener("submit", (event) => {
    fillControls(form);
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 10000);
  });
}

if (document.body.matches("[data-receipt]")) forgetAll();
for (const form of document.querySelectorAll('form[method="post"]')) {
  const key = field(form, "_key");
  if (key && !key.value) key.value = newKey();
  if (form.matches("[data-forget]")) form.addEventListener("submit", forgetAll);
  if (form.matches("[data-keep]")) new Sender(form);
  else once(form);
}
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) document.querySelectorAll("[data-sent]").forEach((form) => delete form.dataset.sent);
});
document.querySelectorAll("[data-events]").forEach(follow);
