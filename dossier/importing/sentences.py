"""Where sentences end, in French and in English, and where they lost the space between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dossier.importing.documents import on_one_line
from dossier.importing.quotations import Inside, literal_spans, quoted_spans, straight_quotes

# Abbreviations that a name or a number follows: their full stop ends no sentence.
_BEFORE_NAMES = frozenset(
    "M MM Mme Mmes Mlle Mlles Me Mgr Dr Drs Pr Prof St Ste Mr Mrs Ms Jr Gen Sen Rep Gov Lt Col Sgt"
    " Capt cf vs".split()
)
_BEFORE_NUMBERS = frozenset(
    "p pp art fig vol chap no n al ch éd ed env par sec No Art Fig Vol".split()
)

_GLUED = re.compile(r"[.?!…:»”\"](?=[^\W\d_]|[«“\"])")
# Possessive, and tried only where marks begin: a hostile text costs no more than a long one.
_ENDING = re.compile(
    r"""
    (?<! [.?!…] ) (?P<mark> [.?!…]++ )
    (?: [ \xa0\u202f]? » )?+          # French puts a space before it closes a quotation
    [”"’')\]*_]*+
    (?: [ \xa0\u202f]? » )?+
    [.…]*+
    [ \xa0\u202f\n]
    | \n
    """,
    re.VERBOSE,
)
_OPENERS = "«“\"'‘([*_¿¡–—- \xa0\u202f"
_CREDIT = re.compile(r"(?:sources?|via|crédits?|credits?)\s*:$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence on one line, a quotation of several sentences kept whole."""

    text: str
    opens_line: bool = False
    """Whether a line that the author ended, or a lost one, comes before it."""


def separate_glued(text: str) -> str:
    """End the line wherever a sentence begins right after the mark that ended the one before.

    Such sentences come from pages whose paragraphs were copied without the breaks between them.
    Decimals, initials, abbreviations, addresses and file names stay as they are.
    """
    literal = Inside(literal_spans(text))
    straight = list(straight_quotes(text))
    opening, closing = {span.start for span in straight}, {span.end for span in straight}
    pieces, start = [], 0
    for match in _GLUED.finditer(text):
        end = match.end()
        if literal.covers(end) or not _begins_sentence(text, end, opening):
            continue
        if _ends_sentence(text, end, closing):
            pieces.append(text[start:end])
            start = end
    return "\n".join([*pieces, text[start:]])


def _begins_sentence(text: str, start: int, opening: set[int]) -> bool:
    first, second = text[start], text[start + 1 : start + 2]
    if first in "«“":
        return True
    if first == '"':
        return start in opening
    if second.isupper() and text[start - 1] == ".":
        # An acronym begins a sentence after a plain word, not within a name such as ASP.NET.
        return first.isupper() and text[max(0, start - 4) : start - 1].islower()
    if second == ".":
        # The initial of a name (M. Martin), not a part of an abbreviation (Ph.D.).
        return first.isupper() and not re.search(r"\b\w{1,2}\.\Z", text[max(0, start - 4) : start])
    return first.isupper() and (second.isalpha() or second in {"'", "’", " "})


def _ends_sentence(text: str, end: int, closing: set[int]) -> bool:
    mark, before = text[end - 1], text[max(0, end - 41) : end - 1]
    match mark:
        case ".":
            return _is_full_stop(before)
        case ":":
            # French leaves a space before it; without one it may belong to a name or a clock.
            return before.endswith((" ", "\u00a0", "\u202f")) and not _CREDIT.search(before + mark)
        case '"':
            return end in closing and before.endswith((".", "?", "!", "…"))
        case _:
            return True


def _is_full_stop(before: str) -> bool:
    match = re.search(r"[\w’']*\Z", before)
    word = match.group() if match else ""
    if not word:
        return before.rstrip().endswith(("»", "”", '"', ")", "]", "%", "€", "$"))
    if word == before:
        return not word.isdigit() and word not in _BEFORE_NAMES and len(word) > 1
    return (len(word) > 1 or word.isdigit()) and word not in _BEFORE_NAMES


def split_sentences(text: str) -> list[Sentence]:
    """The sentences of a paragraph in order; none is split inside a quotation or brackets."""
    lines = map(on_one_line, separate_glued(text).split("\n"))
    text = "\n".join(line for line in lines if line)
    sentences, start, opens_line = [], 0, False
    for end in [*_ends(text), len(text)]:
        piece = text[start:end]
        if words := on_one_line(piece):
            sentences.append(Sentence(words, opens_line=opens_line))
        opens_line = piece.endswith("\n")
        start = end
    return sentences


def _ends(text: str) -> Iterator[int]:
    quoted = Inside([*quoted_spans(text), *literal_spans(text)])
    start = 0
    for match in _ENDING.finditer(text):
        end = match.end()
        if not quoted.covers(end) and (text[end - 1] == "\n" or _is_boundary(text, start, match)):
            yield end
            start = end


def _is_boundary(text: str, start: int, match: re.Match[str]) -> bool:
    following = text[match.end() : match.end() + 12].lstrip(_OPENERS)
    # Names such as xAI begin a sentence in lower case.
    if not (following[:1].isupper() or following[:1].isdigit() or following[1:2].isupper()):
        return False
    if match["mark"] != ".":
        return True
    return not _is_abbreviation(text[max(start, match.start() - 40) : match.start()], following)


def _is_abbreviation(before: str, following: str) -> bool:
    """Whether the full stop after ``before`` belongs to its last word."""
    word = re.split(r"[\s(«“\"'’]", before)[-1]
    if word.isdigit() and word == before:
        return True  # the number of an item
    if re.fullmatch(r"(?:[^\W\d_]\.-?)*[^\W\d_]", word) and word[-1].isupper():
        return True  # initials
    return word in _BEFORE_NAMES or (word in _BEFORE_NUMBERS and following[:1].isdigit())
