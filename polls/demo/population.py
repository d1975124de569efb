"""Making up voters with their ballots and comments, in bulk, then counting them."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from django.db import transaction

from dossier.models import Article
from polls import groups
from polls.demo.answers import Person, answer, invent_person
from polls.demo.conversation import converse
from polls.demo.rethinking import rethink
from polls.kinds import Answer
from polls.kinds.roles import other_of
from polls.models import Ballot, BallotRevision, Choice, Mark, Question, Voter, WriteIn
from polls.results.recount import recount
from polls.voting.voters import key_hash

PEOPLE = 420
DAYS = 21
_SEED = "dossier demonstration"
_WORDS = Path(__file__).with_name("words.toml")


def exists() -> bool:
    return Voter.objects.filter(origin=Voter.Origin.DEMO).exists()


@transaction.atomic
def populate(article: Article, *, now: datetime, tell: Callable[[str], None]) -> None:
    """Give the article some thousands of made-up ballots and some dozens of comments.

    The same every time but for when they were made: up to three weeks before ``now``.
    ``tell`` is told of each step.
    """
    random = Random(_SEED)  # noqa: S311 — plausibility, not secrecy
    voters = _enrol(random, now=now)
    people = [invent_person(random) for _voter in voters]
    tell(f"{len(voters)} voters")
    for question in Question.objects.filter(article=article).shown():
        made = _answer_all(question, voters=voters, people=people, random=random, now=now)
        recount(question, fix=True)
        if made:
            tell(f"{question.slug}: {made} ballots")
        if made and question.kind == Question.Kind.STATEMENTS:
            groups.renew(question, now=now)
    tell(f"{converse(article, voters=voters, random=random, now=now)} comments")
    tell(f"{rethink(article, random=random, now=now)} changes of mind explained")


def _enrol(random: Random, *, now: datetime) -> list[Voter]:
    """Voters without a usable key: no cookie leads to them."""
    return Voter.objects.bulk_create(
        Voter(
            key_hash=key_hash(f"{_SEED} {number}"),
            origin=Voter.Origin.DEMO,
            created_at=_moment(random, now=now),
        )
        for number in range(PEOPLE)
    )


def _moment(random: Random, *, now: datetime) -> datetime:
    """Some time in the last days, most of them long ago: interest fades."""
    days = DAYS * (1 - random.random() ** 2)
    return now - timedelta(days=days)


def _answer_all(
    question: Question,
    *,
    voters: Sequence[Voter],
    people: Sequence[Person],
    random: Random,
    now: datetime,
) -> int:
    """The ballots of those who answer this question; how many there are."""
    choices = list(Choice.objects.published().filter(question=question))
    words = tomllib.loads(_WORDS.read_text(encoding="utf-8"))["words"]
    texts = [one["text"] for one in words]
    turnout = random.uniform(0.35, 0.85)
    answered: list[tuple[Voter, Answer]] = []
    for voter, person in zip(voters, people, strict=True):
        if random.random() < turnout:
            said = answer(question, choices, person=person, words=texts, random=random)
            if said:
                answered.append((voter, said))
    _write(question, answered, random=random, now=now)
    _write_in(other_of(question, choices), answered, words={one["text"]: one for one in words})
    return len(answered)


def _write(
    question: Question, answered: list[tuple[Voter, Answer]], *, random: Random, now: datetime
) -> None:
    ballots = Ballot.objects.bulk_create(
        Ballot(
            question=question,
            voter=voter,
            cast_at=(
                moment := min(now, voter.created_at + timedelta(minutes=random.random() * 30))
            ),
            changed_at=moment,
            abstains=answer.abstains,
        )
        for voter, answer in answered
    )
    Mark.objects.bulk_create(
        Mark(question=question, voter_id=ballot.voter_id, choice_id=choice, value=value)
        for ballot, (_voter, answer) in zip(ballots, answered, strict=True)
        for choice, value in answer.marks.items()
    )
    BallotRevision.objects.bulk_create(
        BallotRevision(
            question=question,
            voter_id=ballot.voter_id,
            number=1,
            action=BallotRevision.Action.CAST,
            marks=answer.pairs,
            abstains=answer.abstains,
            place=BallotRevision.Place.BEFORE if question.ask_again else "",
            made_at=ballot.cast_at,
        )
        for ballot, (_voter, answer) in zip(ballots, answered, strict=True)
    )


def _write_in(
    other: Choice | None,
    answered: list[tuple[Voter, Answer]],
    *,
    words: Mapping[str, Mapping[str, str]],
) -> None:
    """What was written for “other”, as far as moderators have come with it."""
    WriteIn.objects.bulk_create(
        WriteIn(
            question=other.question,
            voter=voter,
            choice=other,
            revision=1,
            written_at=voter.created_at,
            **words[answer.words],
        )
        for voter, answer in answered
        if other and answer.words
    )
