"""Letters that pass for others at a glance, so that a disguised word reads as the one it apes."""

import unicodedata
from collections.abc import Set

# Letters of other alphabets, and digits, that pass for Latin letters.
_ALWAYS = str.maketrans("авеіјкмнорсѕтухԁαεικνορτυχ034578", "abeijkmhopcstyxdaeikvoptyxoeastb")
# What passes for more than one letter at once: here all of them are one.
_ALL_ONE = str.maketrans("1|l", "iii")
_STROKES = str.maketrans("1", "|")
# Signs that stand in for letters inside words.
_SIGNS = str.maketrans("@$€!", "ase|")

# Of what else passes for the upright stroke, which is one of these letters.
STROKE, STROKE_LETTERS = "|", frozenset("il")


def without_marks(text: str) -> str:
    """The text in small letters, without accents and without what has no width."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return apart.translate(dict.fromkeys(map(ord, _unseen(set(apart)))))


def at_a_glance(text: str) -> str:
    """The letters of the text as they look at a glance, strokes and “l” as “i”: for names.

    No case, accents, spaces or signs; two texts that can be taken for each other are the same.
    """
    letters = "".join(sign for sign in without_marks(text) if sign.isalnum() or sign == STROKE)
    return letters.translate(_ALWAYS).translate(_ALL_ONE)


def in_latin(text: str) -> str:
    """A text without marks, its look-alikes as the letters they ape; “1” as a stroke, which may
    be “i” or “l”. As long as it was.
    """
    return text.translate(_ALWAYS).translate(_STROKES)


def with_letters(text: str) -> str:
    """A text without marks, the signs that stand in for letters as those."""
    return text.translate(_SIGNS)


def passes_for(seen: str, meant: str) -> bool:
    """Whether ``seen`` (as ``in_latin`` leaves it) reads as ``meant``, stroke by stroke."""
    return len(seen) == len(meant) and all(
        one == other or (one == STROKE and other in STROKE_LETTERS)
        for one, other in zip(seen, meant, strict=True)
    )


def _unseen(signs: Set[str]) -> set[str]:
    return {
        sign
        for sign in signs
        if unicodedata.category(sign)[0] == "M" or unicodedata.category(sign) == "Cf"
    }
