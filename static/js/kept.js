/* The page of what this device keeps: what waits to be sent, and what can be read. After offline.js. */

(() => {
  const list = document.querySelector("[data-waiting-list]");
  const shelf = document.querySelector("[data-kept-list]");
  const drop = shelf.querySelector("[data-drop]");
  const { timed, worded, cloned, takeBack, whyOf } = offline;

  function rowOf(entry) {
    const row = cloned(list.querySelector("template"));
    for (const one of row.querySelectorAll("[data-of]")) one.hidden = ![entry.kind, entry.state].includes(one.dataset.of);
    row.querySelector("[data-at]").textContent = timed(entry.at);
    for (const link of row.querySelectorAll("a")) link.href = entry.page;
    row.querySelector("h3 a").textContent = entry.title;
    row.querySelector(".kept-words").textContent = entry.words;
    row.querySelector(".kept-why").textContent = entry.state === "refused" ? whyOf(entry) : "";
    row.querySelector("[data-edit]").onclick = async () => { if (await takeBack(entry.key)) location.href = entry.page; };
    const discard = row.querySelector("[data-discard]");
    discard.onclick = () => {
      if (discard.textContent === discard.dataset.discard) outbox.drop(entry.key);
      discard.textContent = discard.dataset.discard;
    };
    return row;
  }

  offline.show = (entries) => {
    const open = entries.filter((entry) => entry.state !== "taken").sort((a, b) => a.at - b.at);
    list.hidden = !open.length;
    list.querySelector("ul").replaceChildren(...open.map(rowOf));
  };

  async function pageOf(cache, request) {
    const { pathname } = new URL(request.url);
    const response = await cache.match(request);
    const { title } = new DOMParser().parseFromString(await response.text(), "text/html");
    return { pathname, title: title.split(" · ")[0].trim(), at: Number(response.headers.get("X-Kept-At")) };
  }

  const linkTo = ({ pathname, title }) => Object.assign(document.createElement("a"), { href: pathname, textContent: title });
  const itemOf = (page) => { const item = document.createElement("li"); item.append(linkTo(page)); return item; };
  const isDossier = ({ pathname }) => /^\/[^/]+\/[^/]+\/$/.test(pathname);

  async function showShelf() {
    const cache = await caches.open("dossier-pages");
    const pages = await Promise.all((await cache.keys()).map((request) => pageOf(cache, request)));
    const rows = pages.filter(isDossier).sort((a, b) => b.at - a.at).map((page) => {
      const row = cloned(shelf.querySelector("template"));
      row.querySelector("h3").replaceChildren(linkTo(page));
      const time = row.querySelector(".muted");
      time.textContent = worded(time.textContent, { time: timed(page.at) });
      const isBelow = ({ pathname }) => pathname !== page.pathname && pathname.startsWith(page.pathname);
      row.querySelector("ul").replaceChildren(...pages.filter(isBelow).map(itemOf));
      return row;
    });
    shelf.querySelector("ul").replaceChildren(...rows);
    shelf.querySelector(".empty").hidden = rows.length > 0;
    drop.hidden = !pages.length;
    shelf.hidden = false;
  }

  drop.onclick = () => caches.delete("dossier-pages").then(showShelf);
  outbox.list().then(offline.show, () => {});
  showShelf().catch(() => {}); // without HTTPS a browser keeps no page
})();
