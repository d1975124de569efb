/* The way through a dossier's questions: the bar at its foot leads to the next one that waits, from
   where the reader is, and opens the list of all. After dossier.js. */

const sheet = byId("questions");
const promptOf = (entry) => byId(`question-${entry.dataset.question}-prompt`);
const isAsked = (entry) => promptOf(entry)?.closest(".question").dataset.state === "open";

/* Below what is in sight, or else from the top again. */
function nextWaiting() {
  const waiting = within(document, "#closing [data-waits]").filter(isAsked).map(promptOf);
  waiting.sort((one, other) => one.getBoundingClientRect().top - other.getBoundingClientRect().top);
  const here = document.activeElement.closest(".question");
  const isAhead = (prompt) => prompt.getBoundingClientRect().top > 100 && prompt.closest(".question") !== here;
  return waiting.find(isAhead) ?? waiting[0];
}

function openList() {
  const list = document.querySelector("#closing .question-index").cloneNode(true);
  for (const one of within(list, "[id]")) one.removeAttribute("id");
  for (const link of list.querySelectorAll("a")) link.hash += "-prompt";
  sheet.querySelector(".question-index").replaceWith(list);
  sheet.showModal();
}

on("click", ({ target }) => {
  if (target.closest("[data-questions]")) openList();
  const next = target.closest("[data-next]");
  const prompt = next && nextWaiting();
  if (prompt) next.hash = prompt.id; // where the browser then leads, with the focus
  // closing gives the focus back, before the link takes it on
  if (target === sheet || target.closest("#questions :is(a, [data-close])")) sheet.close();
});
