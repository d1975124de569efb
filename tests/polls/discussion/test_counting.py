"""Whatever readers, moderators and the roll do, what comments count equals a recount of it."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from polls.discussion import counters, posting, reactions
from polls.discussion.places import Place
from polls.discussion.posting import post
from polls.discussion.refusals import DiscussionRefused
from polls.models import Comment, Decision, Voter
from polls.moderation import decide
from polls.moderation.refusals import DecisionRefused
from polls.moderation.transitions import actions_for
from polls.roll.merging import merge
from polls.roll.removal import remove
from tests.factories import (
    ArticleFactory,
    PassageFactory,
    QuestionFactory,
    UserFactory,
    VoterFactory,
)

PEOPLE = 5
NUMBERS = st.integers(0, 10**6)
DAYS = count()


class Talk(RuleBasedStateMachine):
    """A discussion in three places at once."""

    def __init__(self) -> None:
        super().__init__()
        self.article = ArticleFactory()
        passage = PassageFactory(article=self.article)
        question = QuestionFactory(article=self.article)
        self.places = [
            Place(self.article),
            Place(self.article, question),
            Place(self.article, passage=passage),
        ]
        self.voters = VoterFactory.create_batch(PEOPLE)
        self.moderator = UserFactory(groups=["Moderators"])

    @property
    def now(self) -> datetime:
        """Each act on a day of its own, so that nobody is too fast."""
        return datetime(2030, 1, 1, tzinfo=UTC) + timedelta(days=next(DAYS))

    def one_of(self, comments: Any, number: int) -> Comment | None:
        found = list(comments.filter(article=self.article).order_by("pk"))
        return found[number % len(found)] if found else None

    def voter(self, number: int) -> Voter:
        one: Voter = self.voters[number % len(self.voters)]
        return one

    @rule(where=NUMBERS, who=NUMBERS, publishes=st.booleans())
    def begin(self, where: int, who: int, publishes: bool) -> None:
        self.write(self.places[where % 3], self.voter(who), None, publishes)

    @rule(what=NUMBERS, who=NUMBERS, publishes=st.booleans())
    def reply(self, what: int, who: int, publishes: bool) -> None:
        parent = self.one_of(Comment.objects.published(), what)
        if parent:
            self.write(Place.of(parent), self.voter(who), parent, publishes)

    def write(self, place: Place, voter: Voter, parent: Comment | None, publishes: bool) -> None:
        now = self.now
        receipt = post(
            place=place,
            voter=voter,
            name="Quelqu’un",
            text=f"Texte du {now}.",
            parent=parent,
            form_token=uuid4(),
            language="fr",
            now=now,
        )
        if publishes:
            self.decide_on(receipt.comment, Decision.Action.APPROVE)

    def decide_on(self, comment: Comment, action: str) -> None:
        with suppress(DecisionRefused):  # some need more than an action; nothing has moved then
            decide(
                comment=comment,
                moderator=self.moderator,
                action=action,
                reason="off_topic" if action == Decision.Action.REJECT else "",
                now=self.now,
            )

    @rule(what=NUMBERS, which=NUMBERS)
    def decide(self, what: int, which: int) -> None:
        comment = self.one_of(Comment.objects.all(), what)
        actions = sorted(actions_for(comment)) if comment else []
        if comment and actions:
            self.decide_on(comment, actions[which % len(actions)])

    @rule(what=NUMBERS, who=NUMBERS, act=st.sampled_from(["approve", "unapprove", "flag"]))
    def react(self, what: int, who: int, act: str) -> None:
        comment, voter = self.one_of(Comment.objects.all(), what), self.voter(who)
        if comment is None:
            return
        with suppress(DiscussionRefused):
            if act == "approve":
                reactions.approve(comment=comment, voter=voter, now=self.now)
            elif act == "unapprove":
                reactions.unapprove(comment=comment, voter=voter)
            else:
                reactions.flag(comment=comment, voter=voter, reason="spam", now=self.now)

    @rule(what=NUMBERS, deletes=st.booleans())
    def change(self, what: int, deletes: bool) -> None:
        comment = self.one_of(Comment.objects.filter(voter__isnull=False), what)
        if comment is None or comment.voter is None:
            return
        with suppress(DiscussionRefused):
            if deletes:
                posting.delete(comment=comment, voter=comment.voter, now=self.now)
            else:
                soon = comment.posted_at + timedelta(minutes=1)
                posting.edit(comment=comment, voter=comment.voter, text="Mieux.", now=soon)

    @rule(kept=NUMBERS, gone=NUMBERS)
    def merge(self, kept: int, gone: int) -> None:
        if self.voter(kept) != self.voter(gone) and len(self.voters) > 2:
            merged = self.voter(gone)
            merge(kept=self.voter(kept), merged=merged, now=self.now)
            self.voters.remove(merged)

    @rule(who=NUMBERS)
    def forget(self, who: int) -> None:
        if len(self.voters) > 2:
            voter = self.voter(who)
            remove(voter=voter, now=self.now)
            self.voters = [one for one in self.voters if one.pk != voter.pk]

    @invariant()
    def counted_as_recounted(self) -> None:
        assert counters.recount(self.article) == []


@pytest.mark.django_db
def test_what_is_counted_is_what_there_is() -> None:
    run_state_machine_as_test(
        Talk,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
