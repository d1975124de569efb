/* What the browser adds to pages that work without it; docs/design.md says how to ask for it.
   Handlers sit on the document, so that what HTMX swaps in needs no wiring. */

const on = (name, handler, capture) => document.addEventListener(name, handler, capture);
const within = (root, selector) => [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];

const byId = (id) => document.getElementById(id);
const announce = (text) => byId("announcements").replaceChildren(text);

/* For the page as it came, and for each part that HTMX brings into it. */
function forAll(act) {
  act(document);
  on("htmx:load", ({ target }) => { if (target !== document.body) act(target); });
}


/* Swaps: what replaces the focused element inherits the focus; what was unfolded stays so. */

let focused = null;
let unfolded = [];

function remember({ target }) {
  // another swap may have taken the focus a moment ago, and not settled yet
  if (document.activeElement !== document.body) focused = document.activeElement;
  unfolded = within(target, "[data-keep-open][open]").map(({ id }) => id);
}

function restoreFocus({ target }) {
  if (!focused || focused.isConnected || document.activeElement !== document.body) return;
  const [heir] = within(target, "[data-focus]");
  if (!heir) return;
  focused = null;
  heir.focus();
}

/* One submission at a time: a second click is dropped. */

function setBusy(form, busy) {
  form.toggleAttribute("data-busy", busy);
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    button.ariaDisabled = busy || null;
    button.ariaBusy = null;
  }
}

function mark(form, submitter) {
  setBusy(form, true);
  if (submitter) submitter.ariaBusy = true;
}

/* What is pressed shows it a frame before its request is put together. */
function showFirst(event) {
  const { elt, triggeringEvent, issueRequest } = event.detail;
  if (document.hidden || !/click|submit/.test(triggeringEvent?.type)) return;
  event.preventDefault();
  const form = elt.matches("form") && elt;
  if (form) mark(form, triggeringEvent.submitter);
  requestAnimationFrame(() => setTimeout(() => {
    issueRequest(true);
    if (form && !form.matches(".htmx-request")) setBusy(form, false); // HTMX held it back
  }));
}

/* Counter: "342 / 1 000" instead of how many there may be, once something is written. It takes the
   sign between thousands from the limit as the page says it: a key would wait for a formatter. */

const grouped = (number, [sign = ""]) => String(number).replace(/\B(?=(\d{3})+$)/g, sign);

function count(field) {
  const place = byId(field.dataset.counter);
  const { limit, said = limit } = place.dataset;
  const length = [...field.value].length;
  place.textContent = `${grouped(length, said.match(/\D/) ?? [])} / ${said}`;
  place.classList.toggle("is-over", length > limit);
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
if (visit?.type === "back_forward" && !visit.transferSize && !visit.workerStart) location.reload();

function prepare(root) {
  within(root, "[data-js]").forEach((one) => { one.hidden = false; });
  within(root, "[data-counter]").filter(({ value }) => value).forEach(count);
}

forAll(prepare);
for (const name of ["beforeSwap", "oobBeforeSwap"]) on(`htmx:${name}`, remember);
on("htmx:afterSwap", () => unfolded.forEach((id) => byId(id)?.setAttribute("open", "")));
on("htmx:afterSettle", restoreFocus);

on("submit", (event) => {
  if (!event.target.matches("[data-busy]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
on("submit", ({ target, submitter, defaultPrevented }) => defaultPrevented || mark(target, submitter));
on("htmx:confirm", showFirst);
on("htmx:afterRequest", ({ detail }) => detail.elt.matches("form") && setBusy(detail.elt, false));
addEventListener("pageshow", () => within(document, "[data-busy]").forEach((form) => setBusy(form, false)));

on("input", ({ target }) => target.matches("[data-counter]") && count(target));
on("click", ({ target }) => {
  const button = target.closest("[data-share]");
  if (button) share(button);
  const language = target.closest(".languages a");
  if (language) language.hash = location.hash; // where the reader was led on this page
});
