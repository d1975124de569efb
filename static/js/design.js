/* The living page: states that a control has under a pointer or a key only, and forms that lead nowhere. */

const PRETENDED = { ":hover": ".as-hover", ":active": ".as-active", ":focus-visible": ".as-focus" };

/* Each rule for such a state holds for a class as well: what is shown is what the sheet says. */
function pretend(group) {
  for (let place = group.cssRules.length - 1; place >= 0; place -= 1) {
    const rule = group.cssRules[place];
    if (rule.cssRules?.length) pretend(rule);
    const selector = rule.selectorText ?? "";
    const twin = Object.entries(PRETENDED).reduce((text, [state, name]) => text.replaceAll(state, name), selector);
    if (twin !== selector) group.insertRule(rule.cssText.replace(selector, twin), place + 1);
  }
}
[...document.styleSheets].forEach(pretend);

for (const place of document.querySelectorAll("[data-pretend]")) {
  const name = `as-${place.dataset.pretend}`;
  const options = place.querySelectorAll(".option");
  if (options.length) (name === "as-focus" ? options[1].querySelector("input") : options[1]).classList.add(name);
  for (const one of place.querySelectorAll(".button, .button-plain, input:not([type=radio]), textarea, select")) one.classList.add(name);
}

/* What the page keeps ready for a lost connection, shown with an hour and words of its own. */
const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit" });

function fill(copy) {
  const texts = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace("{time}", time).replace(/{\w+}/, "…");
  return copy;
}

for (const place of document.querySelectorAll("[data-shows]")) {
  const kept = document.getElementById(place.dataset.shows);
  if (kept) place.append(fill(kept.content.cloneNode(true)));
}
for (const place of document.querySelectorAll("[data-line]")) {
  const line = document.querySelector("#offline > .wrap")?.cloneNode(true);
  const words = line?.querySelector("[role=status]");
  if (!words) continue;
  words.removeAttribute("role");
  words.textContent = words.dataset[place.dataset.line];
  for (const link of line.querySelectorAll("a[data-waiting]")) link.textContent = link.dataset.waiting.replace("{count}", "2");
  place.append(fill(line));
}

addEventListener("submit", (event) => { event.preventDefault(); event.stopImmediatePropagation(); }, true);
addEventListener("click", (event) => {
  const path = event.target.closest?.("a[href]")?.pathname ?? "";
  if (path.startsWith(location.pathname) && path !== location.pathname) event.preventDefault();
}, true);
