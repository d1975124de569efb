/* New html fitted into what stands: a node that stays what it was stays the node it was, so that
   focus, what is unfolded and where the page has scrolled to are left alone. */

const parsed = (html) => {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return template.content;
};

const isSame = (one, other) => one.nodeName === other.nodeName && (one.id ?? "") === (other.id ?? "");

function fitAttributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (name !== "open" && !fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

function removed(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

/* In order; what has an id is not passed over, to be found again further on. */
function fit(old, fresh) {
  if (old.nodeType === Node.TEXT_NODE && old.data !== fresh.data) old.data = fresh.data;
  if (fresh.attributes) fitAttributes(old, fresh);
  let place = old.firstChild;
  for (const one of [...fresh.childNodes]) {
    let twin = place;
    while (twin && !isSame(twin, one)) twin = twin.id ? null : twin.nextSibling;
    if (!twin) {
      old.insertBefore(one, place);
      continue;
    }
    while (place !== twin) place = removed(place);
    fit(twin, one);
    place = twin.nextSibling;
  }
  while (place) place = removed(place);
}
