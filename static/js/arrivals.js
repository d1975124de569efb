/* Comments that others write meanwhile: a word says how many there are, nothing moves. Pressed, it
   brings each to its place and leads to the first. After live.js, which keeps the count, and which
   may have told of some before this came (later.js). */

const arriving = document.querySelector("[data-arrivals]");
const countNow = () => Number(byId("discussion-count")?.dataset.count ?? 0);
let countKnown = Number(arriving?.dataset.known);

function tellArrivals() {
  const count = countNow() - countKnown;
  if (count < 0) countKnown = countNow(); // some were taken back
  const was = arriving.hidden;
  arriving.hidden = count <= 0;
  if (arriving.hidden) return;
  const { one, many } = arriving.dataset;
  const text = count === 1 ? one : many.replace("{count}", count);
  arriving.querySelector("span").textContent = text;
  if (was) announce(text); // once, not again for each that follows
}

function bringArrivals() {
  const count = countNow() - countKnown;
  const button = arriving.querySelector("button");
  button.ariaBusy = true;
  htmx.ajax("GET", `${arriving.dataset.arrivals}?count=${count}`, { source: arriving, target: "#discussion-arrived" });
}

/* Replies whose thread stands on another page name what they answer, and come first. */
function placeArrival(list) {
  const comment = list.firstElementChild;
  const known = document.querySelector(`#discussion-list #${comment.id}`);
  if (known?.matches(".is-waiting")) known.replaceWith(comment);
  if (known) return null;
  const below = list.dataset.below && byId(`comment-${list.dataset.below}-replies`);
  if (below) below.append(comment);
  else byId("discussion-thread").prepend(comment);
  return comment;
}

function placeArrivals({ target }) {
  if (target.id !== "discussion-arrived") return;
  const placed = [...target.children].map(placeArrival).filter(Boolean);
  target.replaceChildren();
  countKnown = countNow();
  arriving.hidden = true;
  const [first] = placed.map((comment) => comment.firstElementChild);
  if (!first) return byId("discussion-title").focus();
  first.tabIndex = -1;
  first.focus();
}

if (arriving) {
  tellArrivals();
  arriving.querySelector("button").addEventListener("click", bringArrivals);
  new MutationObserver(tellArrivals).observe(byId("discussion-title"), { attributes: true, childList: true, subtree: true });
  on("htmx:afterSettle", placeArrivals);
  on("htmx:afterRequest", ({ target }) => { if (target === arriving) arriving.querySelector("button").ariaBusy = null; });
  on("htmx:load", ({ target }) => { // what the reader wrote and is published at once is no news to them
    if (target.matches(".is-fresh:not(.is-waiting)") && !target.closest("#discussion-arrived")) countKnown += 1;
  });
}
