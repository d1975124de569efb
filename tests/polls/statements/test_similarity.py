"""Statements that nearly repeat another are pointed out before they are sent."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from polls.models import Choice, Question, Voter
from polls.statements.similarity import ALIKE, alike, similarity, trigrams
from tests.factories import ChoiceFactory, QuestionFactory

HTMX = {"HX-Request": "true"}
SAID = "The founders should publish every contract."
texts = st.text(max_size=60)


@given(texts, texts)
def test_it_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    index = similarity(one, other)
    assert 0 <= index <= 1
    assert index == similarity(other, one)


@given(texts)
def test_a_text_is_like_itself_in_any_case_and_with_any_marks(text: str) -> None:
    expected = 1 if trigrams(text) else 0
    assert similarity(text, text) == expected
    assert similarity(text, f"  {text}!… ") == expected


@given(st.text(alphabet="abc ", max_size=20), st.text(alphabet="abc ", max_size=20))
def test_it_is_the_jaccard_index_of_runs_of_three(one: str, other: str) -> None:
    runs = []
    for text in (one, other):
        padded = f" {' '.join(text.split())} "
        runs.append({padded[at : at + 3] for at in range(len(padded)) if at + 3 <= len(padded)})
    both, all_ = runs[0] & runs[1], runs[0] | runs[1]
    expected = len(both) / len(all_) if runs[0] and runs[1] else 0
    assert similarity(one, other) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The founders should publish every contract",
        "the founders should publish all contracts",
        "Founders should publish every contract!",
        "Every contract, the founders should publish",
        "The fuonders should publish every contract.",
    ],
)
def test_other_endings_order_and_slips_are_alike(text: str) -> None:
    assert similarity(SAID, text) >= ALIKE


@pytest.mark.parametrize(
    "text", ["Nobody should own the code.", "Contracts are secret for good reasons.", "", "!"]
)
def test_other_thoughts_are_not(text: str) -> None:
    assert similarity(SAID, text) < ALIKE


def test_accents_and_scripts_without_spaces() -> None:
    assert similarity("Étendre l’école publique", "etendre l'ecole publique") == 1
    assert similarity("公共交通应该免费提供给所有人", "公共交通应该免费提供给学生") >= ALIKE


@given(st.lists(texts, max_size=8))
def test_the_nearest_come_first(stated: list[str]) -> None:
    found = alike(SAID, [(text, [text]) for text in [*stated, SAID]])
    indices = [similarity(SAID, text) for text in found]
    assert indices == sorted(indices, reverse=True)
    assert all(index >= ALIKE for index in indices)
    assert SAID in found


@pytest.fixture
def question(db: None) -> Question:
    made: Question = QuestionFactory(kind="statements", choices=1)
    ChoiceFactory(question=made, slug="said", label_en=SAID, label_fr="Tout publier, vite et bien.")
    return made


def send(client: Client, question: Question, text: str, *, htmx: bool = False, **more: str):
    address = f"/en/{question.article.slug}/{question.slug}/statements/"
    return client.post(address, {"text": text} | more, headers=HTMX if htmx else {})


ALMOST = "The founders should publish each contract."


@pytest.mark.parametrize("htmx", [True, False])
def test_it_is_pointed_out_with_a_way_to_answer_and_a_way_to_send_all_the_same(
    client: Client, question: Question, htmx: bool
) -> None:
    response = send(client, question, ALMOST, htmx=htmx)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Already said?" in page
    assert page.count('name="statement" value="said"') == 1
    assert f"{ALMOST}</textarea>" in page
    assert (Choice.objects.waiting().count(), Voter.objects.count()) == (0, 0)

    send(client, question, ALMOST, htmx=htmx, differs="1")
    assert list(Choice.objects.waiting().values_list("label_en", flat=True)) == [ALMOST]


def test_the_pointed_out_one_is_answered_from_there(client: Client, question: Question) -> None:
    vote = f"/en/{question.article.slug}/{question.slug}/vote/"
    client.post(vote, {"statement": "said", "stance": "agree"})
    page = send(client, question, ALMOST).content.decode()
    assert "Review your answers (1)" in page
    assert "Already said?" in page


def test_another_language_counts_and_what_waits_or_was_rejected_does_not(
    client: Client, question: Question
) -> None:
    assert send(client, question, "Tout publier vite et bien").status_code == 409
    Choice.objects.filter(slug="said").update(status="rejected")
    assert send(client, question, ALMOST).status_code == 302


def test_the_very_words_are_refused_whatever_is_claimed(client: Client, question: Question) -> None:
    tries: tuple[dict[str, Any], ...] = ({}, {"differs": "1"})
    for more in tries:
        response = send(client, question, SAID.upper(), **more)
        assert response.status_code == 409
        assert "This statement is among those asked already" in response.content.decode()
