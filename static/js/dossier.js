/* What the browser adds to pages that work without it. Handlers sit on the document, so that
   what HTMX swaps in needs no wiring; `htmx:load` prepares each new piece, the first page too. */

const announcements = document.getElementById("announcements");

function announce(text) {
  announcements.textContent = "";
  setTimeout(() => { announcements.textContent = text; }, 50); // an unchanged text is not read twice
}

function within(root, selector) {
  return [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
}

/* Focus: a swap that takes the focused element away hands the focus to its successor. */

let focused = null;

function rememberFocus() {
  focused = document.activeElement === document.body ? null : document.activeElement;
}

function restoreFocus(event) {
  if (!focused || focused.isConnected || document.activeElement !== document.body) return;
  const heir = within(event.target, "[data-focus]")[0];
  if (!heir) return;
  heir.focus();
  focused = null;
}

/* One submission at a time: a second click while the first travels is dropped. */

function setBusy(form, busy) {
  form.toggleAttribute("data-busy", busy);
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    busy ? button.setAttribute("aria-disabled", "true") : button.removeAttribute("aria-disabled");
    button.removeAttribute("aria-busy");
  }
}

function refuseSecondSubmit(event) {
  if (!event.target.hasAttribute("data-busy")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

function markSubmitted(event) {
  const form = event.target;
  // HTMX has prevented the default; without a request of its own the form is not in flight
  if (event.defaultPrevented && !form.matches(".htmx-request")) return;
  setBusy(form, true);
  event.submitter?.setAttribute("aria-busy", "true");
}

/* Drafts: a text outlives a closed tab or a refused form until the server has taken it. */

function drafts(use) {
  try {
    return use(localStorage);
  } catch {
    return null; // storage may be full or forbidden: the page works on
  }
}

const draftName = (key) => `draft:${key}`;
const dropDraft = (key) => drafts((store) => store.removeItem(draftName(key)));
const keepDraft = ({ dataset, value }) =>
  value ? drafts((store) => store.setItem(draftName(dataset.draft), value)) : dropDraft(dataset.draft);
const restoreDraft = (field) => {
  field.value ||= drafts((store) => store.getItem(draftName(field.dataset.draft))) ?? "";
};

/* Counters: "342 / 1000" beside a text with a limit. */

function count(field) {
  const place = document.getElementById(field.dataset.counter);
  if (!place) return;
  const limit = Number(place.dataset.limit);
  const length = [...field.value].length;
  const format = new Intl.NumberFormat(document.documentElement.lang);
  place.textContent = `${format.format(length)} / ${format.format(limit)}`;
  place.classList.toggle("is-over", length > limit);
}

/* A slider and its number say the same thing. */

function mirror(field) {
  const twin = document.getElementById(field.dataset.mirror);
  if (!twin) return;
  twin.value = field.value;
  for (const one of [field, twin]) one.toggleAttribute("data-touched", field.value !== "");
}

/* Ranking: buttons move an item among the ranked ones; the selects stay the truth that is sent. */

const rankOf = (item) => Number(item.querySelector("select").value) || Infinity;

function showRanks(list) {
  const items = [...list.children];
  items.sort((a, b) => rankOf(a) - rankOf(b)); // sort is stable: ties and unranked keep their place
  for (const item of items) item.classList.toggle("is-ranked", rankOf(item) < Infinity);
  if (items.some((item, place) => item !== list.children[place])) list.append(...items);
}

function moveRank(button) {
  const list = button.closest("[data-ranking]");
  const item = button.closest("li");
  const ranked = [...list.children].filter((one) => rankOf(one) < Infinity);
  const from = ranked.indexOf(item);
  const up = button.hasAttribute("data-rank-up");
  if (from >= 0) ranked.splice(from, 1);
  // upwards an unranked item joins the end; downwards the last ranked one leaves
  if (up) ranked.splice(from < 0 ? ranked.length : Math.max(from - 1, 0), 0, item);
  else if (from >= 0 && from < ranked.length) ranked.splice(from + 1, 0, item);
  for (const one of list.children) one.querySelector("select").value = ranked.indexOf(one) + 1 || "";
  showRanks(list);
  button.focus();
  const rank = rankOf(item);
  const label = item.querySelector("label").textContent.trim();
  announce(`${label}: ${rank < Infinity ? `${rank} / ${list.children.length}` : "–"}`);
}

/* Sharing: the system's sheet where there is one, else a copy. */

async function share(button) {
  const field = document.getElementById(button.dataset.share);
  try {
    if (navigator.share) await navigator.share({ title: document.title, url: field.value });
    else {
      await navigator.clipboard.writeText(field.value);
      announce(button.dataset.done);
    }
  } catch {
    field.select(); // refused or dismissed: the address is there to copy by hand
  }
}

function prepare(root) {
  for (const one of within(root, "[data-js]")) one.hidden = false;
  for (const one of within(root, "[data-draft-done]")) dropDraft(one.dataset.draftDone);
  for (const one of within(root, "textarea[data-draft]")) restoreDraft(one);
  for (const one of within(root, "[data-counter]")) count(one);
  for (const one of within(root, "input[type=number][data-mirror]")) if (one.value) mirror(one);
  for (const one of within(root, "[data-ranking]")) showRanks(one);
}

const on = (name, handler, options) => document.addEventListener(name, handler, options);

on("htmx:load", (event) => prepare(event.target));
for (const name of ["htmx:beforeSwap", "htmx:oobBeforeSwap", "htmx:sseBeforeMessage"]) on(name, rememberFocus);
on("htmx:afterSettle", restoreFocus);

on("submit", refuseSecondSubmit, true);
on("submit", markSubmitted);
on("htmx:beforeOnLoad", ({ target, detail }) => { // before the swap, which may take the form away
  if (detail.xhr.status < 300) for (const field of within(target, "[data-draft]")) dropDraft(field.dataset.draft);
});
on("htmx:afterRequest", ({ detail }) => detail.elt.matches("form") && setBusy(detail.elt, false));
window.addEventListener("pageshow", () => document.querySelectorAll("[data-busy]").forEach((form) => setBusy(form, false)));

on("input", ({ target }) => {
  if (target.matches("[data-draft]")) keepDraft(target);
  if (target.matches("[data-counter]")) count(target);
  if (target.matches("[data-mirror]")) mirror(target);
});
on("change", ({ target }) => {
  const list = target.closest("[data-ranking]");
  if (list) { showRanks(list); target.focus(); }
});
on("click", ({ target }) => {
  const move = target.closest("[data-rank-up], [data-rank-down]");
  if (move) moveRank(move);
  const shared = target.closest("[data-share]");
  if (shared) share(shared);
});
