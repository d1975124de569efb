"""Whatever readers answer, approve, show and take back: counters by side equal a recount."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from polls.discussion import posting
from polls.models import Approval, Comment, MindChange, Side
from polls.sides import minds
from polls.sides.minds import MindRefused
from polls.voting import withdraw
from tests.polls.discussion.test_counting import NUMBERS, Talk
from tests.polls.sides.camps import NO, YES, vote


class Camps(Talk):
    """A discussion whose readers take sides, and change them."""

    @rule(who=NUMBERS, slug=st.sampled_from([YES, NO, ""]))
    def answer(self, who: int, slug: str) -> None:
        question = self.places[1].question
        assert question is not None
        if slug:
            vote(question, slug, self.voter(who))
        else:
            question.refresh_from_db()
            withdraw(question=question, voter=self.voter(who), now=self.now)

    @rule(what=NUMBERS, shows=st.booleans())
    def show(self, what: int, shows: bool) -> None:
        written = Comment.objects.filter(voter__isnull=False, question__isnull=False)
        comment = self.one_of(written.exclude(status="deleted"), what)
        if comment is None or comment.voter is None:
            return
        if shows:
            Comment.objects.filter(pk=comment.pk).update(stance=Side.FOR)
        else:
            posting.hide_side(comment=comment, voter=comment.voter)

    @rule(who=NUMBERS, what=NUMBERS)
    def credit(self, who: int, what: int) -> None:
        question = self.places[1].question
        assert question is not None
        comment = self.one_of(Comment.objects.filter(question=question), what)
        with suppress(MindRefused):
            minds.tell(voter=self.voter(who), question=question, comment=comment, now=self.now)

    @invariant()
    def sides_are_of_questions_alone(self) -> None:
        assert not Approval.objects.filter(
            comment__question__isnull=True, side__isnull=False
        ).exists()

    @invariant()
    def nothing_deleted_shows_a_side(self) -> None:
        assert not Comment.objects.filter(status="deleted", stance__isnull=False).exists()

    @invariant()
    def what_changed_a_mind_is_of_a_revision(self) -> None:
        for one in MindChange.objects.filter(question__article=self.article):
            assert one.voter.ballots.filter(
                question=one.question_id, revision__gte=one.revision
            ).exists()


@pytest.mark.django_db
def test_what_is_counted_by_side_is_what_there_is() -> None:
    run_state_machine_as_test(
        Camps,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
