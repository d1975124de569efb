/* What the browser adds to the forms of questions, each of which works without it. It comes after
   dossier.js and uses its on, within, byId and announce. */

// the words stand in the page, in its language
const fill = (text, values) => text.replace(/{(\w+)}/g, (_, name) => values[name]);

/* A slider and its number say the same; the slider has no value until one of them is given. */

function mirror(field) {
  const twin = byId(field.dataset.mirror);
  twin.value = field.value;
  for (const one of [field, twin]) one.toggleAttribute("data-touched", field.value !== "");
  const slider = field.type === "range" ? field : twin;
  slider.ariaValueText = field.value ? fill(slider.dataset.given, { value: field.value }) : slider.dataset.unset;
}

/* Limits: how many boxes are ticked, of how many; nothing is held back. */

const standsAlone = (box) => box.matches("[data-alone]");

function countTicked(group) {
  const ticked = [...group.querySelectorAll(":checked")];
  const { limits, said, alone, under, over, fewest, most } = group.dataset;
  const count = ticked.length;
  const text = count > most ? over : count < fewest ? under : said;
  const line = byId(limits);
  line.textContent = ticked.some(standsAlone) ? alone : fill(text, { count, under: fewest - count, over: count - most });
  line.classList.toggle("is-over", text === over);
}

function tick(group, box) {
  for (const one of box.checked ? group.querySelectorAll(":checked") : []) {
    if (one !== box && (standsAlone(one) || standsAlone(box))) one.checked = false;
  }
  countTicked(group);
  announce(byId(group.dataset.limits).textContent);
}

/* Ranking: numbers, buttons and drag say the same; the numbers are what is sent. While a move is
   worked out a rank may be of any size, ½ to come between others; then they count from 1 again. */

const itemsOf = (list) => [...list.querySelectorAll("li:not([data-rank-line])")];
const numberOf = (item) => item.querySelector("input");
const rankOf = (item) => Number(numberOf(item).value.normalize("NFKC")) || Infinity;
const ranksOf = (list) => new Map(itemsOf(list).map((item) => [item, rankOf(item)]));

function showRanks(list) {
  const ranks = ranksOf(list);
  for (const [item, rank] of ranks) {
    const alike = [...ranks.values()].filter((one) => one === rank);
    item.classList.toggle("is-ranked", rank < Infinity);
    item.classList.toggle("is-tied", rank < Infinity && alike.length > 1);
  }
}

/* The others move round the item that stays, which so keeps the focus and the pointer. */
function sortRanks(list, stays = list.children[0]) {
  showRanks(list);
  const order = itemsOf(list).sort((a, b) => rankOf(a) - rankOf(b) || 0); // ∞ - ∞ is NaN
  order.splice(list.querySelectorAll(".is-ranked").length, 0, list.querySelector("[data-rank-line]"));
  const place = order.indexOf(stays);
  for (let next = place + 1; next < order.length; next++) {
    if (order[next].previousElementSibling !== order[next - 1]) order[next - 1].after(order[next]);
  }
  for (let last = place - 1; last >= 0; last--) {
    if (order[last].nextElementSibling !== order[last + 1]) order[last + 1].before(order[last]);
  }
}

function setRanks(ranks, moved) {
  const steps = [...new Set(ranks.values())].sort((a, b) => a - b);
  for (const [item, rank] of ranks) numberOf(item).value = rank < Infinity ? steps.indexOf(rank) + 1 : "";
  sortRanks(moved.parentElement, moved);
}

function sayRank(item) {
  const { ranked, tied, unranked } = item.parentElement.dataset;
  const text = item.matches(".is-tied") ? tied : item.matches(".is-ranked") ? ranked : unranked;
  announce(fill(text, { choice: item.querySelector("label").textContent.trim(), rank: rankOf(item), count: itemsOf(item.parentElement).length }));
}

/* A tie is one place: what leaves it comes to stand beside it, what passes it passes all of it. */
function moveRank(button) {
  const item = button.closest("li");
  const ranks = ranksOf(item.parentElement);
  const rank = ranks.get(item);
  const others = [...ranks].filter(([one, other]) => one !== item && other < Infinity).map(([, other]) => other);
  const up = rank < Infinity ? Math.max(...others.filter((one) => one <= rank)) - 0.5 : Math.max(0, ...others) + 1;
  const down = Math.min(...others.filter((one) => one >= rank)) + 0.5; // ∞ after the last: not ranked
  setRanks(ranks.set(item, button.hasAttribute("data-rank-up") ? up : down), item);
  item.scrollIntoView({ block: "nearest" });
  sayRank(item);
}

/* Drag: the item stands where it would land; Escape, or losing the pointer, puts it back. */

let drag = null;
const middle = (one) => one.getBoundingClientRect().top + one.offsetHeight / 2;

function startDrag({ target, button, pointerId }) {
  const handle = target.closest("[data-rank-handle]");
  if (!handle || button || drag) return;
  const item = handle.closest("li");
  sortRanks(item.parentElement, item);
  handle.setPointerCapture(pointerId);
  item.classList.add("is-dragged");
  drag = { item, pointerId, ranks: ranksOf(item.parentElement) };
}

function dragTo({ pointerId, clientY }) {
  if (drag?.pointerId !== pointerId) return;
  const { item, ranks } = drag;
  const beside = item.nextElementSibling;
  for (let next; (next = item.nextElementSibling) && clientY > middle(next);) item.before(next);
  for (let last; (last = item.previousElementSibling) && clientY < middle(last);) item.after(last);
  if (item.nextElementSibling !== beside) setRanks(new Map(ranks).set(item, rankHere(item, ranks)), item);
}

/* Between its neighbours, or as they are where they tie; below the line not ranked. */
function rankHere({ previousElementSibling: last, nextElementSibling: next }, ranks) {
  const low = last ? ranks.get(last) ?? Infinity : 0;
  return (low + Math.min(ranks.get(next) ?? Infinity, low + 1)) / 2;
}

function endDrag(stays) {
  if (!drag) return;
  const { item, ranks } = drag;
  drag = null;
  item.classList.remove("is-dragged");
  if (!stays) setRanks(ranks, item);
  sayRank(item);
}

function prepareBallots(root) {
  within(root, "[type=number][data-mirror]").forEach(mirror);
  within(root, "[data-limits]").forEach(countTicked);
  within(root, "[data-ranking]").forEach((list) => sortRanks(list));
}

forAll(prepareBallots);

on("input", ({ target }) => {
  if (target.matches("[data-mirror]")) mirror(target);
  if (target.matches("[data-ranking] input")) showRanks(target.closest("ol"));
});
on("change", ({ target }) => {
  const group = target.closest("[data-limits]");
  if (group && target.type === "checkbox") tick(group, target);
  if (target.matches("[data-ranking] input")) sayRank(target.closest("li"));
});
/* Items stand still while numbers are written, and fall into place once the reader leaves them. */
on("focusout", ({ target, relatedTarget }) => {
  const list = target.closest("[data-ranking]");
  if (list && !drag && !list.contains(relatedTarget)) sortRanks(list);
});
on("click", ({ target }) => {
  const button = target.closest("[data-rank-up], [data-rank-down]");
  if (button) moveRank(button);
  if (target.matches("[type=range]")) mirror(target); // its middle is a value once it is chosen
  if (target.matches("[data-ranking] input")) target.select(); // to be written over
});
on("pointerdown", startDrag);
on("pointermove", dragTo);
on("pointerup", () => endDrag(true));
for (const name of ["pointercancel", "lostpointercapture"]) on(name, () => endDrag(false));
on("keydown", ({ key }) => key === "Escape" && endDrag(false));
