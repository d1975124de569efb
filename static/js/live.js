/* What others do moves the open page: one stream of events, fitted into what stands there. Where
   none comes through, the page asks every few seconds instead. After dossier.js and fitting.js.

   A hidden page holds no connection. So any number of tabs makes do with one for each window in
   sight, where a browser allows a site six over HTTP/1.1, and a hundred over HTTP/2. */

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
const passes = () => distinct("pass").join();
const address = () => `${line.dataset.live}?have=${distinct("question").map(Number).map(markOf)}&pass=${passes()}`;

/* Taking in what is told: the parts that everybody sees, the result, another state */

function take(news) {
  const known = told.get(news.question);
  if (known && versionOf(known) > versionOf(news)) return;
  told.set(news.question, news);
  put(news);
}

function put(news) {
  const { question, parts, state } = news;
  for (const [name, html] of Object.entries(parts)) {
    for (const place of all(of(question, ` [data-part="${name}"]`))) putPart(place, html, news);
  }
  const count = document.querySelector(`#discussion${of(question)} #discussion-count`);
  if (count) fit(count, parsed(parts.comments));
  if (news.result && !isSelected(question)) figuresOf(question).forEach((figure) => putResult(figure, news));
  for (const card of all(of(question, "[data-state]"))) {
    const lacksResult = news.result && !card.querySelector("figure[data-version]") && !card.dataset.renewed;
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
  const [first, again] = [`question-${news.question}-`, `question-${news.question}-again-`];
  const html = figure.id.startsWith(again) ? news.result.replaceAll(first, again) : news.result;
  const lead = figure.firstElementChild;
  const { height } = lead.getBoundingClientRect();
  fit(figure, parsed(html).firstElementChild);
  lead.style.minBlockSize = `${height}px`; // a shorter sentence draws nothing up from under the finger
  changed.add(figure);
  saySoon();
}

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

function show(state) {
  line.dataset.state = state;
  for (const one of line.querySelectorAll("[data-when]")) one.hidden = one.dataset.when !== state;
  if (state !== said && !document.hidden) saySoon();
}

/* The stream. Another one takes its place without a gap: the old is closed once the new is heard. */

let stream = null;
let coming = null;
let offered = "";
let isLate = false;
let refusals = 0;
let failures = 0;

const HEARD = {
  question: take,
  discussion: ({ count }) => {
    const place = document.querySelector("#discussion:not([data-question]) #discussion-count");
    if (place) fit(place, parsed(count).firstElementChild);
  },
  beat: () => {},
  status: (word) => { isLate = word === "late"; },
  move: ({ within: most }) => later("move", Math.random() * most, connect),
  gone: () => stop(true),
};

function connect() {
  coming?.close();
  offered = passes();
  const fresh = new EventSource(address());
  coming = fresh;
  for (const [name, act] of Object.entries(HEARD)) {
    fresh.addEventListener(name, ({ data }) => { act(JSON.parse(data)); hear(fresh); });
  }
  fresh.onerror = () => lose(fresh);
  later("silence", 6 * SECOND, goWithout); // a proxy may hold back what is sent
}

function hear(source) {
  if (source.readyState !== EventSource.OPEN) return;
  if (source === coming) [stream, coming] = [(stream?.close(), source), null];
  refusals = 0;
  for (const name of ["poll", "retry"]) cancel(name);
  later("silence", 45 * SECOND, goWithout); // two beats were missed
  show(isLate ? "late" : "live");
}

function lose(source) {
  if (source.readyState === EventSource.CLOSED) return goWithout();
  if (source === coming && stream) return; // the old one still speaks
  if (timers.poll || line.dataset.state === "lost") return;
  show("lost");
  later("silence", 6 * SECOND, goWithout); // until then the browser tries by itself
}

function hangUp() {
  for (const one of [stream, coming]) one?.close();
  stream = coming = null;
  isLate = false;
  for (const name of ["silence", "move", "poll", "retry"]) cancel(name);
}

/* Without a stream: asking, and now and then trying one again */

function goWithout() {
  hangUp();
  if (line.dataset.state !== "slow") show("lost");
  later("poll", between(0, 2), poll);
  later("retry", between(1, 2) * Math.min(15 * 2 ** refusals++, 150), connect);
}

async function poll() {
  const asking = {};
  timers.poll = asking;
  const ok = await fetch(line.dataset.pulse, { cache: "no-cache" }).then(takePulse).catch(() => false);
  if (timers.poll !== asking) return; // a stream came, or the page was left
  show(ok ? "slow" : "lost");
  if (ok && failures) connect(); // it is back
  failures = ok ? 0 : failures + 1;
  later("poll", ok ? between(5, 10) : between(1, 2) * Math.min(1.5 * 2 ** failures, 30), poll);
}

async function takePulse(answer) {
  if (answer.status === 404) stop(true);
  if (!answer.ok) return false;
  for (const news of (await answer.json()).questions) {
    const [figure] = figuresOf(news.question);
    if (figure && Number(figure.dataset.version) < versionOf(news)) {
      const result = await fetch(figure.dataset.results, { cache: "no-cache" });
      if (result.ok) news.result = await result.text();
    }
    take(news);
  }
  return true;
}

/* In sight and connected, or at rest */

function stop(forGood) {
  hangUp();
  for (const name of ["renew", "say", "passes"]) cancel(name);
  renewed.clear();
  if (forGood) delete line.dataset.live;
  show("paused");
}

function start() {
  if (!line.dataset.live || document.hidden || !navigator.onLine) stop();
  else if (!stream && !coming) connect();
}

on("visibilitychange", start);
addEventListener("pagehide", () => stop());
for (const name of ["pageshow", "online", "offline"]) addEventListener(name, start);
on("htmx:load", () => { // what came with a vote may be older than what was told, and bring a pass
  told.forEach(put);
  if (stream && offered !== passes()) later("passes", 0.3 * SECOND, connect);
});
on("selectionchange", () => later("selection", 0.3 * SECOND, () => told.forEach(put)));
start();
