// Search while somebody types: the same results as the page, asked for again. The form works without it.

const form = document.querySelector("[data-search]");
const input = form.querySelector("input[type=search]");
const count = document.querySelector("[data-count]");
const list = document.querySelector("[data-results]");
let timer = 0;
let asked = new AbortController();
let shown = input.value.trim();

const element = (name, className, words) => {
  const made = document.createElement(name);
  made.className = className;
  if (words) made.textContent = words;
  return made;
};

function result({ title, path, kind, parts }) {
  const item = element("li", "result");
  const heading = element("h2", "result-title");
  const link = element("a", "", title);
  link.href = path;
  heading.append(link);
  const words = element("p", "result-words");
  for (const [text, marked] of parts) words.append(marked ? element("mark", "", text) : text);
  const where = element("p", "result-path");
  if (kind) where.append(element("span", "", kind), " ");
  where.append(path);
  item.append(heading, words, where);
  return item;
}

async function ask() {
  const query = input.value.trim();
  if (query === shown) return;
  asked.abort();
  asked = new AbortController();
  const address = query ? `/search?q=${encodeURIComponent(query)}` : "/search";
  let found;
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" }, signal: asked.signal });
    if (!answer.ok) return;
    found = await answer.json();
  } catch { return; /* asked again meanwhile, or offline: the button still works */ }
  shown = query;
  count.textContent = found.count;
  list.replaceChildren(...found.hits.map(result));
  const otherwise = document.querySelector("[data-else]");
  if (otherwise) otherwise.hidden = found.hits.length > 0;
  history.replaceState(null, "", address);
}

input.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, 180);
});
