/* The moderators' page by keys, and where the focus goes when a decision was taken in place. Without
   this script the same buttons are pressed, and pages follow one another. */

const OFF = "moderation:keys-off";
const on = (name, handler) => document.addEventListener(name, handler);
const entries = () => [...document.querySelectorAll(".entry")];
const open = () => entries().filter((one) => !("decided" in one.dataset));
const current = () => document.activeElement?.closest?.(".entry");

/* Single keys can be turned off in each browser (WCAG 2.1.4). */

function stored(use) {
  try {
    return use(localStorage);
  } catch {
    return null; // storage may be forbidden
  }
}

const areOff = () => stored((store) => store.getItem(OFF)) === "yes";

function showWhetherOff() {
  document.body.classList.toggle("keys-off", areOff());
  for (const box of document.querySelectorAll("[data-shortcuts]")) box.checked = !areOff();
}

on("change", ({ target }) => {
  if (!target.matches("[data-shortcuts]")) return;
  stored((store) => (target.checked ? store.removeItem(OFF) : store.setItem(OFF, "yes")));
  showWhetherOff();
});

/* Moving about. */

function focus(entry) {
  if (!entry) return;
  entry.focus({ preventScroll: true });
  const { top, bottom } = entry.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight) entry.scrollIntoView({ block: bottom - top > innerHeight ? "start" : "nearest" });
}

function step(by) {
  const all = entries();
  const at = all.indexOf(current());
  focus(at < 0 ? all[by > 0 ? 0 : all.length - 1] : all[at + by]);
}

/* The next text that is still to be decided: after this one, else the first that was passed over. */
function next(entry) {
  const all = entries();
  const after = all.slice(all.indexOf(entry) + 1);
  return [...after, ...all].find((one) => one !== entry && !("decided" in one.dataset)) ?? entry;
}

function skip(entry) {
  const following = next(entry);
  if (following === entry) return;
  open().at(-1).after(entry);
  focus(following);
}

/* Keys press the buttons that stand there. */

const press = (entry, action) => entry?.querySelector(`.decide [name=action][value=${action}]`)?.click();
const reasonsOf = (entry) => entry?.querySelector(".entry-decide [name=reason]");

function rejectFor(entry, number) {
  const reasons = reasonsOf(entry);
  if (!reasons || !reasons.options[number]?.value || !entry.querySelector("[value=reject]")) return;
  reasons.selectedIndex = number;
  press(entry, "reject");
}

function undo() {
  const buttons = [...document.querySelectorAll("[data-undo]")];
  const newest = buttons.sort((one, other) => taken(other) - taken(one))[0];
  newest?.click();
}

const taken = (button) => Number(button.closest("[data-taken]")?.dataset.taken ?? 0);

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  a: (entry) => press(entry, "approve"),
  s: (entry) => press(entry, "spam"),
  o: (entry) => press(entry, "reopen"),
  r: (entry) => reasonsOf(entry)?.focus(),
  n: (entry) => entry && skip(entry),
  x: (entry) => entry?.querySelector(".entry-pick input")?.click(),
  u: undo,
  "?": () => document.getElementById("shortcuts").showModal(),
};

const WRITES = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), select, textarea, [contenteditable]";

on("keydown", (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (key === "Enter" && target.matches(".entry-decide [name=reason]")) {
    event.preventDefault();
    press(target.closest(".entry"), "reject");
    return;
  }
  if (areOff() || target.closest(WRITES) || target.closest("dialog")) return;
  const number = /^[1-9]$/.test(key) ? Number(key) : 0;
  if (!number && !(key in KEYS)) return;
  event.preventDefault();
  if (number) rejectFor(current(), number);
  else KEYS[key](current());
});

on("click", ({ target }) => {
  if (target.closest("[data-show-shortcuts]")) KEYS["?"]();
  const button = target.closest("[data-skip]");
  if (button) skip(button.closest(".entry"));
});

/* A decision taken in place: on to the next text; one undone or refused: back to it. */

let asked = null;

on("htmx:beforeRequest", ({ detail }) => { asked = detail.elt.closest(".entry")?.id ?? null; });
on("htmx:afterSettle", () => {
  const entry = asked && document.getElementById(asked);
  asked = null;
  if (!entry) return;
  if ("decided" in entry.dataset) {
    entry.dataset.taken = Date.now();
    focus(next(entry));
  } else {
    focus(entry);
  }
});

showWhetherOff();
