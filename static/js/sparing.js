/* What a long page asks of a phone as it comes, in turns short enough for a tap to come in between.
   After dossier.js. */

const main = byId("main") ?? document.body; // a frame has none
const spares = CSS.supports("overflow-anchor", "auto") && globalThis.requestIdleCallback;

/* HTMX would wire all forms in one go, where the browser has just looked through them. It finds
   none, and is given them one after the other. */

const WIRED = "form, [type=submit], [data-hx-get], [data-hx-post]";
const TURN = 4; // milliseconds

function wire(forms) {
  const end = performance.now() + TURN;
  while (forms.length && performance.now() < end) htmx.process(forms.shift());
  if (forms.length) setTimeout(wire, 0, forms);
}

function wireAll(type) {
  document.body.querySelectorAll = null;
  document.dispatchEvent(new Event(type));
  delete document.body.querySelectorAll;
  setTimeout(wire, 0, within(document, WIRED));
}

/* What is far away waits to be laid out (sparing.css) until the browser has nothing else to do. */

const waiting = () => [...main.querySelectorAll(".dossier-body > :is(.passage, .question, .part):not(.is-laid)")];
const AT_ONCE = 100; // elements: less than a frame of a phone

function layOut(pieces) {
  let size = 0;
  while (pieces.length && size < AT_ONCE) {
    const piece = pieces.shift();
    size += piece.getElementsByTagName("*").length;
    piece.classList.add("is-laid");
  }
  if (!pieces.length) return main.classList.add("is-whole");
  requestAnimationFrame(() => requestIdleCallback(() => layOut(pieces), { timeout: 200 }));
}

/* A browser that looks through a page's forms lays out each at once, to know which can be seen.
   Those far away cannot. */

function isFar(piece) {
  if (getComputedStyle(piece).contentVisibility !== "auto") return false;
  const { top, bottom } = piece.getBoundingClientRect();
  const near = 4 * innerHeight;
  return top > near || bottom < -near;
}

function hold() {
  const far = waiting().filter(isFar);
  for (const piece of far) piece.classList.add("is-held");
  return () => far.forEach((piece) => piece.classList.remove("is-held"));
}

on("DOMContentLoaded", (event) => {
  if (!event.isTrusted) return;
  event.stopImmediatePropagation();
  const release = hold();
  setTimeout(() => {
    release();
    wireAll(event.type);
  });
}, true);

// the browser leads to a part of the page, or back to where one was
if (!spares || location.hash || visit?.type !== "navigate") main.classList.add("is-whole");
else addEventListener("load", () => requestIdleCallback(() => layOut(waiting()), { timeout: 200 }));
on("click", ({ target }) => target.closest("[href*='#']") && main.classList.add("is-whole"), true);
