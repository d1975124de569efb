/* What nobody needs before they read comes with the first sign of a reader, or where a page stays open:
   whoever only looks in is not sent it. After dossier.js; [data-scripts] names what comes. */

(() => {
  const SIGNS = ["scroll", "pointerdown", "keydown", "focusin", "offline"];
  const LONG = 20_000; // milliseconds without any

  const stands = new Promise((resolve) => addEventListener("load", () => setTimeout(resolve)));
  const over = new AbortController();

  function bring({ dataset: { sheet, scripts } }) {
    const add = () => {
      for (const src of scripts.split(" ")) document.body.append(Object.assign(document.createElement("script"), { src, async: false }));
    };
    if (!sheet) return add();
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: sheet });
    link.onload = link.onerror = add;
    document.head.append(link);
  }

  async function come() {
    if (over.signal.aborted) return;
    over.abort();
    await stands;
    within(document, "[data-scripts]").forEach(bring);
  }

  for (const sign of SIGNS) addEventListener(sign, come, { capture: true, passive: true, signal: over.signal });
  stands.then(() => {
    // a worker has it already; or it is what the page is about
    const isDue = navigator.serviceWorker?.controller || document.querySelector("[data-at-once], [data-drafts-done]");
    if (isDue) come();
    else setTimeout(come, LONG);
  });
})();
