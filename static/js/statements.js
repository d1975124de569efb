/* Statements: answered by key for as long as the reader likes, and the reader's place after each.
   It comes after dossier.js and uses its on, within and byId. */

const STANCES = { j: "agree", k: "disagree", l: "pass" };

/* Single letters are keys of screen readers and of speech: whoever needs them turns ours off. */
function keysOff(choice) {
  try {
    if (choice !== undefined) localStorage.setItem("statement-keys", choice ? "off" : "on");
    return localStorage.getItem("statement-keys") === "off";
  } catch {
    return Boolean(choice); // storage may be forbidden
  }
}

function showKeys(root, off = keysOff()) {
  for (const button of within(root, "[data-keys-switch]")) button.ariaPressed = !off;
  for (const hint of within(root, "[data-keys-hint]")) hint.classList.toggle("is-off", off);
}

function answerByKey(event) {
  const { key, target, repeat } = event;
  const stance = STANCES[key?.toLowerCase()];
  if (!stance || repeat || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")) return;
  const form = document.querySelector("[data-keys]");
  if (!form || form.querySelector("[data-keys-switch]").ariaPressed === "false") return;
  event.preventDefault();
  if (form.closest(".htmx-settling")) return; // HTMX does not know it yet: it would leave the page
  const button = form.querySelector(`[name=stance][value=${stance}]`);
  button.focus(); // what comes in its place has the focus then
  button.click();
}

showKeys(document);
on("htmx:load", ({ target }) => {
  showKeys(target);
  if (!target.matches("[data-question]")) return; // an answer has brought the card anew
  for (const one of document.querySelectorAll("[data-renewed]")) htmx.trigger(one, "renew");
});
on("keydown", answerByKey);
on("click", ({ target }) => {
  const button = target.closest("[data-keys-switch]");
  if (button) showKeys(document, keysOff(button.ariaPressed === "true"));
});
