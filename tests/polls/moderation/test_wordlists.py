"""Listed words are found however they are disguised, and never inside longer ones."""

import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from polls.moderation.wordlists import found_in

LISTED = "salope\nconnard\nva te faire voir\nmal\ncunt\nкозёл\npeut-être"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Salope !", ["salope"]),
        ("« CONNARD »", ["connard"]),
        ("l’salope, d'connard", ["salope", "connard"]),
        ("sаlоpе", ["salope"]),  # Cyrillic letters
        ("s@lope et $alope", ["salope"]),
        ("sa1ope, sa|ope, saIope", ["salope"]),
        ("sal\u200bope, sal\u00adope, sal\u200dope", ["salope"]),
        ("s a l o p e", ["salope"]),
        ("s.a.l.o.p.e.", ["salope"]),
        ("_salope_", ["salope"]),
        ("𝐬𝐚𝐥𝐨𝐩𝐞 ⓢⓐⓛⓞⓟⓔ", ["salope"]),
        ("sàlöpé", ["salope"]),
        ("Va te\nfaire  voir", ["va te faire voir"]),
        ("Peut être", ["peut-être"]),
        ("Козел!", ["козёл"]),
        ("salopes, salopette", []),
        ("Scunthorpe", []),
        ("mai 1968: j’aime le sel", []),  # a stroke is not any letter
        ("va te faire", []),
        ("1 2 3 4, a b c d", []),
        ("", []),
    ],
)
def test_what_is_found(text: str, found: list[str]) -> None:
    assert found_in(text, listed=LISTED) == found


def test_an_empty_list_finds_nothing() -> None:
    assert found_in("salope", listed="\n  \n!\n") == []


letters = st.sampled_from("abcdeghmnoprstuv")
listed_words = st.text(letters, min_size=3, max_size=12)
invisible = st.sampled_from("\u200b\u200c\u200d\u2060\u00ad\u0301\ufeff")
APE = {"a": "аα@4", "c": "с", "e": "еε3", "o": "оο0", "p": "рρ", "s": "ѕ5$", "t": "т7", "h": "н"}


@given(word=listed_words, before=st.text(letters, max_size=5), after=st.text(letters, max_size=5))
def test_a_word_is_never_found_inside_a_longer_one(word: str, before: str, after: str) -> None:
    whole = before + word + after
    assert found_in(f"Oui, {whole}.", listed=word) == ([word] if whole == word else [])


@given(word=listed_words, data=st.data())
def test_a_disguised_word_is_found(word: str, data: st.DataObject) -> None:
    worn = []
    for letter in word:
        worn.append(data.draw(st.sampled_from(letter + letter.upper() + APE.get(letter, ""))))
        worn.append(data.draw(st.one_of(st.just(""), invisible)))
    assert found_in(f"– {''.join(worn)} –", listed=word) == [word]


@given(word=listed_words, sign=st.sampled_from(" .-*_"))
def test_a_word_spelt_out_is_found(word: str, sign: str) -> None:
    assert found_in(f"Eh bien, {sign.join(word)}", listed=word) == [word]


@given(text=st.text(max_size=200), listed=st.lists(listed_words, max_size=5))
def test_only_what_is_listed_is_found(text: str, listed: list[str]) -> None:
    assert set(found_in(text, listed="\n".join(listed))) <= set(listed)


@given(one=listed_words, other=listed_words)
def test_another_word_is_not_found(one: str, other: str) -> None:
    assume(one != other)
    assert found_in(other, listed=one) == []


@pytest.mark.parametrize(
    "text", ["a " * 5000, "salop" * 2000, "va te " * 1700, "s.a.l.o.p." * 1000, "|!@$€" * 2000]
)
def test_ten_thousand_characters_take_no_time(text: str) -> None:
    listed = "\n".join([*LISTED.splitlines(), *(f"va te {number}" for number in range(2000))])
    found_in("", listed=listed)  # a list is read once
    started = time.process_time()
    found_in(text, listed=listed)
    assert time.process_time() - started < 2
