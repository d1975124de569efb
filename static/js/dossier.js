/* What the browser adds to pages that work without it; docs/design.md says how to ask for it.
   Handlers sit on the document, so that what HTMX swaps in needs no wiring. */

const on = (name, handler, capture) => document.addEventListener(name, handler, capture);
const within = (root, selector) => [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];

const byId = (id) => document.getElementById(id);
const announce = (text) => byId("announcements").replaceChildren(text);

/* Swaps: what replaces the focused element inherits the focus; what was unfolded stays so. */

let focused = null;
let unfolded = [];

function remember({ target }) {
  focused = document.activeElement;
  unfolded = within(target, "[data-keep-open][open]").map(({ id }) => id);
}

function restoreFocus({ target }) {
  if (!focused || focused.isConnected || document.activeElement !== document.body) return;
  within(target, "[data-focus]")[0]?.focus();
}

/* One submission at a time: a second click is dropped. */

function setBusy(form, busy) {
  form.toggleAttribute("data-busy", busy);
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    button.ariaDisabled = busy || null;
    button.ariaBusy = null;
  }
}

function markSubmitted({ target, submitter, defaultPrevented }) {
  // what HTMX held back is not in flight
  if (defaultPrevented && !target.matches(".htmx-request")) return;
  setBusy(target, true);
  if (submitter) submitter.ariaBusy = true;
}

/* Drafts: a text outlives a closed tab until the server has taken it. */

function draft(key, use) {
  try {
    return use(localStorage, `draft:${key}`);
  } catch {
    return null; // storage may be full or forbidden
  }
}

const dropDraft = (key) => draft(key, (store, name) => store.removeItem(name));
const keepDraft = (field) => draft(field.dataset.draft, (store, name) => store.setItem(name, field.value));
const restoreDraft = (field) => {
  field.value ||= draft(field.dataset.draft, (store, name) => store.getItem(name)) ?? "";
};

/* Counter: "342 / 1 000" */

function count(field) {
  const place = byId(field.dataset.counter);
  const { format } = new Intl.NumberFormat(document.documentElement.lang);
  const length = [...field.value].length;
  place.textContent = `${format(length)} / ${format(place.dataset.limit)}`;
  place.classList.toggle("is-over", length > place.dataset.limit);
}

/* A slider and its number say the same. */

function mirror(field) {
  const twin = byId(field.dataset.mirror);
  twin.value = field.value;
  for (const one of [field, twin]) one.toggleAttribute("data-touched", field.value !== "");
}

/* Ranking: buttons move an item; the selects stay what is sent. */

const rankOf = (item) => Number(item.querySelector("select").value) || Infinity;

function showRanks(list) {
  const items = [...list.children].sort((a, b) => rankOf(a) - rankOf(b) || 0); // ∞ - ∞ is NaN
  for (const item of items) item.classList.toggle("is-ranked", rankOf(item) < Infinity);
  if (items.some((item, place) => item !== list.children[place])) list.append(...items);
}

function moveRank(button) {
  const item = button.closest("li");
  const items = [...item.parentElement.children];
  const ranked = items.filter((one) => rankOf(one) < Infinity);
  const up = button.hasAttribute("data-rank-up");
  const from = ranked.indexOf(item);
  if (from >= 0) ranked.splice(from, 1);
  // upwards an unranked item joins the end; downwards the last ranked one leaves
  const to = up ? (from < 0 ? ranked.length : Math.max(from - 1, 0)) : from + 1;
  if (up || (from >= 0 && to <= ranked.length)) ranked.splice(to, 0, item);
  for (const one of items) one.querySelector("select").value = ranked.indexOf(one) + 1 || "";
  showRanks(item.parentElement);
  button.focus();
  announce(`${item.querySelector("label").textContent.trim()}: ${ranked.indexOf(item) + 1 || "–"} / ${items.length}`);
}

/* Sharing: the system's sheet, else a copy. */

async function share(button) {
  const field = byId(button.dataset.share);
  try {
    if (navigator.share) return await navigator.share({ url: field.value });
    await navigator.clipboard.writeText(field.value);
    announce(button.dataset.done);
  } catch {
    field.select(); // to copy by hand
  }
}

/* Coming back: the page that the browser kept may be older than the reader's last answer. */

const [visit] = performance.getEntriesByType("navigation");
if (visit?.type === "back_forward" && !visit.transferSize) location.reload();

function prepare(root) {
  within(root, "[data-js]").forEach((one) => { one.hidden = false; });
  within(root, "[data-draft-done]").forEach((one) => dropDraft(one.dataset.draftDone));
  within(root, "[data-draft]").forEach(restoreDraft);
  within(root, "[data-counter]").forEach(count);
  within(root, "[type=number][data-mirror]").filter((one) => one.value).forEach(mirror);
  within(root, "[data-ranking]").forEach(showRanks);
}

prepare(document);
on("htmx:load", ({ target }) => prepare(target));
for (const name of ["beforeSwap", "oobBeforeSwap", "sseBeforeMessage"]) on(`htmx:${name}`, remember);
on("htmx:afterSwap", () => unfolded.forEach((id) => byId(id)?.setAttribute("open", "")));
on("htmx:afterSettle", restoreFocus);

on("submit", (event) => {
  if (!event.target.matches("[data-busy]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
on("submit", markSubmitted);
on("htmx:beforeOnLoad", ({ target, detail }) => { // before the swap takes the form away
  // what was only fetched (another page, another form) has taken no text
  if (detail.requestConfig.verb !== "get" && detail.xhr.status < 300) within(target, "[data-draft]").forEach((one) => dropDraft(one.dataset.draft));
});
on("htmx:afterRequest", ({ detail }) => detail.elt.matches("form") && setBusy(detail.elt, false));
addEventListener("pageshow", () => within(document, "[data-busy]").forEach((form) => setBusy(form, false)));

on("input", ({ target }) => {
  if (target.matches("[data-draft]")) keepDraft(target);
  if (target.matches("[data-counter]")) count(target);
  if (target.matches("[data-mirror]")) mirror(target);
});
on("change", ({ target }) => {
  const list = target.closest("[data-ranking]");
  if (!list) return;
  showRanks(list);
  target.focus();
});
on("click", ({ target }) => {
  const button = target.closest("[data-rank-up], [data-rank-down], [data-share]");
  if (button) (button.dataset.share ? share : moveRank)(button);
});
