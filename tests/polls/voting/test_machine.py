"""Whatever voters, editors and the newsroom do, in whatever order: the books are exact.

Hypothesis drives casts, changes, abstentions, withdrawals, forms sent twice, closings, reopenings,
merges and removals of voters against a model of a few lines, one machine a kind, and compares
everything after every step. ``CASTING_EXAMPLES=1000 pytest tests/polls/voting/test_machine.py``
runs that many histories of every kind instead of a few.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from polls import kinds
from polls.kinds import Answer, Marks
from polls.models import Ballot, BallotRevision, Mark, Question, Voter
from polls.results import tally
from polls.results.recount import recount
from polls.roll.merging import merge
from polls.roll.removal import remove
from polls.voting import (
    AnswerFinal,
    VotingClosed,
    VotingRefused,
    cast_by_key,
    windows,
    withdraw,
)
from polls.voting.voters import key_hash
from tests.factories import QuestionFactory, QuizQuestionFactory, UserFactory

CHOICES = 3
KEYS = [key_hash(f"machine {number}") for number in range(4)]
keys = st.sampled_from(KEYS)

one = st.integers(0, CHOICES - 1).map(lambda place: {place: 1})
several = st.sets(st.integers(0, CHOICES - 1), min_size=1).map(lambda some: dict.fromkeys(some, 1))
ranks = st.lists(st.integers(0, CHOICES), min_size=CHOICES, max_size=CHOICES)
credit = st.sampled_from([0, 50, 100])
ANSWERS: dict[str, st.SearchStrategy[dict[int, int]]] = {
    "single": one,
    "scale": one,
    "multiple": several,
    "ranking": ranks.map(lambda given: dict(enumerate(given))),
    "forecast": st.integers(0, 100).map(lambda value: {0: value}),
    "quiz": st.tuples(several, credit).map(lambda given: dict.fromkeys(*given)),
    "statements": st.dictionaries(
        st.integers(0, CHOICES - 1), st.sampled_from([-1, 0, 1]), min_size=1
    ),
}
EXAMPLES = int(os.environ.get("CASTING_EXAMPLES", "8"))


@dataclass
class Model:
    """What must be so: each person's standing answer, and when it was given and first given."""

    kind: str
    said: dict[str, Answer] = field(default_factory=dict)
    at: dict[str, datetime] = field(default_factory=dict)
    person: dict[str, str] = field(default_factory=lambda: {key: key for key in KEYS})

    def lay(self, older: Answer, newer: Answer) -> Answer:
        return Answer(older.marks | newer.marks) if self.kind == "statements" else newer

    def merge(self, kept: str, merged: str) -> None:
        """Of a quiz the first answer stands, of all else the last."""
        both = sorted({kept, merged} & self.said.keys(), key=self.at.__getitem__)
        if both:
            first, last = both[0], both[-1]
            final = self.kind == "quiz"
            stands = self.said[first] if final else self.lay(self.said[first], self.said[last])
            self.said[kept], self.at[kept] = stands, self.at[first if final else last]
        self.forget(merged)
        self.person = {k: kept if who == merged else who for k, who in self.person.items()}

    def forget(self, who: str) -> None:
        self.said.pop(who, None)
        self.at.pop(who, None)


class Casting(RuleBasedStateMachine):
    kind: str

    def __init__(self) -> None:
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()
        self.editor = UserFactory(is_superuser=True)
        made: type[QuestionFactory] = (
            QuizQuestionFactory if self.kind == "quiz" else QuestionFactory
        )
        self.question: Question = made(
            kind=self.kind,
            choices=1 if self.kind == "forecast" else CHOICES,
            allows_abstention=self.kind not in {"quiz", "statements"},
        )
        self.choices = list(self.question.choices.values_list("pk", flat=True))
        self.model = Model(self.kind)
        self.now = timezone.now()
        self.open = True
        self.sent: list[dict[str, Any]] = []

    def teardown(self) -> None:
        connection.check_constraints()
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)

    # -- What happens

    @rule(key=keys, data=st.data(), tells=st.booleans())
    def answer(self, key: str, data: st.DataObject, tells: bool) -> None:
        given = {
            self.choices[place]: value for place, value in data.draw(ANSWERS[self.kind]).items()
        }
        self.send(key, Answer(given), tells=tells)

    @precondition(lambda self: self.question.allows_abstention)
    @rule(key=keys, tells=st.booleans())
    def abstain(self, key: str, tells: bool) -> None:
        self.send(key, Answer(abstains=True), tells=tells)

    def send(self, key: str, given: Answer, *, tells: bool) -> None:
        who = self.model.person[key]
        before = self.model.said.get(who, Answer())
        after = self.model.lay(before, given)
        form: dict[str, Any] = {
            "key_hash": key,
            "answer": given,
            "seen": self.revision(key) if tells else None,
        }
        if not self.open:
            self.refused(VotingClosed, **form)
        elif self.kind == "quiz" and before and before != after:
            self.refused(AnswerFinal, **form)
        else:
            receipt = self.cast(**form)
            assert receipt.answer == after
            assert receipt.action == _action(before, after)
            if before != after:
                self.model.said[who], self.model.at[who] = after, self.now
                self.sent += [form] if tells else []

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def send_the_same_form_again(self, data: st.DataObject) -> None:
        form = data.draw(st.sampled_from(self.sent))
        if self.open:
            assert self.cast(**form).action in {"kept", "repeated"}
        else:
            self.refused(VotingClosed, **form)

    @rule(key=keys)
    def withdraw(self, key: str) -> None:
        who, voter = self.model.person[key], self.voter(key)
        if voter is None:
            return
        take_back: Callable[[], Any] = lambda: withdraw(  # noqa: E731
            question=self.question, voter=voter, now=self.tick()
        )
        if not self.open or (self.kind == "quiz" and who in self.model.said):
            with pytest.raises(AnswerFinal if self.open else VotingClosed):
                take_back()
        else:
            assert bool(take_back()) == (who in self.model.said)
            self.model.forget(who)

    @rule()
    def close_or_reopen(self) -> None:
        act = windows.close_question if self.open else windows.open_question
        act(question=self.question, editor=self.editor, now=self.tick())
        self.open = not self.open

    @rule(kept=keys, merged=keys)
    def merge_voters(self, kept: str, merged: str) -> None:
        ours, theirs = self.voter(kept), self.voter(merged)
        if ours and theirs and ours != theirs:
            merge(kept=ours, merged=theirs, now=self.tick())
            gone = self.model.person[merged]
            self.sent = [f for f in self.sent if self.model.person[f["key_hash"]] != gone]
            self.model.merge(self.model.person[kept], gone)

    @precondition(lambda self: len(self.model.said) > 1)
    @rule(data=st.data())
    def merge_two_who_have_answered(self, data: st.DataObject) -> None:
        """By chance alone they would rarely meet."""
        self.merge_voters(*data.draw(st.permutations(sorted(self.model.said)))[:2])

    @rule(key=keys)
    def remove_voter(self, key: str) -> None:
        if voter := self.voter(key):
            remove(voter=voter, now=self.tick())
            gone = self.model.person[key]
            self.sent = [f for f in self.sent if self.model.person[f["key_hash"]] != gone]
            self.model.forget(gone)
            for one in [k for k, who in self.model.person.items() if who == gone]:
                self.model.person[one] = one

    # -- What must be so after each step

    @invariant()
    def the_tally_is_the_models(self) -> None:
        read = tally.read([self.question])[self.question.pk]
        answers = self.model.said.values()
        assert read.voters == sum(bool(answer.marks) for answer in answers)
        assert read.abstentions == sum(answer.abstains for answer in answers)
        assert +Counter(read.counts) == Counter(m for a in answers for m in a.marks.items())
        duels = (
            Counter(d for a in answers for d in _duels(a.marks)) if self.kind == "ranking" else {}
        )
        assert +Counter(read.pairs) == duels
        assert recount(self.question) == []

    @invariant()
    def the_ballots_are_the_models(self) -> None:
        marks, history = defaultdict[int, Marks](dict), self.history()
        for mark in Mark.objects.filter(question=self.question):
            marks[mark.voter_id][mark.choice_id] = mark.value
        said: dict[int, Answer] = {}
        for ballot in Ballot.objects.filter(question=self.question):
            answer = Answer(marks.pop(ballot.voter_id, {}), abstains=ballot.abstains)
            revisions = history.pop(ballot.voter_id)
            assert [one.number for one in revisions] == list(range(1, ballot.revision + 1))
            assert answer == self.replay(revisions)
            assert ballot.stands == bool(answer)
            if ballot.stands:
                said[ballot.voter_id] = answer
        assert (marks, history) == ({}, {})
        assert said == {self.people()[who]: answer for who, answer in self.model.said.items()}

    def history(self) -> dict[int, list[BallotRevision]]:
        """Every revision, by its voter."""
        revisions = BallotRevision.objects.filter(question=self.question).order_by("number")
        history = defaultdict[int, list[BallotRevision]](list)
        for revision in revisions:
            history[revision.voter_id].append(revision)
        return history

    def replay(self, revisions: list[BallotRevision]) -> Answer:
        """What the revisions come to: a withdrawn or merged one begins anew."""
        said = Answer()
        for revision in revisions:
            given = Answer(dict(revision.marks), abstains=revision.abstains)
            anew = revision.action in {"merged", "withdrawn"}
            said = given if anew else kinds.of(self.question).merge(said, given)
        return said

    def people(self) -> dict[str, int]:
        """The primary key of the voter whom each key leads to."""
        voters = Voter.objects.values_list("key_hash", "pk", "merged_into")
        return {key: merged_into or pk for key, pk, merged_into in voters}

    # -- How it is done

    def cast(self, *, key_hash: str, answer: Answer, seen: int | None) -> Any:
        return cast_by_key(
            question=self.question, key_hash=key_hash, answer=answer, seen=seen, now=self.tick()
        )

    def refused(self, refusal: type[VotingRefused], **form: Any) -> None:
        with pytest.raises(refusal):
            self.cast(**form)

    def tick(self) -> datetime:
        self.now += timedelta(seconds=2)
        return self.now

    def voter(self, key: str) -> Voter | None:
        known = Voter.objects.filter(key_hash=key).first()
        return (known.merged_into or known) if known else None

    def revision(self, key: str) -> int:
        ballots = Ballot.objects.filter(question=self.question, voter=self.voter(key))
        return ballots.values_list("revision", flat=True).first() or 0


def _action(before: Answer, after: Answer) -> str:
    if before == after:
        return "kept"
    return "changed" if before else "cast"


def _duels(marks: Marks) -> list[tuple[int, int]]:
    """Who is put before whom, ranks compared one by one."""
    return [
        (a, b)
        for a, b in permutations(marks, 2)
        if marks[a] and (not marks[b] or marks[a] < marks[b])
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ANSWERS)
def test_the_books_are_exact_after_every_step(kind: str) -> None:
    run_state_machine_as_test(
        type("Casting", (Casting,), {"kind": kind}),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
