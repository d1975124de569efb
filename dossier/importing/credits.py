"""The lines that say where an article comes from: its date, who sent it, its source."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dossier.importing.dates import find_date
from dossier.importing.documents import Block

_LONGEST = 120
"""Characters of a line of credits: a longer one says more than that."""
_LONGEST_PAIR = 420
"""Characters of a line of credits and of a question that lost its own line."""
_FIRST_BLOCKS = 6

_SENT = (
    r"(?:envoyé|publié|posté|écrit|rédigé|mis en ligne|mis à jour|posted|published|sent|written"
    r"|updated)e?"
)
_SENT_LINE = re.compile(rf"\W*{_SENT}\s+(?:par|le|on|by)\b", re.IGNORECASE)
_BEFORE_DATE = re.compile(
    r"""
    \W* (?:(?:par|by)\s+(?-i:(?:[A-ZÀ-Þ][\w.’'-]{0,30}[ ,]+(?:(?:et|and|&)\s+)?){1,6}))?
    (?:date|le|on)? \W* (?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|\w+day)? \W*
    """,
    re.IGNORECASE | re.VERBOSE,
)
_AFTER_DATE = re.compile(
    rf"\W*(?:(?:à|at)?\s*\d{{1,2}}\s?[:h]\s?\d{{2}})?\W*(?:(?:par|by|{_SENT})\b.*)?", re.IGNORECASE
)
_SENDER = re.compile(
    rf"\b(?:par|by)\s+(?P<name>\S.*?)(?=\s*(?:[,;|•·]|\b{_SENT}\b|\b(?:le|on)\s+\d|\Z))",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"\W{0,3}sources?\s*:\s*(?P<source>.+)", re.IGNORECASE | re.DOTALL)

# The words with which a question begins that follows a source on the same line. Articles can
# begin a name as well (Le Monde), so that they count only after its first word.
_ASKS = re.compile(
    r"(?<=\s)(?:Quel(?:le)?s?|Que|Qu['’]|Qui|Quoi|Comment|Pourquoi|Combien|Quand|Où|Est-ce|Et vous"
    r"|What|Which|Who|Why|How|When|Where|Is|Are|Was|Were|Do|Does|Did|Has|Have|Can|Could|Should"
    r"|Will|Would|[A-ZÀ-Þ][\w’']*-(?:t-)?(?:il|elle|on|ils|elles|vous|nous|ce))\b"
)
_ARTICLES = re.compile(r"(?<=\s)(?:L[ea]s?\b|L['’]|Ce(?:tte|s|t)?\b|Une?\b|Des\b|The\b|This\b)")


@dataclass(frozen=True, slots=True)
class Credits:
    """What the first lines of an article say of it: "" for what they leave open."""

    dated: str = ""
    sender: str = ""


def take_credits(blocks: Sequence[Block]) -> tuple[list[Block], Credits, list[str]]:
    """The blocks without the lines of credits at their top, what these say, and the lines."""
    lines = [block for block in blocks[:_FIRST_BLOCKS] if _is_credit(block.text)]
    dates = filter(None, (find_date(line.text) for line in lines))
    senders = filter(None, (_SENDER.search(line.text) for line in lines))
    found = Credits(
        dated=next((found.date for found in dates), ""),
        sender=next((match["name"].strip(" *_") for match in senders), ""),
    )
    rest = [*(b for b in blocks[:_FIRST_BLOCKS] if b not in lines), *blocks[_FIRST_BLOCKS:]]
    return rest, found, [line.text for line in lines]


def _is_credit(text: str) -> bool:
    if len(text) > _LONGEST or text.rstrip().endswith((".", "?", "!", "…")):
        return False
    if _SENT_LINE.match(text):
        return True
    found = find_date(text)
    return (
        found is not None
        and _BEFORE_DATE.fullmatch(text[: found.start]) is not None
        and _AFTER_DATE.fullmatch(text[found.end :]) is not None
    )


def source_of(sentence: str) -> str | None:
    """The source that a line such as “Source : OpenAI” names, None for any other sentence."""
    match = _SOURCE.match(sentence)
    if match is None or len(sentence) > _LONGEST or sentence.endswith("?"):
        return None
    return match["source"].strip(" .*_") or None


def separate_source(sentence: str) -> list[str]:
    """A source and the question that lost its line to it, apart; else the sentence alone."""
    match = _SOURCE.match(sentence)
    if match is None or len(sentence) > _LONGEST_PAIR or not sentence.endswith("?"):
        return [sentence]
    start = match.start("source")
    asks = _ASKS.search(sentence, start + 1) or _ARTICLES.search(sentence, start + 1)
    if asks is None:
        return [sentence]
    return [sentence[: asks.start()].strip(), sentence[asks.start() :].strip()]
