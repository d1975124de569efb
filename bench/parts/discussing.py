"""A discussion from a hundred comments to a hundred thousand: what opening it must not grow with.

In two shapes: as many threads, and one thread of as many replies. The page is made by the site's
own views within this process, in turn with that of the smallest.
"""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from statistics import median
from time import perf_counter

from django.test import Client
from django.utils import timezone

from bench import filling
from bench.rounds import Bench, tell
from bench.table import Row, at_most
from dossier.models import Article
from polls.models import Comment, Question, Voter
from polls.voting.voters import key_hash

QUESTION = "lawsuit"
SIZES = (100, 1_000, 10_000, 100_000)
READS = 60
AIM = 1.5
SHAPES = ("threads", "replies")
_BATCH = 5_000


def run(bench: Bench) -> Iterator[Row]:
    for shape in SHAPES:
        places = {}
        for size in SIZES:
            places[size] = _filled(shape, size)
            tell(f"{size:,} comments as {shape}, {bench.database}: filled")
        filling.settle()
        for size in SIZES:
            yield _opening(bench, shape, size, places[SIZES[0]], places[size])


def _filled(shape: str, size: int) -> str:
    """The address of a discussion with so many comments on a question of its own."""
    article = Article.objects.create(
        slug=f"{shape}-{size}",
        title="Discussion",
        status=Article.Status.PUBLISHED,
        published_at=timezone.now(),
    )
    question = Question.objects.filter(slug=QUESTION).earliest("pk")  # its copies come after it
    question.pk, question.article, question.passage = None, article, None
    question.save()
    voter = Voter.objects.create(key_hash=key_hash(article.slug), created_at=timezone.now())
    root = _comment(question, voter, 0, size)
    root.save()
    for start in range(1, size, _BATCH):
        Comment.objects.bulk_create(
            _comment(question, voter, number, size, root=root if shape == "replies" else None)
            for number in range(start, min(size, start + _BATCH))
        )
    if shape == "replies":
        Comment.objects.filter(pk=root.pk).update(replies_count=size - 1)
    return f"/en/{article.slug}/{question.slug}/comments/"


def _comment(
    question: Question, voter: Voter, number: int, size: int, *, root: Comment | None = None
) -> Comment:
    """One of so many comments, a second apart; as approved as chance would have it."""
    now = timezone.now()
    return Comment(
        article=question.article,
        question=question,
        root=root,
        parent=root,
        voter=voter,
        author_name="Lectrice",
        body=f"Argument *{number}*, long as most are, with a reason and what follows from it.",
        language="en",
        status=Comment.Status.PUBLISHED,
        form_token=uuid.uuid4(),
        approval_bound=number * 7919 % 1000 / 1000,
        posted_at=now - timedelta(seconds=size - number),
        published_at=now,
    )


def _opening(bench: Bench, shape: str, size: int, smallest: str, address: str) -> Row:
    client, problems = Client(), list[str]()
    pairs = [
        (_timed(client, smallest, problems), _timed(client, address, problems))
        for _ in range(READS)
    ]
    beside, own = (median(times) for times in zip(*pairs, strict=True))
    return Row(
        what=f"opening {size:,} comments as {shape}: {own * 1000:.1f} ms",
        database=bench.database,
        problems=sorted(set(problems)),
        **at_most(own / beside, AIM),
    )


def _timed(client: Client, address: str, problems: list[str]) -> float:
    started = perf_counter()
    response = client.get(address, SERVER_NAME="127.0.0.1")
    took = perf_counter() - started
    if response.status_code != 200:
        problems.append(f"status {response.status_code}")
    return took
