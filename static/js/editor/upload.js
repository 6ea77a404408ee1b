// Pictures from this machine into the page that is being written: in the chooser of a picture, one file or, in a list of pictures, several.
// Each gets its words first; it is sent with its progress, and the server's own button takes it. Without this a link leads to the media.
import { send } from "../media/send.js";
import { make } from "./make.js";
import { press } from "./sheet.js";
import { form } from "./sheet-cards.js";

const PICTURES = "image/jpeg,image/png,image/webp,image/svg+xml";
const news = document.getElementById("news");
const value = (chooser) => chooser.querySelector(":scope > input[type=hidden]").value;
// Blocks are numbered anew when they move: a field is found again by its block and its place in there.
const find = ({ card, rest }) => document.getElementById(card ? `${card.id}${rest}` : rest);

function place(field) {
  const card = field.closest(".block-card");
  return { card, rest: card ? field.id.slice(card.id.length) : field.id };
}

// Where the next picture goes: the chooser itself, or in a list the first one that is still empty, or a new one at its end.
async function target(at, list, first) {
  if (first || !list) return find(at);
  const free = () => [...(find(list)?.querySelectorAll(".chooser:has(> .find [data-upload])") ?? [])].find((one) => !value(one));
  if (free()) return free();
  const grow = find(list)?.querySelector(`:scope > .field-acts [value^="grow "]`);
  if (grow) await press(grow);
  return free();
}

async function take(chooser, id) {
  const button = make("button", { name: "act", value: `take ${chooser.id} ${id}`, hidden: true });
  chooser.append(button);
  await press(button);
}

// The same picture again keeps the words that it has.
function known(chooser) {
  const words = "This picture was here already, with these words. Under Media they can be changed.";
  chooser?.querySelector(".chosen")?.after(make("p", { class: "note" }, words));
  news.textContent = words;
}

function row(file) {
  const words = make("textarea", { class: "input", rows: 2, "aria-label": `What is to be seen on ${file.name}?` });
  const error = make("p", { class: "error", role: "alert" });
  const bar = make("progress", { max: 1, value: 0, hidden: true, "aria-label": `${file.name} on its way` });
  const label = make("span", { class: "label", "aria-hidden": "true" }, "What is to be seen?");
  const element = make("div", { class: "upload-file" }, make("span", { class: "bring-name" }, file.name), label, error, words, bar);
  return { file, words, error, bar, element };
}

function panel(chooser, files) {
  chooser.querySelector(".upload")?.remove();
  const rows = files.map(row);
  const items = chooser.closest(".items");
  const [at, list] = [place(chooser), items && place(items)];
  const go = make("button", { type: "button", class: "button button-primary" }, rows.length > 1 ? `Upload ${rows.length} pictures` : "Upload");
  const stop = make("button", { type: "button", class: "link-button" }, "Leave it");
  const box = make("div", { class: "upload" }, ...rows.map((one) => one.element), make("p", { class: "actions" }, go, stop));
  const over = new AbortController();
  // Several that are dropped on one that hangs already hang behind it; one alone takes its place.
  let first = rows.length === 1 || !value(chooser);

  const end = (chosen) => {
    box.remove();
    const field = find(at);
    if (!chosen) field?.querySelector("[data-upload]").focus();
  };
  async function one(line) {
    line.error.textContent = "";
    line.bar.hidden = false;
    const done = await send(line.file, line.words.value, (part) => (line.bar.value = part), over.signal);
    line.bar.hidden = true;
    const fault = done.faults[0]?.words.replace(`${line.file.name}: `, "");
    const media = done.media[0];
    const wrong = fault ?? (media?.kind === "document" && "This is a document. Choose a picture");
    if (wrong || !media) {
      line.error.textContent = wrong || "It could not be taken. Try again.";
      return false;
    }
    const field = await target(at, list, first);
    if (!field) {
      line.error.textContent = "It is among the media now. There is no more room for it in this list.";
      return false;
    }
    first = false;
    // The chooser is exchanged for what the server answers, and a list as a whole: the panel stands in front of it until all is done.
    if (field.contains(box)) find(list ?? at).before(box);
    const name = place(field);
    await take(field, media.id);
    if (done.known) known(find(name));
    line.element.remove();
    return true;
  }
  async function upload() {
    go.disabled = true;
    for (const line of [...rows]) if (line.element.isConnected) await one(line);
    go.disabled = false;
    const left = rows.filter((line) => line.element.isConnected);
    if (!left.length) return end(true);
    go.textContent = "Try again";
    left[0].words.focus();
    news.textContent = left[0].error.textContent;
  }
  go.addEventListener("click", upload);
  stop.addEventListener("click", () => {
    over.abort();
    end(false);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") stop.click();
    else if (event.key !== "Enter" || event.shiftKey || !event.target.matches("textarea")) return;
    else upload();
    event.preventDefault();
    event.stopPropagation();
  });
  chooser.querySelector(":scope > .find").append(box);
  rows[0].words.focus();
}

function begin(chooser, files) {
  const pictures = [...files].filter((file) => file.type.startsWith("image/"));
  if (!pictures.length) return (news.textContent = "This is no picture");
  panel(chooser, chooser.closest(".items") ? pictures : pictures.slice(0, 1));
}

form.addEventListener("click", (event) => {
  const link = event.target.closest("[data-upload]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const chooser = link.closest(".chooser");
  const input = make("input", { type: "file", accept: PICTURES, multiple: Boolean(chooser.closest(".items")) });
  input.addEventListener("change", () => input.files.length && begin(find(place(chooser)) ?? chooser, input.files));
  input.click();
});

const wanted = (event) => event.dataTransfer?.types.includes("Files") && event.target.closest(".chooser:has([data-upload])");
form.addEventListener("dragover", (event) => {
  const chooser = wanted(event);
  if (!chooser) return;
  event.preventDefault();
  chooser.classList.add("is-over");
});
form.addEventListener("dragleave", (event) => {
  const chooser = event.target.closest(".chooser");
  if (!chooser?.contains(event.relatedTarget)) chooser?.classList.remove("is-over");
});
form.addEventListener("drop", (event) => {
  const chooser = wanted(event);
  if (!chooser) return;
  event.preventDefault();
  chooser.classList.remove("is-over");
  begin(chooser, event.dataTransfer.files);
});

addEventListener("beforeunload", (event) => {
  if (form.querySelector(".upload")) event.preventDefault();
});
