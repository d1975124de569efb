"""HTML to blocks, by the standard library's parser."""

import re
from html.parser import HTMLParser

from dossier.importing.documents import Block, Document, on_one_line

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BESIDE_THE_ARTICLE = frozenset(
    "nav aside header footer template noscript svg math button select iframe object".split()
)
_INLINE = frozenset(
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q s samp small span strong"
    " sub sup time tt u var wbr".split()
)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
# What holds no text at all, and the "<" that no ">" follows: html.parser takes quadratic time to
# find that it begins nothing.
_WITHOUT_TEXT = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<tag>script|style)\b.*?(?:</(?P=tag)\b[^>]*>|\Z)|<[!?][^>]*(?:>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_DEAD = re.compile(r"<(?![^<>]*>)")
_DATES = frozenset({"article:published_time", "date", "dc.date", "datepublished", "pubdate"})


def read_html(text: str) -> Document:
    """Blocks of the article alone: its words without links, scripts and the page around it."""
    reader = _Reader()
    reader.feed(_DEAD.sub("&lt;", _WITHOUT_TEXT.sub(" ", text)))
    reader.close()
    reader.end_block()
    blocks = reader.of_article or reader.blocks
    return Document(
        blocks=tuple(blocks),
        title=reader.heading or reader.title,
        language=reader.language[:2].lower(),
        dated=reader.dated,
    )


class _Reader(HTMLParser):
    """Collects blocks while tags open and close, however badly they are nested."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.of_article: list[Block] = []
        """Those inside <article> or <main>, when the page has either."""
        self.title = self.heading = self.language = self.dated = ""
        self._words: list[str] = []
        self._open: dict[str, int] = {}
        self._beside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note(tag, {name: value or "" for name, value in attrs})
        if tag == "br":
            self._words.append("\n")
        elif tag not in _INLINE:
            self.end_block()
        if tag in _VOID:
            return
        if tag == "p" or tag in _HEADINGS:
            # No paragraph or heading stands inside another: the one before was left open.
            self._open.update(dict.fromkeys(("p", *_HEADINGS), 0))
        self._open[tag] = self._open.get(tag, 0) + 1
        if tag in _BESIDE_THE_ARTICLE:
            self._beside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE and tag not in _VOID:
            self.end_block()
        if not self._open.get(tag):
            return
        if tag in {"ul", "ol"}:
            self._open["li"] = 0
        if tag in _BESIDE_THE_ARTICLE:
            self._leave(tag)
        else:
            self._open[tag] -= 1

    def _leave(self, tag: str) -> None:
        """End what stands beside the article, with all such that was left open inside."""
        last = ""
        while last != tag:
            last = self._beside.pop()
            self._open[last] -= 1

    def handle_data(self, data: str) -> None:
        self._words.append(data.replace("\n", " "))

    def end_block(self) -> None:
        """Make a block of the words since the last one; two line breaks in a row part blocks."""
        words, self._words = "".join(self._words), []
        for part in re.split(r"\n[ \n]*\n", words):
            lines = map(on_one_line, part.split("\n"))
            if text := "\n".join(line for line in lines if line):
                self._add(text)

    def _add(self, text: str) -> None:
        level = next((int(tag[1]) for tag in _HEADINGS if self._open.get(tag)), 0)
        in_article = self._in_article()
        if level == 1 and (in_article or not self._beside):
            # An article's own header holds its title.
            self.heading = self.heading or text.replace("\n", " ")
        if self._open.get("title") and not self._beside:
            self.title = self.title or text.replace("\n", " ")
        elif not self._beside:
            block = self._block(text, level)
            self.blocks.append(block)
            if in_article:
                self.of_article.append(block)

    def _block(self, text: str, level: int) -> Block:
        if level:
            return Block(text.replace("\n", " "), "heading", level)
        if self._open.get("blockquote"):
            return Block(text, "quotation")
        return Block(text, "item" if self._open.get("li") else "paragraph")

    def _in_article(self) -> bool:
        return bool(self._open.get("article") or self._open.get("main"))

    def _note(self, tag: str, values: dict[str, str]) -> None:
        """What the page says about itself in attributes."""
        if tag == "html":
            self.language = self.language or values.get("lang", "")
        elif tag == "meta":
            name = values.get("property") or values.get("name") or values.get("itemprop", "")
            if name.lower() in _DATES:
                self.dated = self.dated or values.get("content", "")
        elif tag == "time" and (self._in_article() or not self._beside):
            self.dated = self.dated or values.get("datetime", "")
