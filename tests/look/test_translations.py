"""The French catalogue is whole, keeps what the code fills in, and is set as French is."""

import re
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.utils import formats, timezone, translation

from tests.look.messages import french, marked, translated

TRANSLATED = translated()
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}")
TAG = re.compile(r"</?\w+>")
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
# English quotation marks, an apostrophe of a typewriter, a point médian, idle spaces.
UNFIT = re.compile(r"['\"“”]|\.\.\.|·| {2}|^\s|\s$")
# What must stand off by a no-break space, and does not.
TOO_CLOSE = re.compile(rf"[^{NO_BREAK_SPACE}][;:!?»%]|«[^{NO_BREAK_SPACE}]")


def filled_in(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text) + TAG.findall(text))


def forms() -> list[str]:
    """Every French form as readers see it, with something filled in."""
    seen = {"%%": "%"}
    return [
        PLACEHOLDER.sub(lambda found: seen.get(found.group(), "0"), form)
        for said in TRANSLATED.values()
        for form in said
    ]


def test_every_text_is_in_the_catalogue_and_no_other() -> None:
    texts = marked()
    assert {key: place for key, place in texts.items() if key not in TRANSLATED} == {}
    assert TRANSLATED.keys() - texts.keys() == set()


def test_every_text_is_translated_and_no_translation_is_in_doubt() -> None:
    catalogue = french()
    assert [key for key, said in TRANSLATED.items() if len(said) != (2 if key[2] else 1)] == []
    assert [message.id for message in catalogue if message.fuzzy and message.id] == []
    assert list(catalogue.obsolete) == []


def test_a_translation_keeps_what_is_filled_in() -> None:
    kept = {
        one: (filled_in(form), filled_in(text))
        for (_context, one, many), said in TRANSLATED.items()
        for form, text in zip(said, (one, many or one), strict=False)
    }
    assert {text: found for text, found in kept.items() if found[0] != found[1]} == {}


def test_a_translation_is_set_as_french_is() -> None:
    assert [form for form in forms() if UNFIT.search(form) or TOO_CLOSE.search(form)] == []
    assert [form for form in forms() if form.count("«") != form.count("»")] == []


def test_a_translation_ends_as_its_text_does() -> None:
    ends = re.compile(r"[.?!:]?$")
    assert {
        one: form
        for (_context, one, _many), said in TRANSLATED.items()
        for form in said
        if ends.findall(form)[0] != ends.findall(one)[0]
    } == {}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "31 décembre 2026 à 18\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}05"),
        ("en", "31 December 2026, 18:05"),
    ],
)
def test_a_moment_reads_as_its_language_writes_it(language: str, said: str) -> None:
    at = timezone.localtime(datetime(2026, 12, 31, 17, 5, tzinfo=UTC))
    with translation.override(language):
        assert formats.date_format(at, "DATETIME_FORMAT") == said
