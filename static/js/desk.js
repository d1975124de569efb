/* The newsroom's pages: rows are added, moved and renumbered in place, addresses suggested, and what
   was open stays open. Without this script the same forms work by their numbers and blank rows. */

const on = (name, handler) => document.addEventListener(name, handler);
const rowsOf = (list) => [...list.children].filter((row) => row.matches("[data-row]"));
const field = (row, name) => row.querySelector(`[name="${row.id}-${name}"]`);

function show(root) {
  for (const element of root.querySelectorAll("[data-js][hidden]")) element.hidden = false;
}

/* Rows. One that is new and untouched keeps no position, so that the server passes it over. */

const isUntouched = (row) => !field(row, "id")?.value && !("touched" in row.dataset);

function renumber(list) {
  rowsOf(list)
    .filter((row) => !isUntouched(row))
    .forEach((row, index) => { field(row, "position").value = index + 1; });
}

function move(row, button, up) {
  const neighbour = up ? row.previousElementSibling : row.nextElementSibling;
  if (!neighbour?.matches("[data-row]")) return;
  if (up) neighbour.before(row);
  else neighbour.after(row);
  touch(row);
  renumber(row.parentElement);
  button.focus();
  tellPlace(row);
}

function tellPlace(row) {
  const rows = rowsOf(row.parentElement);
  const told = row.parentElement.closest("[data-rows]").querySelector("[data-moved]");
  told.textContent = told.dataset.moved
    .replace("{place}", rows.indexOf(row) + 1)
    .replace("{count}", rows.length);
}

/* The blank of the rows inside rows is kept once, inside the blank of the rows around them. */
function blankOf(group) {
  const own = (root) => [...root.querySelector(".rows-list").children].find((row) => row.matches("template"));
  const around = group.parentElement.closest("[data-rows]");
  return around ? own(own(around).content) : own(group);
}

function add(group) {
  const prefix = group.dataset.rows;
  const total = group.querySelector(`[name="${prefix}-TOTAL_FORMS"]`);
  const blank = blankOf(group);
  const made = document.createElement("template");
  made.innerHTML = blank.innerHTML.replaceAll(blank.dataset.blank, `${prefix}-${total.value}`);
  total.value = Number(total.value) + 1;
  const row = made.content.querySelector("[data-row]");
  show(row);
  const list = group.querySelector(".rows-list");
  list.insertBefore(row, list.querySelector(":scope > template"));
  for (const body of row.querySelectorAll("details")) body.open = true;
  row.querySelector(":scope > :is(.row-body, .row-fields) input:not([type=hidden])")?.focus();
}

function touch(row) {
  for (let touched = row; touched; touched = touched.parentElement.closest("[data-row]")) {
    touched.dataset.touched = "";
  }
  unsaved = true;
}

on("click", ({ target }) => {
  const button = target.closest("[data-row-up], [data-row-down], [data-row-add]");
  if (!button) return;
  if (button.matches("[data-row-add]")) add(button.closest("[data-rows]"));
  else move(button.closest("[data-row]"), button, button.matches("[data-row-up]"));
});

/* Addresses: made of the words beside them until somebody writes one. */

const slugOf = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase()
  .match(/[a-z0-9]+/g)?.slice(0, 8).join("-").slice(0, 80) ?? "";

function suggestAddress(input) {
  const name = input.name.split("-").at(-1);
  const slug = input.form?.elements[input.name.slice(0, -name.length) + "slug"];
  if (!slug?.dataset.from?.split(" ").includes(name)) return;
  if (slug.value && slug.value !== slug.dataset.suggested) return;
  const texts = slug.dataset.from.split(" ").map((from) => input.form.elements[slug.name.slice(0, -4) + from].value);
  slug.value = slug.dataset.suggested = slugOf(texts.find(Boolean) ?? "");
}

on("change", ({ target }) => {
  if (!target.matches("[data-check-all]")) return;
  for (const box of target.form.elements) if (box.name === "text") box.checked = target.checked;
});

/* Copying a field's text; where a browser does not let us, it stands selected, to be copied by hand. */

on("click", async ({ target }) => {
  const button = target.closest("[data-copy]");
  if (!button) return;
  const input = document.getElementById(button.dataset.copy);
  input.select();
  await navigator.clipboard?.writeText(input.value);
  if (navigator.clipboard) button.nextElementSibling.textContent = button.dataset.done;
});

/* What is typed is not lost by a stray click. */

let unsaved = false;

on("input", ({ target }) => {
  if (!target.closest("form[method=post]")) return;
  unsaved = true;
  const row = target.closest("[data-row]");
  if (row) touch(row);
  if (target.name) suggestAddress(target);
});
on("submit", () => { unsaved = false; });
addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

/* What was open stays open from one saving to the next, and the page stays where it was. */

const memory = `desk:${location.pathname}`;

function remember() {
  const open = [...document.querySelectorAll("details[data-remember][open]")].map((body) => body.dataset.remember);
  sessionStorage.setItem(memory, JSON.stringify({ open, top: scrollY }));
}

function recall() {
  const { open = [], top = 0 } = JSON.parse(sessionStorage.getItem(memory) ?? "{}");
  for (const body of document.querySelectorAll("details[data-remember]")) {
    if (open.includes(body.dataset.remember)) body.open = true;
  }
  if (document.querySelector(".errorlist")) document.activeElement.scrollIntoView({ block: "center" });
  else scrollTo({ top, behavior: "instant" });
}

addEventListener("pagehide", remember);
show(document);
recall();
