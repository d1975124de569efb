"""Commenters beside voters, and that nobody is to be found among them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from polls.models import Comment, Side
from polls.sides import camps, mirror
from polls.sides.mirror import LEAST_HIDDEN, TOGETHER, Mirror, counted
from tests.polls.sides.camps import NO, YES, comment_by, contested, voters_of

commenters = st.lists(st.tuples(st.sampled_from(Side), st.booleans()), max_size=60)


@given(commenters)
def test_nobody_is_found_by_subtracting_those_who_show_their_side(
    there: list[tuple[Side, bool]],
) -> None:
    counts = counted(there)
    if counts is None:
        return
    taking = [one for one in there if one[0] != Side.BETWEEN][: sum(counts)]
    shown = [side for side, is_shown in taking if is_shown]
    hidden = counts[0] - shown.count(Side.FOR), counts[1] - shown.count(Side.AGAINST)
    assert min(hidden) >= LEAST_HIDDEN


@given(commenters, st.sampled_from([Side.FOR, Side.AGAINST]))
def test_nobody_s_side_is_seen_in_the_difference_that_their_coming_makes(
    later: list[tuple[Side, bool]], side: Side
) -> None:
    there = [(one, False) for one in (Side.FOR, Side.AGAINST)] * 6 + later
    before, after = counted(there), counted([*there, (side, False)])
    assert before is not None
    assert after is not None
    assert sum(after) - sum(before) in {0, TOGETHER}


def seen(question: object) -> Mirror | None:
    there = camps.of(question)  # type: ignore[arg-type]
    return mirror.of(there) if there else None


@pytest.mark.django_db
class TestMirror:
    def test_it_compares_the_shares_of_both(self) -> None:
        question = contested(yes=15, no=15)
        for slug, count in ((YES, 12), (NO, 3)):
            for voter in voters_of(question, slug)[:count]:
                comment_by(voter, question)
        shown = seen(question)
        assert shown is not None
        assert [(part.of_voters, part.of_commenters) for part in shown.parts] == [
            (0.5, 0.8),
            (0.5, 0.2),
        ]
        assert (shown.counted, shown.lead.said, shown.is_true) == (15, shown.parts[0].said, False)

    def test_whoever_comments_more_than_once_counts_once(self) -> None:
        question = contested(yes=15, no=15)
        for slug in (YES, NO):
            for voter in voters_of(question, slug)[:5]:
                comment_by(voter, question)
        for _again in range(4):
            comment_by(voters_of(question, YES)[0], question)
        shown = seen(question)
        assert shown is not None
        assert [part.of_commenters for part in shown.parts] == [0.5, 0.5]

    @pytest.mark.parametrize(("yes", "no"), [(9, 0), (12, 2), (5, 4)])
    def test_of_too_few_nothing_is_said(self, yes: int, no: int) -> None:
        question = contested(yes=15, no=15)
        for slug, count in ((YES, yes), (NO, no)):
            for voter in voters_of(question, slug)[:count]:
                comment_by(voter, question)
        assert seen(question) is None

    def test_what_is_not_published_does_not_count(self) -> None:
        question = contested(yes=15, no=15)
        for slug in (YES, NO):
            for voter in voters_of(question, slug)[:10]:
                comment_by(voter, question, status="pending")
        assert Comment.objects.count() == 20
        assert seen(question) is None

    def test_it_takes_two_queries(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        question = contested(yes=15, no=15)
        for slug in (YES, NO):
            for voter in voters_of(question, slug)[:10]:
                comment_by(voter, question)
        there = camps.of(question)
        assert there is not None
        with django_assert_num_queries(2):
            assert mirror.of(there) is not None
