/* What is told of others' doings, taken in: fitted into the page as it stands, and read aloud now and
   then. After dossier.js and fitting.js; live.js hears what is told. */

const line = document.querySelector("[data-live]");
const SECOND = 1000;
const between = (low, high) => (low + Math.random() * (high - low)) * SECOND;

const timers = {};
const cancel = (name) => { clearTimeout(timers[name]); delete timers[name]; };
const later = (name, wait, act) => { cancel(name); timers[name] = setTimeout(() => { delete timers[name]; act(); }, wait); };

/* What the page shows, and how far it has come with it (polls/live/marks.py) */

const all = (selector) => [...document.querySelectorAll(selector)];
const of = (question, more = "") => `[data-question="${question}"]${more}`;
const figuresOf = (question) => all(`figure${of(question)}`);
const versionOf = ({ mark }) => Number(mark.split(".")[1]);
const told = new Map(); // the newest of each question

function markOf(question) {
  const shown = document.querySelector(`figure${of(question)}, ${of(question)} [data-version]`);
  const version = shown ? shown.dataset.version : told.has(question) ? versionOf(told.get(question)) : "";
  const state = document.querySelector(of(question, "[data-state]"))?.dataset.state ?? "open";
  return `${question}.${version}.${state[0]}`;
}

const distinct = (name) => [...new Set(all(`[data-${name}]`).map((one) => one.dataset[name]))].sort();

/* Taking in what is told: the parts that everybody sees, the result, another state */

function take(news) {
  const known = told.get(news.question);
  if (known && versionOf(known) > versionOf(news)) return;
  told.set(news.question, news);
  put(news);
}

function put(news) {
  const { question, parts, state } = news;
  const cards = all(of(question, "[data-state]"));
  // who took back what opened a result has a card as new as the news
  const older = cards.filter((card) => !(card.querySelector("[data-version]")?.dataset.version >= versionOf(news)));
  for (const [name, html] of Object.entries(parts)) {
    for (const place of all(of(question, ` [data-part="${name}"]`))) putPart(place, html, news);
  }
  const count = document.querySelector(`#discussion${of(question)} #discussion-count`);
  if (count) fit(count, parsed(parts.comments));
  if (news.result && !isSelected(question)) figuresOf(question).forEach((figure) => putResult(figure, news));
  for (const card of cards) {
    const lacksResult = news.result && older.includes(card) && !card.matches("[data-renewed], :has(figure[data-version])");
    if (card.dataset.state !== state || lacksResult) renew(card, news);
    else card.querySelector("[data-moved]")?.remove();
  }
}

function putPart(place, html, news) {
  if (Number(place.dataset.version) > versionOf(news)) return; // the reader's own vote was quicker
  fit(place, parsed(html));
  if (place.dataset.version) place.dataset.version = versionOf(news);
}

function putResult(figure, news) {
  if (Number(figure.dataset.version) >= versionOf(news)) return;
  if (waitsForTap(figure)) return offer(figure);
  const [first, again] = [`question-${news.question}-`, `question-${news.question}-again-`];
  const html = figure.id.startsWith(again) ? news.result.replaceAll(first, again) : news.result;
  const lead = figure.firstElementChild;
  const { height } = lead.getBoundingClientRect();
  fit(figure, parsed(html).firstElementChild);
  lead.style.minBlockSize = `${height}px`; // a shorter sentence draws nothing up from under the finger
  changed.add(figure);
  saySoon();
}

/* Where nobody had voted, the first votes make a drawing out of a sentence. In sight it would push
   away what is read below: it waits for a tap, or for the reader to go on. */
const firstVotes = line.querySelector("template[data-first]");
const waitsForTap = (figure) => firstVotes && figure.matches(".is-empty:not([data-asked])") && isInSight(figure);

function offer(figure) {
  if (figure.querySelector("[data-show]")) return;
  figure.append(firstVotes.content.cloneNode(true));
  say(figure.querySelector("[data-show]").textContent);
}

on("click", ({ target }) => {
  const button = target.closest("[data-show]");
  if (!button) return;
  const figure = button.closest("figure");
  figure.dataset.asked = "";
  put(told.get(Number(figure.dataset.question)));
  figure.closest("section").querySelector("[tabindex='-1']")?.focus({ preventScroll: true });
});

/* Who selects a text keeps it; the result waits until the selection is gone. */
const isSelected = (question) => !getSelection().isCollapsed && figuresOf(question).some((figure) => getSelection().containsNode(figure, true));

/* A question that opened, closed or was withdrawn is another one for this reader: it is fetched
   with their cookie, by each page at its own moment, unless they are just filling it in. */

const renewed = new Set();

function renew(card, news) {
  if (isFilledIn(card)) return warn(card, news);
  renewed.add(card);
  if (!timers.renew) later("renew", between(2.5, 8), fetchCards);
}

const isChanged = (field) => /radio|checkbox/.test(field.type) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
const isFilledIn = (card) => [...card.querySelectorAll("input:not([type=hidden], [type=range]), textarea")].some(
  (field) => field === document.activeElement || isChanged(field),
) || card.querySelector("[data-busy]");

function warn(card, { state }) {
  if (card.querySelector("[data-moved]")) return;
  const words = line.querySelector(`template[data-moved=${state}]`) ?? line.querySelector("template");
  const notice = document.createElement("div");
  notice.dataset.moved = state;
  notice.append(words.content.cloneNode(true));
  card.lastElementChild.before(notice); // below what they write, which stays where it is
  say(notice.textContent.trim());
}

async function fetchCards() {
  const cards = [...renewed];
  renewed.clear();
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const card of cards) {
    const fresh = page.getElementById(card.id);
    if (!fresh || !card.isConnected || isFilledIn(card)) continue;
    fresh.dataset.renewed = "";
    exchange(card, fresh);
    for (const id of [`question-${card.dataset.question}-entry`, "progress"]) {
      if (byId(id) && page.getElementById(id)) exchange(byId(id), page.getElementById(id));
    }
  }
}

function exchange(old, fresh) {
  const { activeElement } = document;
  old.replaceWith(fresh);
  if (!activeElement.isConnected) byId(activeElement.id)?.focus({ preventScroll: true });
  htmx.process(fresh);
  htmx.trigger(fresh, "htmx:load");
}

/* Reading aloud: what has changed in sight, at most every ten seconds */

const changed = new Set();
const spoken = line.querySelector("[role=status]");
let saidAt = 0;
let said = "live";
const isInSight = (one) => {
  const { top, bottom } = one.getBoundingClientRect();
  return one.isConnected && bottom > 0 && top < innerHeight;
};

function saySoon() {
  if (!timers.say) later("say", Math.max(SECOND, saidAt + 10 * SECOND - Date.now()), sayChanged);
}

function sayChanged() {
  const { state } = line.dataset;
  const figures = [...changed].filter(isInSight).map((figure) => figure.querySelector("figcaption")?.textContent.trim());
  const words = state === said ? [] : [line.querySelector(`[data-when=${state}]`).textContent.trim()];
  changed.clear();
  said = state;
  say([...new Set([...words, ...figures])].join(" "));
}

function say(text) {
  if (!text) return;
  spoken.textContent = text;
  saidAt = Date.now();
}

matchMedia("(orientation: portrait)").addEventListener("change", () => all("figcaption[style]").forEach((lead) => lead.removeAttribute("style")));
on("htmx:load", () => later("told", 0, () => told.forEach(put))); // what came may be older
on("selectionchange", () => later("selection", 0.3 * SECOND, () => told.forEach(put)));
