"""Made-up readers who answer otherwise after reading, and what half of them say changed it."""

from datetime import datetime, timedelta
from random import Random

from dossier.models import Article
from polls.kinds import Answer
from polls.models import Ballot, BallotRevision, Choice, Comment, Question
from polls.sides import minds
from polls.voting import cast

CHANGED = 0.1
TELLING = 0.5


def rethink(article: Article, *, random: Random, now: datetime) -> int:
    """Let some who answered a question that is asked twice answer otherwise the second time.

    How many tell what changed their minds.
    """
    told = 0
    for question in Question.objects.filter(article=article, ask_again=True).shown():
        choices = list(Choice.objects.published().filter(question=question))
        standing = Ballot.objects.counted().filter(question=question, revision=1)
        for ballot in (
            standing.order_by("voter").select_related("question", "voter").prefetch_related("marks")
        ):
            if random.random() < CHANGED:
                _answer_otherwise(ballot, choices, random=random, now=now)
                told += _tell(ballot, random=random, now=now)
    return told


def _answer_otherwise(
    ballot: Ballot, choices: list[Choice], *, random: Random, now: datetime
) -> None:
    said = {mark.choice_id for mark in ballot.marks.all()}
    other = random.choice([choice.pk for choice in choices if choice.pk not in said])
    cast(
        question=ballot.question,
        voter=ballot.voter,
        answer=Answer(marks={other: 1}),
        now=min(now, ballot.cast_at + timedelta(minutes=random.uniform(8, 25))),
        seen=1,
        place=BallotRevision.Place.AGAIN,
    )


def _tell(ballot: Ballot, *, random: Random, now: datetime) -> int:
    if random.random() > TELLING:
        return 0
    question, voter = ballot.question, ballot.voter
    comments = Comment.objects.published().filter(question=question).exclude(voter=voter)
    passages = list(question.article.passages.all())
    # the first comments and the passages in the middle are what most have read
    named = random.choice([*comments.order_by("posted_at")[:2], *passages[1:4]])
    thing = {"comment": named} if isinstance(named, Comment) else {"passage": named}
    minds.tell(voter=voter, question=question, now=now, **thing)
    return 1
