"""Whether two statements say nearly the same, by the letters that they are made of.

The Jaccard index of their character trigrams: how many of all that either has are in both
(P. Jaccard, 1912; on documents A. Z. Broder, “On the resemblance and containment of documents”,
SEQUENCES 1997, pp. 21–29). It needs no dictionary, and so works in every language; it finds other
endings, other order and slips of the pen, and does not find the same thought in other words.
"""

import re
import unicodedata
from collections.abc import Iterable

_LONG = 3
ALIKE = 0.5
"""The index from which two statements are pointed out as alike."""


def trigrams(text: str) -> frozenset[str]:
    """All runs of three letters within its words, with a space at either end of each word.

    Letter case, accents and punctuation make no difference. Writing without spaces is one long
    word, which is as good.
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    padded = f" {' '.join(re.findall(r'\w+', plain))} "
    return frozenset(padded[start : start + _LONG] for start in range(len(padded) - _LONG + 1))


def similarity(one: str, other: str) -> float:
    """From 0 for nothing in common to 1 for the same letters; 0 where a text has none."""
    return _index(trigrams(one), trigrams(other))


def alike[Stated](text: str, stated: Iterable[tuple[Stated, Iterable[str]]]) -> list[Stated]:
    """Those of what is stated, each in several languages, that the text is like; the nearest first.

    Of those equally near the first given comes first.
    """
    own = trigrams(text)
    found = [
        (max((_index(own, trigrams(label)) for label in labels), default=0.0), one)
        for one, labels in stated
    ]
    near = [(index, one) for index, one in found if index >= ALIKE]
    return [one for _index_of, one in sorted(near, key=lambda pair: -pair[0])]


def _index(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0
