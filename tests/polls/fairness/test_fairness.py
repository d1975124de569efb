"""How cases are read, divided into groups that hide everybody, and compared."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from polls.fairness import cases, measures
from polls.fairness.cases import Case, Span
from polls.fairness.groups import LEAST, by_language, by_rule, by_side
from polls.kinds import Answer
from polls.models import Comment, Decision, Hold, Question, Side
from polls.moderation import decide, undo
from polls.voting import cast
from tests.factories import (
    CommentFactory,
    FlagFactory,
    QuestionFactory,
    UserFactory,
    VoterFactory,
)

NOW = timezone.now()
SPAN = Span(since=NOW - timedelta(days=1), until=NOW + timedelta(days=1))
REFUSED, FLAGGED = measures.SHARES


def case(**given: Any) -> Case:
    usual: dict[str, Any] = {
        "side": None,
        "language": "fr",
        "moderator": "camille",
        "rules": frozenset(),
        "is_refused": False,
        "is_flagged": False,
        "waited": timedelta(minutes=30),
    }
    return Case(**(usual | given))


@pytest.fixture
def moderator(db: None) -> User:
    made: User = UserFactory(groups=["Moderators"], username="camille")
    return made


def reject(comment: Comment, moderator: User, *, after: timedelta) -> Decision:
    return decide(
        comment=comment,
        moderator=moderator,
        action="reject",
        reason="abuse",
        now=comment.posted_at + after,
    )


# Reading


def test_a_case_says_what_a_person_first_decided(moderator: User) -> None:
    comment = CommentFactory(status="pending", posted_at=NOW)
    reject(comment, moderator, after=timedelta(minutes=7))
    comment.refresh_from_db()
    decide(comment=comment, moderator=moderator, action="approve", now=NOW + timedelta(hours=1))
    FlagFactory(comment=comment)
    Hold.objects.create(comment=comment, rule="links", found="3", held_at=NOW)
    assert cases.read(SPAN) == [
        case(
            is_refused=True,
            is_flagged=True,
            rules=frozenset({"links"}),
            waited=timedelta(minutes=7),
        )
    ]


def test_what_was_undone_or_decided_by_no_person_does_not_count(moderator: User) -> None:
    undone = CommentFactory(status="pending", posted_at=NOW)
    decision = reject(undone, moderator, after=timedelta(minutes=1))
    undo(decision=decision, moderator=moderator, now=decision.decided_at)
    unread = CommentFactory(posted_at=NOW)
    Decision.objects.create(
        comment=unread,
        action="approve",
        rule="post",
        from_status="pending",
        to_status="published",
        decided_at=NOW,
    )
    assert cases.read(SPAN) == [
        case(moderator="", is_refused=None, is_flagged=None, waited=None),
        case(moderator="", is_refused=None, waited=None),
    ]


@pytest.mark.django_db
def test_the_side_is_that_of_the_author_s_ballot_on_the_question() -> None:
    question = QuestionFactory()
    yes, no = question.choices.order_by("position")
    question.refresh_from_db()
    for choice in (yes, no, None):
        voter = VoterFactory()
        if choice:
            cast(question=question, voter=voter, answer=Answer({choice.pk: 1}), now=NOW)
        CommentFactory(article=question.article, question=question, voter=voter, posted_at=NOW)
    CommentFactory(article=question.article, voter=VoterFactory(), posted_at=NOW)
    assert [one.side for one in cases.read(SPAN)] == [Side.FOR, Side.AGAINST, None, None]
    assert len(cases.read(Span(SPAN.since, SPAN.until, question))) == 3


@pytest.mark.django_db
def test_others_periods_and_what_authors_took_back_are_left_out() -> None:
    CommentFactory(posted_at=SPAN.since - timedelta(seconds=1))
    CommentFactory(posted_at=SPAN.until)
    CommentFactory(status="deleted", body="", posted_at=NOW)
    assert Comment.objects.count() == 3
    assert cases.read(SPAN) == []


@pytest.mark.parametrize("count", [1, 12])
def test_reading_costs_the_same_however_much_there_is(
    count: int, moderator: User, django_assert_num_queries: Any
) -> None:
    for _number in range(count):
        question: Question = QuestionFactory()
        comment = CommentFactory(
            article=question.article, question=question, status="pending", posted_at=NOW
        )
        reject(comment, moderator, after=timedelta(minutes=1))
    with django_assert_num_queries(6):
        assert len(cases.read(SPAN)) == count


# Groups


@given(st.lists(st.sampled_from([*Side, None]), max_size=80))
def test_no_group_is_small_and_nobody_is_lost(sides: list[Side | None]) -> None:
    groups = by_side([case(side=side) for side in sides])
    if groups:
        assert min(len(group.cases) for group in groups) >= LEAST
        assert sum(len(group.cases) for group in groups) == len(sides)
        assert {len(group.cases) + len(group.others) for group in groups} == {len(sides)}


def test_a_small_group_is_joined_with_the_smallest_of_the_others() -> None:
    some = [case(side=Side.FOR)] * 30 + [case(side=Side.AGAINST)] * 20 + [case()] * 3
    with translation.override("en"):
        found = [(group.label, len(group.cases)) for group in by_side(some)]
    assert found == [("Authors in favour", 30), ("All others together", 23)]


def test_one_group_alone_is_compared_with_nobody() -> None:
    assert by_language([case()] * 40) == []
    assert by_language([case()] * 40 + [case(language="en")] * 9) == []


def test_groups_by_rule_overlap() -> None:
    some = [case(rules=frozenset({"links", "words"}))] * 12 + [case()] * 15
    with translation.override("en"):
        found = [(group.label, len(group.cases), len(group.others)) for group in by_rule(some)]
    assert found == [
        ("Many links", 12, 15),
        ("Words from the list", 12, 15),
        ("Held by no rule", 15, 12),
    ]


# Comparing


def test_two_groups_are_one_comparison_and_one_sentence() -> None:
    some = [case(language="fr", is_refused=number < 2) for number in range(40)]
    some += [case(language="en", is_refused=number < 20) for number in range(40)]
    with translation.override("en"):
        table = measures.shares(REFUSED, some)[-1]
    assert [(row.label, row.count, row.total) for row in table.rows] == [
        ("English", 20, 40),
        ("French", 2, 40),
    ]
    assert table.rows[0].p == table.rows[1].p < 0.001
    (said,) = table.findings
    assert said.startswith("English: 50%, the others 5%. The difference, +26 to +60 points,")


def test_many_moderators_make_chance_findings_count_less() -> None:
    """Of one moderator alone this would be more than chance; among eight it is not."""
    names = [f"m{number}" for number in range(8)]
    some = [
        case(moderator=name, is_refused=number < (10 if name == "m0" else 4))
        for name in names
        for number in range(20)
    ]
    table = measures.shares(REFUSED, some)[1]
    raw = min(row.p for row in table.rows) / 8
    assert raw < 0.05
    assert not any(row.differs for row in table.rows)
    with translation.override("en"):
        found = measures.shares(REFUSED, some)[1].findings
    assert found == ["No group differs from the others by more than chance would explain."]


def test_readers_who_flag_are_not_set_against_moderators() -> None:
    assert [table.division.name for table in measures.shares(FLAGGED, [])] == [
        "side",
        "rule",
        "language",
    ]


def test_waiting_times_are_told_by_their_middle_and_what_is_known_of_it() -> None:
    some = [case(waited=timedelta(minutes=number)) for number in range(1, 21)]
    some += [case(language="en", waited=timedelta(hours=number)) for number in range(1, 21)]
    with translation.override("en"):
        table = measures.times(some)[-1]
        english, french = table.rows
        assert french.in_words == {"total": "20", "median": "10 min", "interval": "6 min – 15 min"}
        assert english.in_words["median"] == "10.5 h"
        assert table.findings == [
            "The waiting times differ by more than chance would explain (p < 0.001)."
        ]


@pytest.mark.parametrize(
    ("time", "told"),
    [
        (timedelta(seconds=20), "0 min"),
        (timedelta(minutes=99), "99 min"),
        (timedelta(minutes=100), "1.7 h"),
        (timedelta(days=3, hours=12), "3.5 days"),
    ],
)
def test_a_time_is_told_in_the_unit_that_suits_it(time: timedelta, told: str) -> None:
    with translation.override("en"):
        assert measures.duration(time) == told
