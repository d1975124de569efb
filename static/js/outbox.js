/* What a reader sent and no server has taken waits on this device; pages and the worker share it.

   An entry: key (one a submission, or one a question and statement), kind, url and body as a form
   sends them, at, title, words, page, draft; state "waiting", then "taken" or "refused" with said.
   However often an entry is sent it counts once: its body names it, and how old it is by then. */

const outbox = (() => {
  const PATIENCE = 20_000;
  const PAUSE = 60_000; // after a server that takes nothing for now

  const open = () => new Promise((resolve, reject) => {
    const asked = indexedDB.open("dossier", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("outbox", { keyPath: "key" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = asked.onblocked = () => reject(asked.error);
  });

  async function act(mode, use) {
    const base = await open();
    try {
      return await new Promise((resolve, reject) => {
        const transaction = base.transaction("outbox", mode, { durability: "strict" });
        const asked = use(transaction.objectStore("outbox"));
        transaction.oncomplete = () => resolve(asked?.result);
        transaction.onabort = transaction.onerror = () => reject(transaction.error);
      });
    } finally {
      base.close();
    }
  }

  const channel = globalThis.BroadcastChannel && new BroadcastChannel("outbox");
  const hearers = [];
  const tell = () => hearers.forEach((hear) => hear());
  if (channel) channel.onmessage = tell;

  async function write(use) {
    const result = await act("readwrite", use);
    channel?.postMessage("");
    tell();
    return result;
  }

  const list = () => act("readonly", (store) => store.getAll());
  const keep = (entry) => write((store) => store.put(entry));
  const clear = () => write((store) => store.clear());
  // one at a time, in whatever tab or worker: nothing is taken back while it is on its way
  const alone = (then) => (navigator.locks ? navigator.locks.request("outbox", then) : then());
  const drop = (key) => alone(async () => {
    const entry = await act("readonly", (store) => store.get(key));
    if (entry) await write((store) => store.delete(key));
    return entry;
  });

  /* What came of an entry; nothing where another has taken its place meanwhile. */
  const settle = (entry, news) => write((store) => {
    store.get(entry.key).onsuccess = ({ target: { result } }) => {
      if (result?.at === entry.at) store.put({ ...result, ...news });
    };
  });

  /* Whether the entry is settled; undefined where no answer of ours came. */
  async function send(entry) {
    const body = new URLSearchParams(entry.body);
    body.set("late", Math.max(0, Math.round((Date.now() - entry.at) / 1000)));
    let response, told;
    try {
      response = await fetch(entry.url, { method: "POST", body, signal: AbortSignal.timeout?.(PATIENCE) });
      told = await response.json().catch(() => ({}));
    } catch {
      return undefined;
    }
    const { status, ok } = response;
    const isOver = ok ? told.see : status >= 400 && status < 500 && status !== 429;
    const state = ok ? "taken" : "refused";
    const news = isOver ? { state, said: told.said, see: told.see, settled: Date.now() } : { next: Date.now() + PAUSE };
    await settle(entry, news);
    return Boolean(isOver);
  }

  /* Send all that waits, oldest first; whether nothing waits any more. */
  const flush = () => alone(async () => {
    const waiting = (await list()).filter(({ state }) => state === "waiting");
    let isEmpty = true;
    for (const entry of waiting.sort((a, b) => a.at - b.at)) {
      const settled = entry.next > Date.now() ? false : await send(entry);
      isEmpty &&= settled;
      if (settled === undefined) break;
    }
    return Boolean(isEmpty);
  });

  return { list, keep, drop, clear, flush, onChange: (hear) => hearers.push(hear) };
})();
