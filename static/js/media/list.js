// The list of media: files are sent one after the other, each with its progress, by choosing or by dropping them. What is being typed
// meanwhile stays. Without this the form posts them all together.
import { make } from "../editor/make.js";
import { ACCEPT, send } from "./send.js";

const form = document.querySelector("[data-bring]");
const input = form.querySelector("[type=file]");
const list = form.querySelector("[data-sent]");
const news = document.getElementById("news");
let [queue, open] = [Promise.resolve(), 0];

form.querySelector("[data-plain]").hidden = true;
form.querySelector("[data-drop]").hidden = false;

function row(file) {
  const state = make("span", { class: "note" }, "Waits");
  const bar = make("progress", { max: 1, value: 0, "aria-label": `${file.name} on its way` });
  const item = make("li", {}, make("span", { class: "bring-name" }, file.name), state, bar);
  list.append(item);
  return { item, state, bar };
}

async function bring(file, { item, state, bar }) {
  state.textContent = "On its way";
  const done = await send(file, undefined, (part) => {
    bar.value = part;
    if (part === 1) state.textContent = "Being read";
  });
  bar.remove();
  const [fault] = done.faults;
  if (fault) {
    state.textContent = "Not taken";
    // The name stands above it already.
    item.append(make("p", { class: "error" }, fault.words.replace(`${file.name}: `, "")));
    return false;
  }
  const [known] = done.media;
  state.textContent = known ? "" : "Added";
  if (known) state.append("Here already: ", make("a", { href: known.address }, known.words));
  return true;
}

// The parts of the page that changed, without what somebody is typing in them.
async function refresh() {
  const answer = await fetch(location.pathname + location.search, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [shelf, fresh] = ["shelf", "waiting"].map((id) => page.getElementById(id));
  if (!shelf || !fresh) return location.reload();
  document.getElementById("shelf").replaceWith(document.adoptNode(shelf));
  const [old, files] = [document.getElementById("waiting"), document.querySelector(".waiting-files")];
  if (!files) return old.replaceWith(document.adoptNode(fresh));
  for (const file of fresh.querySelectorAll(".waiting-file")) if (!document.getElementById(file.id)) files.append(document.adoptNode(file));
}

function tell(taken, left) {
  const words = [taken && `${taken} ${taken === 1 ? "file" : "files"} taken`, left && `${left} not taken`].filter(Boolean).join(", ");
  news.textContent = words;
}

function take(files) {
  list.querySelectorAll("li:not(:has(progress))").forEach((old) => old.remove());
  const rows = [...files].map((file) => [file, row(file)]);
  input.value = "";
  open += rows.length;
  queue = queue.then(async () => {
    let taken = 0;
    for (const [file, shown] of rows) {
      if (await bring(file, shown)) taken += 1;
      open -= 1;
    }
    await refresh();
    tell(taken, rows.length - taken);
  });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (input.files.length) take(input.files);
  else input.click();
});
input.addEventListener("change", () => input.files.length && take(input.files));

const dragged = (event) => event.dataTransfer?.types.includes("Files");
addEventListener("dragover", (event) => {
  if (!dragged(event)) return;
  event.preventDefault();
  form.classList.add("is-over");
});
addEventListener("dragleave", (event) => event.relatedTarget || form.classList.remove("is-over"));
addEventListener("drop", (event) => {
  if (!dragged(event)) return;
  event.preventDefault();
  form.classList.remove("is-over");
  const files = [...event.dataTransfer.files];
  const fit = files.filter((file) => ACCEPT.test(file.name));
  if (fit.length) take(fit);
  else news.textContent = "None of these is a picture or a document that we take";
});

addEventListener("beforeunload", (event) => open && event.preventDefault());
