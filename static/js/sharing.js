/* Passing on: the system's sheet where there is one, else a copied link, else the page with its
   address in a field. With a question go its words, and never what the reader answered.
   After dossier.js and ballots.js. */

const sharing = byId("share");

/* What a question is sent with; what readers see of its result is promised only if all see it. */
function wordsOf(card) {
  const link = card.querySelector("[data-share-card]");
  const { asked, answered, told } = sharing.dataset;
  const words = !card.querySelector(".my-answer") ? asked : link.hasAttribute("data-public") ? told : answered;
  const question = card.querySelector(".question-prompt").textContent.trim();
  return { title: question, text: fill(words, { question }) };
}

/* Whether it is done with: somebody who has changed their mind wants nothing else either. */
async function passOn(what) {
  if (!navigator.share) return false;
  return navigator.share(what).then(() => true, ({ name }) => name === "AbortError");
}

async function copy(control, url) {
  await navigator.clipboard.writeText(url);
  const label = control.querySelector("[data-label]") ?? control;
  const said = label.textContent;
  const { copied } = sharing.dataset;
  if (said !== copied) setTimeout(() => { label.textContent = said; }, 4000);
  label.textContent = copied;
  announce(copied);
}

async function shareCard(link) {
  const url = link.href.split("#")[0];
  if (await passOn({ ...wordsOf(link.closest(".question")), url })) return;
  await copy(link, url).catch(() => location.assign(link.href));
}

async function sharePage() {
  const card = document.querySelector("h1.question-prompt")?.closest(".question");
  const page = { title: sharing.dataset.title, text: sharing.dataset.title, url: byId("share-address").value };
  sharing.open = !await passOn(card ? { ...page, ...wordsOf(card) } : page);
}

on("click", (event) => {
  const link = event.target.closest("[data-share-card]");
  if (link && sharing) {
    event.preventDefault();
    shareCard(link);
  }
  if (event.target.closest("#share > summary") && navigator.share && !sharing.open) {
    event.preventDefault();
    sharePage();
  }
  const button = event.target.closest("[data-copy]");
  if (button) copy(button, byId("share-address").value).catch(() => byId("share-address").select());
});

// led here to the field, by a link that was followed without scripts or that could not be copied
const openField = () => { if (location.hash === "#share") sharing.open = true; };
if (sharing) {
  openField();
  addEventListener("hashchange", openField);
}
