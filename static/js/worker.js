/* The service worker: pages that were read, without a connection. It comes after outbox.js; SITE is
   what the server says of this release (dossier/offline.py).

   It keeps public pages only, as everybody sees them, and the static files that they name. Frames,
   large screens, forms, streams and parts of pages pass it by. */

const FILES = "dossier-files";
const PAGES = "dossier-pages";
const MOST = 30;
const OLDEST = 30 * 24 * 60 * 60_000;
const FRESH = 5 * 60_000; // for so long a known reader's visits fetch no page for everybody
const PATIENCE = 3000;
const PASSED_BY = /^\/[^/]+\/embed\/|\/screen\/$/;
const UNKEPT = /^\/[^/]+\/me\//;

const offlinePages = Object.values(SITE.pages);
const whole = { credentials: "omit", cache: "no-cache" };
const isFile = (path) => path.startsWith(SITE.static);
const keptAt = (response) => Number(response.headers.get("X-Kept-At"));

/* Static files never change under their names. */

async function fromFiles(request) {
  const files = await caches.open(FILES);
  const kept = await files.match(request.url);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) files.put(request.url, response.clone()).catch(() => {}); // no room: not kept
  return response;
}

const named = (text) => new Set([...text.matchAll(/["\s](\/[^"\s#]+)/g)].map(([, name]) => name).filter(isFile));

async function complete(names) {
  const files = await caches.open(FILES);
  const kept = new Set((await files.keys()).map(({ url }) => new URL(url).pathname));
  await files.addAll([...names].filter((name) => !kept.has(name)));
}

/* What no kept page names any more goes. */
async function sweep() {
  const [files, pages] = await Promise.all([caches.open(FILES), caches.open(PAGES)]);
  const needed = new Set([...SITE.files, ...offlinePages]);
  for (const page of await pages.matchAll()) named(await page.text()).forEach((name) => needed.add(name));
  for (const request of await files.keys()) {
    if (!needed.has(new URL(request.url).pathname)) await files.delete(request);
  }
}

/* Pages */

async function keep(path, response) {
  const pages = await caches.open(PAGES);
  if ([404, 410].includes(response.status)) return void pages.delete(path);
  const isPublic = ({ headers }) => /\bpublic\b/.test(headers.get("Cache-Control"));
  const isPage = ({ ok, redirected, headers }) => ok && !redirected && /^text\/html/.test(headers.get("Content-Type"));
  if (!isPage(response)) return;
  if (!isPublic(response)) { // a page of one reader's own: the one that all others get is fetched
    const kept = await pages.match(path);
    if (kept && Date.now() - keptAt(kept) < FRESH) return;
    response = await fetch(path, whole);
    if (!isPage(response) || !isPublic(response)) return void pages.delete(path);
  }
  const text = await response.text();
  await complete(named(text));
  await put(pages, path, text, response, Date.now());
  const old = [];
  for (const [place, request] of (await pages.keys()).reverse().entries()) {
    if (place >= MOST || Date.now() - keptAt(await pages.match(request)) > OLDEST) old.push(request);
  }
  for (const request of old) await pages.delete(request);
  if (old.length) await sweep();
}

/* At the end of the cache: what was read longest ago stands first. */
async function put(pages, path, text, { headers }, at) {
  const all = new Headers(headers);
  all.set("X-Kept-At", at);
  all.delete("Content-Encoding");
  await pages.delete(path);
  await pages.put(path, new Response(text, { headers: all }));
}

const marked = (text, mark, { headers }, status = 200) =>
  new Response(text.replace("<body", `<body ${mark}`), { headers, status });

async function fromKept(event, path) {
  const pages = await caches.open(PAGES);
  const kept = await pages.match(path);
  const at = kept && keptAt(kept);
  if (!kept || Date.now() - at > OLDEST) return undefined;
  const text = await kept.text();
  event.waitUntil(put(pages, path, text, kept, at));
  return marked(text, `data-kept="${at}"`, kept);
}

async function withoutConnection(path) {
  const files = await caches.open(FILES);
  const page = await files.match(SITE.pages[path.split("/")[1]] ?? offlinePages[0]);
  if (!page) return Response.error();
  return offlinePages.includes(path) ? page : marked(await page.text(), "data-missing", page, 503);
}

const late = () => new Promise((resolve, reject) => { setTimeout(reject, PATIENCE); });

async function answer(event, path, asked) {
  const kept = await (await caches.open(PAGES)).match(path);
  try {
    const response = await (kept ? Promise.race([asked, late()]) : asked);
    if (!kept || response.status < 502 || response.status > 504) return response;
  } catch {
    // nothing came, or not in time
  }
  return (await fromKept(event, path)) ?? withoutConnection(path);
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (isFile(pathname)) {
    if (!PASSED_BY.test(new URL(request.referrer || request.url).pathname)) event.respondWith(fromFiles(request));
    return;
  }
  if (request.mode !== "navigate" || request.destination !== "document" || PASSED_BY.test(pathname)) return;
  const asked = (async () => (await event.preloadResponse) ?? fetch(request))();
  const isKept = !search && !UNKEPT.test(pathname);
  event.waitUntil(asked.then((response) => isKept && keep(pathname, response.clone())).catch(() => {}));
  event.respondWith(answer(event, pathname, asked));
});

/* A life: a page that came before its worker asks to be kept. */

addEventListener("message", (event) => {
  const { pathname, search } = new URL(event.data.keep, location);
  if (search || UNKEPT.test(pathname) || PASSED_BY.test(pathname)) return;
  event.waitUntil(fetch(pathname, { cache: "no-cache" }).then((response) => keep(pathname, response)).catch(() => {}));
});
addEventListener("install", (event) => event.waitUntil((async () => {
  const files = await caches.open(FILES);
  await complete(SITE.files);
  for (const path of offlinePages) {
    const response = await fetch(path, whole);
    if (response.ok) await files.put(path, response);
  }
  await skipWaiting();
})()));

addEventListener("activate", (event) => event.waitUntil((async () => {
  await registration.navigationPreload?.enable();
  for (const name of await caches.keys()) if (![FILES, PAGES].includes(name)) await caches.delete(name);
  await sweep();
})()));

addEventListener("sync", (event) => {
  if (event.tag === "outbox") event.waitUntil(outbox.flush().then((isEmpty) => isEmpty || Promise.reject(new Error("not all"))));
});
