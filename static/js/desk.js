// Staff pages: passwords can be shown while they are typed, errors get the focus, and the desk's own parts.
import "./desk/keys.js";
import "./desk/batch.js";
import "./desk/tabs.js";
import "./desk/live.js";
import "./desk/typed.js";

for (const button of document.querySelectorAll("button[data-reveal]")) {
  const input = document.getElementById(button.dataset.reveal);
  if (!input) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.firstChild.nodeValue = shown ? "Show" : "Hide";
    button.setAttribute("aria-pressed", String(!shown));
  });
}
if (document.querySelector("form[data-colour]")) import("./desk/colour.js");
document.querySelector("[data-focus]")?.focus();
