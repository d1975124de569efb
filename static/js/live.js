/* Where what others do comes from: one stream of events a page. Where none comes through, the page
   asks every few seconds instead. After news.js.

   A page out of sight holds no connection. So any number of tabs makes do with one for each window
   in sight, where a browser allows a site six over HTTP/1.1, and a hundred over HTTP/2. */

const passes = () => distinct("pass").join();
const address = () => `${line.dataset.live}?have=${distinct("question").map(Number).map(markOf)}&pass=${passes()}`;

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
  discussion: ({ count, passages }) => {
    const place = document.querySelector("#discussion:not([data-question]) #discussion-count");
    if (place) fit(place, parsed(count).firstElementChild);
    for (const talk of all("[data-passage]")) if (passages[talk.dataset.passage]) fit(talk, parsed(passages[talk.dataset.passage]));
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
  const { questions, discussion } = await answer.json();
  HEARD.discussion(discussion);
  for (const news of questions) {
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
on("htmx:load", () => { // a vote may bring a pass, or take one away
  if (stream && offered !== passes()) later("passes", 0.3 * SECOND, connect);
});
setTimeout(start); // a tap may come in between
