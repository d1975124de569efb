"""Addresses that rows are given when an editor writes none."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.desk.rows import free_slug, words_of


@given(text=st.text(max_size=200), taken=st.sets(st.from_regex(r"[a-z-]{1,80}", fullmatch=True)))
def test_an_address_is_valid_and_free_whatever_is_written(text: str, taken: set[str]) -> None:
    first = free_slug(text, taken=taken)
    second = free_slug(text, taken={*taken, first})
    assert len({first, second} - taken) == 2
    for slug in (first, second):
        assert re.fullmatch(r"[-a-zA-Z0-9_]{1,80}", slug)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("L’été à l'Élysée", "l-ete-a-l-elysee"),
        ("Qui a raison ?", "qui-a-raison"),
        ("¿?", "row"),
        ("a" * 100, "a" * 80),
    ],
)
def test_addresses_are_made_of_the_words(text: str, slug: str) -> None:
    assert free_slug(text, taken=set()) == slug


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (
            ["Un deux trois quatre cinq six sept huit neuf", "One"],
            "Un deux trois quatre cinq six sept huit",
        ),
        ([None, "One"], "One"),
        (["", None], ""),
    ],
)
def test_the_first_language_that_is_written_gives_the_words(
    texts: list[str | None], words: str
) -> None:
    assert words_of(texts) == words
