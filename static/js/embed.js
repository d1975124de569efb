/* A question in a frame tells the page round it how tall it is, and nothing else (embed-host.js
   hears it), and opens what it links to beside that page. It comes after dossier.js. */

const tellHeight = () => parent.postMessage({ dossierHeight: document.documentElement.offsetHeight }, "*");

new ResizeObserver(tellHeight).observe(document.documentElement);
addEventListener("message", ({ source, data }) => source === parent && data === "dossierHeight?" && tellHeight());
on("click", ({ target }) => {
  const link = target.closest("a[href]:not([href=''], [href^='#'])");
  if (link) link.target = "_blank";
}, true);
