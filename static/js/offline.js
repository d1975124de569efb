/* Without a connection: what a page says of itself, and what it sends later. After outbox.js and
   the page's own scripts, whose on, within, byId, announce, count and drafts it uses; loaded once
   somebody reads (later.js). */

(() => {
  const SECOND = 1000;
  const bar = byId("offline");
  const [state] = bar.querySelectorAll("[role=status]");
  const [anew, here] = bar.querySelectorAll(".wrap > a");
  const { kept: from, missing } = document.body.dataset;

  const timed = (at) => {
    const isToday = new Date(at).toDateString() === new Date().toDateString();
    return new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: isToday ? undefined : "long", timeStyle: "short", hourCycle: "h23" }).format(at);
  };
  const worded = (text, values) => text.replace(/{(\w+)}/g, (_, name) => values[name]);
  const short = (text) => (text.length > 48 ? `${text.slice(0, 47)}…` : text);
  const cloned = (template) => template.content.cloneNode(true).firstElementChild;
  const quietly = async (use) => { try { return await use(); } catch { return undefined; } };
  const pathOf = (address) => new URL(address, location).pathname;

  /* Which entry a form's answer or text is: a question has one answer, a statement one. */

  const fieldOf = (form) => form.querySelector("[data-draft]");
  const answerOf = (form) => `${pathOf(form.action)}#${form.elements.statement?.value ?? ""}`;
  const isOf = (form) => (entry) => entry.state !== "taken" && (entry.kind === "ballot"
    ? form.dataset.keeps === "ballot" && entry.key === answerOf(form)
    : entry.draft === fieldOf(form)?.dataset.draft);

  /* Before it is sent, a text gets the name under which it counts once; one that was taken back to
     be changed has one, since it may have been taken. */

  const sentAt = new WeakMap();
  const nameAgain = (key) => `again:${key}`;

  function prepareSending({ detail }) {
    const { elt, parameters } = detail;
    if (!elt.matches("form[data-keeps]")) return;
    sentAt.set(elt, Date.now());
    detail.timeout = 20 * SECOND;
    if (elt.dataset.keeps !== "comment" || !crypto.randomUUID) return;
    const { dataset } = fieldOf(elt);
    dataset.submission ??= kept(nameAgain(dataset.draft)) || crypto.randomUUID();
    parameters.submission = dataset.submission;
  }

  function wordsOf(form, submitter) {
    const statement = form.elements.statement && (form.querySelector(".statement") ?? form.closest("li")?.querySelector("p"));
    if (submitter?.name) return [statement, submitter].filter(Boolean).map(({ textContent }) => textContent.trim()).join(" – ");
    const fields = [...form.elements].filter(({ type, checked, value }) =>
      (/radio|checkbox/.test(type) ? checked : /number|text/.test(type) && value));
    const said = ({ type, value, labels: [label] }) =>
      [label?.textContent.trim().replace(/\s+/g, " "), /number|text/.test(type) && value].filter(Boolean).join(" ");
    return fields.map(said).join(", ");
  }

  /* Whether what could not be sent is kept; drafts.js tells where it is not. */
  globalThis.keepUnsent = async ({ requestConfig }) => {
    const { elt: form, formData, path, triggeringEvent } = requestConfig ?? {};
    if (!form?.matches("form[data-keeps]")) return false;
    const kind = form.dataset.keeps;
    const field = kind === "comment" ? fieldOf(form) : null;
    if (field && !formData.get("submission")) return false;
    const titled = form.closest("[data-question]")?.querySelector("[id$=-prompt]") ?? document.querySelector("h1");
    const entry = {
      kind, key: field?.dataset.submission ?? answerOf(form), draft: field?.dataset.draft,
      url: path, body: new URLSearchParams(formData).toString(), at: sentAt.get(form) ?? Date.now(), state: "waiting",
      title: titled.textContent.trim(), words: field?.value ?? wordsOf(form, triggeringEvent?.submitter), page: location.pathname,
    };
    try {
      await outbox.keep(entry);
    } catch {
      return false; // no room, or none is given
    }
    if (field) clearField(field);
    quietly(async () => (await navigator.serviceWorker?.ready)?.sync?.register("outbox"));
    await render();
    announce(form.querySelector("[data-note] .notice p")?.textContent ?? "");
    sendSoon(10 * SECOND);
    return true;
  };

  function clearField(field) {
    forget(nameAgain(field.dataset.draft));
    delete field.dataset.submission;
    fillIn(field, "");
    keepDraft(field);
  }

  /* Taken back, a text is a draft again. */
  async function takeBack(key) {
    const entry = await outbox.drop(key);
    if (!entry || entry.kind !== "comment" || entry.state === "taken") return entry;
    const text = [entry.words, kept(entry.draft)].filter(Boolean).join("\n\n");
    draft(entry.draft, (store, name) => store.setItem(name, text));
    draft(nameAgain(entry.draft), (store, name) => store.setItem(name, entry.key));
    for (const field of within(document, "[data-draft]")) if (field.dataset.draft === entry.draft) fillIn(field, text);
    return entry;
  }

  /* Sending: on coming back, on opening a page, and now and then as long as something waits. */

  let timer = null;
  let pause = 15 * SECOND;

  function sendSoon(after) {
    clearTimeout(timer);
    timer = setTimeout(sendNow, after);
  }

  async function sendNow() {
    clearTimeout(timer);
    if (!navigator.onLine || (await quietly(outbox.flush)) !== false) return;
    pause = Math.min(2 * pause, 300 * SECOND);
    sendSoon(pause);
  }

  /* What is said */

  function showState(entries) {
    const count = (wanted) => entries.filter((entry) => entry.state === wanted).length;
    const [waiting, refused] = [count("waiting"), count("refused")];
    const name = !navigator.onLine ? (missing !== undefined ? "missing" : from ? "kept" : "offline") : from ? "late" : "";
    const text = name && worded(state.dataset[name], { time: timed(Number(from) || Date.now()) });
    if (state.textContent !== text) state.textContent = text;
    anew.hidden = name !== "late";
    const { waiting: waits, refused: back } = here.dataset;
    here.dataset.plain ??= here.textContent;
    here.textContent = refused ? worded(back, { count: refused }) : waiting ? worded(waits, { count: waiting }) : here.dataset.plain;
    bar.hidden = !(name || waiting || refused || bar.querySelector("[data-taken]"));
    document.documentElement.toggleAttribute("data-barred", !bar.hidden);
  }

  const whyOf = ({ said }) => said ?? noticeOf("failed").querySelector("p").textContent;

  function showNotes(entries) {
    for (const form of within(document, "form[data-keeps]")) {
      const own = entries.filter(isOf(form));
      const told = own.map(({ key, at, state: word }) => [key, at, word]).join();
      if (told === (form.dataset.told ?? "")) continue;
      form.dataset.told = told;
      within(form, "[data-note]").forEach((note) => note.remove());
      for (const entry of own) {
        const note = cloned(byId(entry.state === "refused" ? "offline-refused" : "offline-note"));
        const line = note.querySelector(".notice p");
        line.textContent = worded(line.textContent, { time: timed(entry.at), why: whyOf(entry) });
        note.querySelector(".notice").append(Object.assign(document.createElement("blockquote"), { textContent: entry.words, dir: "auto" }));
        note.querySelector("[data-take-back]").onclick = () => takeBack(entry.key);
        form.append(note);
      }
    }
  }

  /* What was taken is told once, in a page that is looked at. */
  async function showTaken(entry) {
    const news = cloned(byId("offline-taken"));
    const [text, link, close] = [news.querySelector("p"), news.querySelector("a"), news.querySelector("button")];
    text.textContent = worded(text.textContent, { time: timed(entry.settled), words: short(entry.words) });
    text.append(" ", Object.assign(document.createElement("span"), { textContent: entry.said }));
    link.href = entry.see;
    close.onclick = () => { news.remove(); render(); };
    bar.append(news);
    announce(text.textContent);
    await outbox.drop(entry.key);
    renew(entry);
  }

  function renew(entry) {
    const form = within(document, "form[data-keeps]").find((one) => pathOf(one.action) === pathOf(entry.url));
    if (!form || !globalThis.htmx) return;
    const card = form.closest("[data-question]");
    if (entry.kind === "comment" && byId("discussion-list")) htmx.ajax("GET", entry.url, { target: "#discussion-list", swap: "innerHTML" });
    if (entry.kind === "ballot" && card) {
      htmx.ajax("GET", location.pathname + location.search, { target: `#${card.id}`, select: `#${card.id}`, swap: "outerHTML" });
    }
  }

  /* The page of what is kept has more to show (kept.js). */

  globalThis.offline = { timed, worded, cloned, takeBack, whyOf, show: null };

  let rendering = null;
  const render = () => { // one after the other: what is told once is not told twice
    rendering = Promise.resolve(rendering).then(showAll);
    return rendering;
  };

  async function showAll() {
    const entries = (await quietly(outbox.list)) ?? [];
    showNotes(entries);
    offline.show?.(entries);
    if (!document.hidden) for (const entry of entries) if (entry.state === "taken") await showTaken(entry);
    showState(entries);
    return entries;
  }

  /* The worker, and the end of all that is kept */

  async function keepPages() {
    const { worker, scope } = bar.dataset;
    const workers = navigator.serviceWorker;
    if (!workers || window.top !== window) return;
    if (!worker) return void (await leave());
    await workers.register(worker, { scope });
    if (!workers.controller) (await workers.ready).active.postMessage({ keep: location.pathname + location.search });
  }

  async function leave() {
    for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
    for (const name of await caches.keys()) await caches.delete(name);
  }

  async function start() {
    if (document.querySelector("[data-drafts-done]")) {
      await quietly(outbox.clear);
      return void (await quietly(leave));
    }
    if (from) for (const field of within(document, "[name=seen]")) field.value = ""; // of nobody's ballot
    outbox.onChange(render);
    on("htmx:configRequest", prepareSending);
    on("htmx:load", ({ target }) => within(target, "form[data-keeps]").length && render());
    on("htmx:afterRequest", ({ detail: { elt, successful } }) => { // what is sent now is newer
      if (!successful || !elt.matches("form[data-keeps]")) return;
      if (elt.dataset.keeps === "ballot") quietly(() => outbox.drop(answerOf(elt)));
      else forget(nameAgain(fieldOf(elt).dataset.draft));
    });
    for (const name of ["online", "offline"]) addEventListener(name, render);
    addEventListener("online", sendNow);
    on("visibilitychange", () => { if (!document.hidden) render().then(sendNow); });
    await render();
    sendNow();
    quietly(keepPages);
  }

  start();
})();
