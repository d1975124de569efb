/* What was refused takes the focus when a page of the newsroom comes back: the field of the first
   error, which tells it, or else the words themselves. */

const said = document.querySelector(".errorlist") ?? document.querySelector(".errornote");

/* The field that a list of errors describes; where there are several to choose from, the first. */
function fieldOf(list) {
  const told = list.id && document.querySelector(`[aria-describedby~="${list.id}"]`);
  return told && (told.matches("fieldset, div") ? told.querySelector("input") : told);
}

if (said) {
  const place = fieldOf(said) || said;
  if (place === said) said.tabIndex = -1;
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "center" });
}
