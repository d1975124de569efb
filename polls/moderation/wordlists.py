"""Which listed words stand in a text: whole words, however they are disguised.

A word is found in any case, with or without its accents, in look-alike letters of other alphabets,
with digits and signs for letters, with invisible signs inside, and spelt out letter by letter;
never inside a longer word. The time taken grows with the length of the text, not of the list.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from polls.lookalikes import at_a_glance, in_latin, passes_for, with_letters, without_marks

type Phrase = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+")
_WORD_WITH_SIGNS = re.compile(r"[\w@$€!|]+")
# Letters one by one, with one and the same kind of sign between them.
_SPELT = re.compile(r"(?<![^\W_])[^\W_](?:([ .*_·-])[^\W_](?:\1[^\W_])+)(?![^\W_])")
# A capital I after a small letter is there to pass for an l.
_FALSE_L = re.compile(r"(?<=[^\W\d_A-Z])I")


def found_in(text: str, *, listed: str) -> list[str]:
    """The listed words (one word or phrase a line) that stand in the text, as they are listed."""
    phrases = _by_looks(listed)
    if not phrases:
        return []
    lengths = sorted({len(looks) for looks in phrases})
    found: dict[str, None] = {}
    for words in _readings(without_marks(_FALSE_L.sub("1", text))):
        looks = tuple(at_a_glance(word) for word in words)
        for length in lengths:
            for at in range(len(words) - length + 1):
                for phrase, meant in phrases.get(looks[at : at + length], ()):
                    if _reads(words[at : at + length], meant):
                        found[phrase] = None
    return list(found)


def _readings(text: str) -> Iterator[Sequence[str]]:
    """The text's words as they are written, with signs for letters, and spelt out."""
    yield [in_latin(word) for word in _WORD.findall(text)]
    marked = (word.rstrip("!|") for word in _WORD_WITH_SIGNS.findall(text))
    yield [in_latin(with_letters(word)).replace("_", "") for word in marked]
    for spelt in _SPELT.finditer(text):
        yield [in_latin("".join(_WORD.findall(spelt[0])))]


def _reads(words: Sequence[str], meant: Phrase) -> bool:
    return all(passes_for(word, other) for word, other in zip(words, meant, strict=True))


@lru_cache(maxsize=8)
def _by_looks(listed: str) -> Mapping[Phrase, Sequence[tuple[str, Phrase]]]:
    """The listed phrases, as listed and as they read, by how their words look at a glance."""
    phrases: dict[Phrase, list[tuple[str, Phrase]]] = defaultdict(list)
    for line in listed.splitlines():
        meant = tuple(in_latin(word) for word in _WORD.findall(without_marks(line)))
        if meant:
            phrases[tuple(map(at_a_glance, meant))].append((line.strip(), meant))
    return dict(phrases)
