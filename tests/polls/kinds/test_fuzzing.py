"""Forms filled in by chance: never an error of ours, never a change that was not acknowledged."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polls.models import Ballot, BallotRevision, Question
from polls.results.recount import recount
from polls.voting import papers
from polls.voting.papers import Paper
from tests.browsing import Browser
from tests.polls.kinds.asking import HTMX, address
from tests.polls.kinds.test_hostile import RIGHT, everything, question_of

pytestmark = pytest.mark.django_db

NAMES = [
    "choice",
    "rank-choice-1",
    "rank-choice-2",
    "rank-foreign",
    "probability",
    "statement",
    "stance",
    "abstain",
    "words",
    "seen",
    "back",
    "slot",
]
PLAUSIBLE = [
    *("choice-1", "choice-2", "choice-3", "foreign", "agree", "pass", "disagree", "dossier"),
    *("again", "quiz", "", " ", "0", "1", "2", "3", "30", "100", "101", "-1", "１", "٣", "1.5"),
    *("1e999", "NaN", "Infinity", "0x1", "9" * 30, "\x00", "\ud7ff", "\u202e", "<b>", "%s", "None"),
]
values = st.sampled_from(PLAUSIBLE) | st.text(max_size=20)
forms = st.dictionaries(
    st.sampled_from(NAMES) | st.text(min_size=1, max_size=12),
    values | st.lists(values, max_size=4),
    max_size=6,
)


@st.composite
def sendings(draw: st.DrawFn, kind: str) -> list[tuple[str, dict[str, Any], bool, bool]]:
    """Some forms to a question: where to, with what, under HTMX or not, with its paper or not."""
    right = st.just(RIGHT.get(kind, {}))
    changed = st.builds(lambda form: RIGHT.get(kind, {}) | form, forms)
    to = st.sampled_from(["vote", "vote", "vote", "withdraw", "confirm", "peek"])
    sending = st.tuples(to, right | changed | forms, st.booleans(), st.booleans())
    return draw(st.lists(sending, min_size=1, max_size=4))


@pytest.mark.parametrize("kind", [*RIGHT, "open"])
def test_nothing_changes_without_an_acknowledgement(kind: str) -> None:
    question = question_of(kind)
    if kind not in {"quiz", "statements", "open"}:
        question.allows_abstention = True
        question.save()
    if kind in {"single", "multiple"}:
        question.choices.filter(slug="choice-3").update(role="other")
    paper = Paper(question, list(question.choices.all()))

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(sent=sendings(kind))
    def send(sent: list[tuple[str, dict[str, Any], bool, bool]]) -> None:
        with transaction.atomic():
            _send(question, paper, sent)
            transaction.set_rollback(True)  # each example begins without a ballot

    send()


def _send(
    question: Question, paper: Paper, sent: list[tuple[str, dict[str, Any], bool, bool]]
) -> None:
    browser = Browser()
    for form, data, htmx, paper_kept in sent:
        papers.forget()
        if paper_kept:
            papers.keep(paper)
        before = everything()
        response = browser.post(address(question, form), data, headers=HTMX if htmx else {})
        assert response.status_code in {200, 302, 400, 409, 422}
        if response.status_code >= 400:
            assert everything() == before
    assert recount(question) == []
    assert Ballot.objects.count() <= 1
    numbers = BallotRevision.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, len(numbers) + 1))
