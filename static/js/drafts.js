/* What a reader writes outlives the tab, the connection and a server's failure, until it is taken.
   After dossier.js; a text's field names its draft (data-draft), and what comes of a text that was
   taken names it again, with the text (data-draft-done, data-draft-text). */

function draft(key, use) {
  try {
    return use(localStorage, `draft:${key}`);
  } catch {
    return null; // storage may be full or forbidden
  }
}

const forget = (key) => draft(key, (store, name) => store.removeItem(name));
const kept = (key) => draft(key, (store, name) => store.getItem(name)) ?? "";
const keepDraft = ({ dataset, value }) => {
  if (value.trim()) draft(dataset.draft, (store, name) => store.setItem(name, value));
  else forget(dataset.draft);
};

/* Only what was taken goes: another tab may have written something else in the same place. */
const words = (text) => text.normalize("NFC").split(/\s+/).filter(Boolean).join(" ");
const dropTaken = (key, text) => { if (words(kept(key)) === words(text)) forget(key); };

function dropAll() {
  for (const name of draft("", (store) => Object.keys(store)) ?? []) {
    if (/^(draft|since):/.test(name)) localStorage.removeItem(name);
  }
}

function fillIn(field, text) {
  field.value = text;
  if (field.dataset.counter) count(field);
}

function restoreDrafts(root) {
  within(root, "[data-drafts-done]").forEach(dropAll);
  within(root, "[data-draft-done]").forEach(({ dataset }) => dropTaken(dataset.draftDone, dataset.draftText));
  for (const field of within(root, "[data-draft]")) {
    const text = field.value ? "" : kept(field.dataset.draft);
    if (text) fillIn(field, text);
  }
  for (const hint of within(root, "[data-draft-of]")) hint.hidden = !kept(hint.dataset.draftOf);
}

/* Another tab: what is written there shows where nothing was written here; what is sent there goes
   where the same stands. */
addEventListener("storage", ({ key, oldValue, newValue }) => {
  for (const field of within(document, "[data-draft]").filter(({ dataset }) => `draft:${dataset.draft}` === key)) {
    const isSame = field.value === (oldValue ?? "");
    if (isSame && (newValue === null || !("written" in field.dataset))) fillIn(field, newValue ?? "");
    else if (newValue === null) keepDraft(field);
  }
});

/* What could not be sent stays where it is, with why, and a button that sends it again. */

const sendingForm = ({ elt, requestConfig }) => (requestConfig?.elt ?? elt).closest("form[data-hx-post]");
const noticeOf = (why) => byId(`unsent-${why}`)?.content.cloneNode(true);

function tellUnsent(detail, why) {
  const form = sendingForm(detail);
  const notice = noticeOf(why);
  if (!notice) return;
  if (!form) return announce(notice.querySelector("p").textContent);
  form.querySelector("[data-unsent]")?.remove();
  form.append(notice);
  form.querySelector("[data-unsent]").dataset.unsent = why;
}

// an error page of whatever stands before the site is no answer of ours
const isWholePage = ({ responseText }) => /^\s*<(!doctype|html)/i.test(responseText);

async function keepOrTell(detail, why) { // offline.js may keep it, to be sent later
  if (!(await globalThis.keepUnsent?.(detail))) tellUnsent(detail, why);
}

on("htmx:sendError", ({ detail }) => keepOrTell(detail, navigator.onLine ? "failed" : "offline"));
on("htmx:timeout", ({ detail }) => keepOrTell(detail, "failed"));
on("htmx:responseError", ({ detail }) => tellUnsent(detail, "failed"));
on("htmx:beforeRequest", ({ detail }) => sendingForm(detail)?.querySelector("[data-unsent]")?.remove());
on("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.status < 400 || !detail.shouldSwap || !isWholePage(detail.xhr)) return;
  detail.shouldSwap = false;
  tellUnsent(detail, detail.xhr.status === 429 ? "busy" : "failed");
});
on("htmx:beforeOnLoad", ({ target, detail }) => { // before the swap takes the form away
  // what was only fetched (another page, another form) has taken no text
  if (detail.requestConfig.verb === "get" || detail.xhr.status >= 300 || isWholePage(detail.xhr)) return;
  within(target, "[data-draft]").forEach(({ dataset, value }) => dropTaken(dataset.draft, value));
});
addEventListener("online", () => {
  for (const notice of within(document, "[data-unsent=offline]")) {
    const fresh = noticeOf("online");
    fresh.querySelector("[data-unsent]").dataset.unsent = "online";
    notice.replaceWith(fresh);
  }
});

setTimeout(forAll, 0, restoreDrafts); // what a browser keeps it takes a while to open: a tap may come in between
on("input", ({ target }) => {
  if (!target.matches("[data-draft]")) return;
  target.dataset.written = "";
  keepDraft(target);
});
