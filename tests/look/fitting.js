/* What does not fit on a page as it stands; evaluated by fitting.py. Gives a list of words. */
() => {
  const UNSEEN = ".visually-hidden, .skip-link, .read-on, svg, script, style, noscript, option, template, textarea";
  const HOLDERS = "button, .button, .badge, th, td, summary, legend, label, kbd, nav a, h1, h2, h3, h4";
  // A standfirst is shortened on a phone, with a link to the rest.
  const SHORTENED = ".standfirst";
  const SEEN = { opacityProperty: true, visibilityProperty: true };
  const root = document.documentElement;

  const styles = new Map();
  const style = (one) => styles.get(one) ?? styles.set(one, getComputedStyle(one)).get(one);
  const boxes = new Map();
  const box = (one) => boxes.get(one) ?? boxes.set(one, one.getBoundingClientRect()).get(one);
  const around = function* (one) { for (; one && one !== document.body; one = one.parentElement) yield one; };
  const clips = (one) => style(one).display !== "inline" && style(one).overflowX !== "visible";
  const named = (one) => `${one.tagName.toLowerCase()}.${one.getAttribute("class") ?? ""}`;
  const quoted = (text) => `“${text.trim().replace(/\s+/g, " ").slice(0, 40)}”`;

  /* The pieces of text that are seen, each with its element and the boxes of its lines. */
  const pieces = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, one = text.parentElement;
    if (!text.data.trim() || one.closest(UNSEEN) || !one.checkVisibility(SEEN)) continue;
    const shrunk = [...around(one)].some((each) => clips(each) && (box(each).width <= 2 || box(each).height <= 2));
    if (shrunk) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const lines = [...range.getClientRects()].filter(({ width, height }) => width > 1 && height > 1);
    if (lines.length) pieces.push({ text: quoted(text.data), one, lines });
  }

  /* Wider than the window, though it need not be: what scrolls by itself may be. */
  const beyond = () => {
    if (root.scrollWidth <= root.clientWidth + 1) return [];
    return [...document.body.querySelectorAll("*")].filter((one) => {
      const { left, right, width } = box(one);
      return width > 1 && (right > root.clientWidth + 1 || left < -1) && ![...around(one.parentElement)].some(clips);
    }).slice(0, 5).map((one) => `beyond the page: ${named(one)} ${quoted(one.textContent)}`);
  };

  /* Words that run out of the control or the cell that they stand in, or that a box cuts off. */
  const out = (line, { left, right, bottom }) =>
    line.left < left - 2 || line.right > right + 2 || line.bottom > bottom + line.height / 2;
  const clipped = () => pieces.flatMap(({ text, one, lines }) => {
    const outside = (other) => lines.some((line) => out(line, box(other)));
    const told = [];
    const holder = one.closest(HOLDERS);
    const cutter = [...around(one)].find((each) => clips(each) || each.matches(SHORTENED));
    const onPurpose = cutter && (cutter.matches(SHORTENED) || style(cutter).textOverflow === "ellipsis");
    if (onPurpose) return told;
    if (holder && style(holder).display !== "inline" && outside(holder)) told.push(`out of ${named(holder)}: ${text}`);
    if (cutter && ["hidden", "clip"].includes(style(cutter).overflowX) && outside(cutter)) told.push(`cut off by ${named(cutter)}: ${text}`);
    return told;
  });

  /* Lines of different pieces on one another, but for what sticks or hovers over the page. */
  const layer = (one) => [...around(one)].find((each) => ["fixed", "sticky"].includes(style(each).position));
  const shown = (one, line) => {
    let { left, right, top, bottom } = line;
    for (const each of around(one)) {
      if (!clips(each)) continue;
      const edge = box(each);
      left = Math.max(left, edge.left), right = Math.min(right, edge.right);
      top = Math.max(top, edge.top), bottom = Math.min(bottom, edge.bottom);
    }
    const margin = (line.bottom - line.top) / 4;
    return { left: left + 1, right: right - 1, top: top + margin, bottom: bottom - margin };
  };
  const overlaps = () => {
    const all = pieces
      .flatMap(({ text, one, lines }) => lines.map((line) => ({ text, one, ...shown(one, line) })))
      .filter(({ left, right, top, bottom }) => left < right && top < bottom)
      .sort((a, b) => a.top - b.top);
    const told = new Set();
    all.forEach((a, place) => {
      for (let next = place + 1; next < all.length && all[next].top < a.bottom; next++) {
        const b = all[next];
        if (a.one === b.one || a.left >= b.right || b.left >= a.right || layer(a.one) !== layer(b.one)) continue;
        told.add(`${a.text} lies on ${b.text} in ${named(a.one)}`);
      }
    });
    return [...told];
  };

  /* What stays in view while the page is scrolled leaves most of the window to the page. */
  const sticking = () => [...document.body.querySelectorAll("*")].filter((one) => {
    const { height, width } = box(one);
    return ["fixed", "sticky"].includes(style(one).position) && one.tagName !== "TH"
      && one.checkVisibility(SEEN) && width > innerWidth / 2 && height > innerHeight * 0.4;
  }).map((one) => `takes the window: ${named(one)}`);

  return [beyond, clipped, overlaps, sticking].flatMap((look) => look().slice(0, 8));
}
