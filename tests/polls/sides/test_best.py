"""The argument that the other side approves of most: who is weighed, and how."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from polls.models import Comment, Question, Side
from polls.sides import best, camps
from polls.sides.best import Best, bound, foremost
from tests.factories import CommentFactory
from tests.polls.sides.camps import NO, YES, approve, comment_by, contested, vote, voters_of

FOR, AGAINST = Side.FOR, Side.AGAINST

weighed = st.integers(0, 200).flatmap(
    lambda approvals: st.tuples(
        st.integers(1, 10**6), st.just(approvals), st.integers(approvals, approvals + 300)
    )
)


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_bound_is_a_share_that_the_approvals_do_not_fall_below(
    approvals: int, others: int
) -> None:
    voters = approvals + others
    least = bound(approvals, voters)
    assert 0 <= least <= (approvals / voters if voters else 0)
    assert bound(approvals + 1, voters + 1) >= least  # one more who approves never harms
    assert bound(approvals, voters + 1) <= least  # nor does one more who does not ever help


@given(st.integers(1, 50), st.integers(2, 20))
def test_of_the_same_share_the_one_that_more_have_given_counts_more(
    approvals: int, times: int
) -> None:
    assert bound(approvals * times, 2 * approvals * times) > bound(approvals, 2 * approvals)


@given(st.lists(weighed, min_size=1, max_size=20, unique_by=lambda one: one[0]), st.randoms())
def test_the_foremost_is_the_same_in_whatever_order_they_are_weighed(
    candidates: list[tuple[int, int, int]], random: Any
) -> None:
    first = foremost(candidates)
    random.shuffle(candidates)
    assert foremost(candidates) == first
    assert all(bound(k, n) <= bound(*first[1:]) for _pk, k, n in candidates)


def found(question: Question, *, first: Side | None = None) -> list[Best]:
    there = camps.of(question)
    return best.arguments(there, first=first) if there else []


def argue(question: Question, slug: str, **given: Any) -> Comment:
    """An argument of somebody who shows their side."""
    author = vote(question, slug)
    stance = FOR if slug == YES else AGAINST
    return comment_by(author, question, stance=stance, **given)


@pytest.mark.django_db
class TestBestArguments:
    def test_each_side_s_is_what_the_other_side_approves_of_most(self) -> None:
        question = contested(yes=12, no=12)
        applauded, convincing, against = (argue(question, slug) for slug in (YES, YES, NO))
        yes, no = voters_of(question, YES)[:12], voters_of(question, NO)[:12]
        approve(applauded, [*yes[:11], *no[:5]])
        approve(convincing, no[:8])
        approve(against, yes[:6])
        told = found(question)
        assert [(one.comment, one.side, one.approvals, one.voters) for one in told] == [
            (convincing, FOR, 8, 8),
            (against, AGAINST, 6, 11),
        ]
        assert [one.comment for one in found(question, first=AGAINST)] == [against, convincing]

    def test_age_is_no_merit(self) -> None:
        """An old comment had more time to be approved; who came later never saw a newer one."""
        question, now = contested(yes=10, no=30), timezone.now()
        old = argue(question, YES, posted_at=now - timedelta(days=9))
        new = argue(question, YES, posted_at=now - timedelta(days=1))
        no = voters_of(question, NO)
        approve(old, no[:10], now=now - timedelta(days=8))
        approve(new, no[20:28], now=now)
        (told,) = found(question)
        assert (told.comment, told.approvals, told.voters) == (new, 8, 8)
        assert bound(10, 18) < bound(8, 8)

    @pytest.mark.parametrize(("yes", "no"), [(9, 12), (40, 9), (60, 12)])
    def test_there_is_none_where_a_side_is_small_or_overwhelmed(self, yes: int, no: int) -> None:
        question = contested(yes=yes, no=no)
        argument = comment_by(voters_of(question, YES)[0], question, stance=FOR)
        approve(argument, voters_of(question, NO))
        assert found(question) == []

    def test_four_approvals_are_too_few(self) -> None:
        question = contested(yes=10, no=10)
        argument = argue(question, YES)
        no = voters_of(question, NO)
        approve(argument, no[:4])
        assert found(question) == []
        approve(argument, no[4:5])
        assert [one.comment for one in found(question)] == [argument]

    @pytest.mark.parametrize("given", [{"stance": None}, {"status": "rejected"}])
    def test_only_a_published_argument_of_a_known_side_is_weighed(
        self, given: dict[str, Any]
    ) -> None:
        question = contested(yes=10, no=10)
        argument = argue(question, YES)
        approve(argument, voters_of(question, NO))
        Comment.objects.filter(pk=argument.pk).update(**given)
        assert found(question) == []

    def test_it_takes_few_queries_however_many_argue(
        self, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        question = contested(yes=10, no=10)
        yes, no = voters_of(question, YES), voters_of(question, NO)
        for voter, side, others in [*((v, FOR, no) for v in yes), *((v, AGAINST, yes) for v in no)]:
            approve(comment_by(voter, question, stance=side), others[:6])
        there = camps.of(question)
        assert there is not None
        with django_assert_max_num_queries(5):
            assert len(best.arguments(there)) == 2

    def test_elsewhere_nothing_is_weighed(self) -> None:
        question, other = contested(yes=10, no=10), contested(yes=10, no=10)
        argument = argue(other, YES)
        approve(argument, voters_of(other, NO))
        CommentFactory(article=question.article)
        assert found(question) == []
