// A note or a task that somebody types outlives the page: this tab keeps it until the server says that it was added, so another act on
// the record takes nothing away. Whoever leaves with something unsent is asked first.
const KEPT = "shingle.typed:";
let going = false;

const forms = () => [...document.querySelectorAll("form[data-typed]")];
const fields = (form) => [...form.elements].filter((field) => field.matches("input:not([type=hidden]), textarea"));
const place = (form) => KEPT + new URL(form.action).pathname;
// What came back with a mistake stands in the page, and is as unsent as the rest.
const unsent = (form) =>
  fields(form).some((field) => field.value !== field.defaultValue || (field.value && form.querySelector(".has-error")));

// A browser may forbid storage: then only the question before leaving is left.
function stored(work) {
  try {
    return work(sessionStorage);
  } catch {
    return null;
  }
}

function keep(form, sent) {
  const values = Object.fromEntries(fields(form).map((field) => [field.name, field.value]));
  const any = Object.values(values).some((value) => value);
  stored((area) => (any ? area.setItem(place(form), JSON.stringify({ values, sent })) : area.removeItem(place(form))));
}

function restore(form) {
  const kept = stored((area) => JSON.parse(area.getItem(place(form))));
  if (!kept || form.querySelector(".has-error")) return false;
  if (kept.sent && form.dataset.typed === "added") {
    stored((area) => area.removeItem(place(form)));
    return false;
  }
  for (const field of fields(form)) if (!field.value && kept.values[field.name]) field.value = kept.values[field.name];
  return unsent(form);
}

document.addEventListener("input", (event) => {
  going = false;
  const form = event.target.closest("form[data-typed]");
  if (form) keep(form, false);
});
document.addEventListener("submit", (event) => {
  // Who signs out leaves nothing behind for the next one at this machine.
  if (event.target.getAttribute("action") === "/account/sign-out") {
    return stored((area) => Object.keys(area).filter((name) => name.startsWith(KEPT)).forEach((name) => area.removeItem(name)));
  }
  going = true;
  if (event.target.matches("form[data-typed]")) keep(event.target, true);
});
document.addEventListener("click", (event) => {
  // Reply and Call open another program, and the page stays.
  if (!event.target.closest("a[href^='mailto:'], a[href^='tel:']")) return;
  going = true;
  setTimeout(() => (going = false), 1000);
});
addEventListener("pageshow", () => (going = false));
addEventListener("beforeunload", (event) => {
  if (!going && forms().some(unsent)) event.preventDefault();
});

if (forms().map(restore).some(Boolean)) {
  const news = document.getElementById("news");
  if (news) news.textContent = "What you typed before is still here, not yet added.";
}
