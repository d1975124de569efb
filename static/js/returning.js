/* What has changed since a reader was last here. When that was is kept in this browser alone, and
   only of a dossier that its reader has answered in: nobody else has the line. */

const returned = document.querySelector("[data-since]");
const PAUSE = 30 * 60 * 1000; // who comes back sooner was never away

function visits(use) {
  try {
    return use(localStorage, `since:${returned.dataset.dossier}`);
  } catch {
    return null; // storage may be full or forbidden
  }
}

/* {from, then}: the visit before this one and how many answers there were, {seen, total}: this one. */
function begin(last) {
  const { from, then } = last && Date.now() - last.seen > PAUSE ? { from: last.seen, then: last.total } : last ?? {};
  return { from, then, seen: Date.now(), total: Number(returned.dataset.answers) };
}

async function tellChanges({ from, then }) {
  const when = from ? `?at=${Math.floor(from / 1000)}&answers=${then}` : "";
  const answer = await fetch(returned.dataset.since + when, { headers: { "HX-Request": "true" } });
  if (answer.ok && !answer.redirected) returned.innerHTML = await answer.text();
}

if (returned) {
  const visit = begin(visits((store, name) => JSON.parse(store.getItem(name))));
  const keep = () => visits((store, name) => store.setItem(name, JSON.stringify({ ...visit, seen: Date.now() })));
  keep();
  addEventListener("pagehide", keep);
  tellChanges(visit).catch(() => {}); // the line still leads there
}
