"""manage.py group_opinions: what it computes, what it says, and when it ends."""

import os
import signal
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from polls.models import OpinionRun
from tests.polls.groups.conversing import conversation, join
from tests.polls.polis.exports import export

pytestmark = pytest.mark.django_db


def run(*slugs: str, **options: object) -> list[str]:
    out = StringIO()
    call_command("group_opinions", *slugs, stdout=out, **options)
    return [line.rpartition(", ")[0] or line for line in out.getvalue().splitlines()]


def test_it_computes_what_has_changed_and_then_nothing() -> None:
    one, other = conversation(12, 12, slug="views"), conversation(10, 8, slug="views")
    said = [
        f"{one.article.slug}/views: 2 groups of 24 participants, 240 votes",
        f"{other.article.slug}/views: 2 groups of 18 participants, 180 votes",
    ]
    assert run() == said
    nothing = ["Nothing has changed: all groups are as they were computed."]
    assert run()[0].startswith(nothing[0][:20])
    join(one, 1, 0)
    assert run() == [f"{one.article.slug}/views: 2 groups of 25 participants, 250 votes"]


def test_it_takes_dossiers_and_questions() -> None:
    one, other = conversation(12, 12, slug="views"), conversation(10, 8, slug="views")
    run(one.article.slug)
    assert set(OpinionRun.objects.values_list("question", flat=True)) == {one.pk}
    run(f"{other.article.slug}/views")
    assert OpinionRun.objects.count() == 2


@pytest.mark.parametrize("slug", ["nothing", "nothing/at-all", "", "/"])
def test_what_there_is_not_is_told_in_one_line(slug: str) -> None:
    conversation(3, slug="views")
    with pytest.raises(CommandError, match=r"^There is no question of statements at '.*'\.$"):
        run(slug)


@pytest.mark.parametrize("every", [0, -1, 3601, float("nan")])
def test_it_looks_every_second_to_every_hour(every: float) -> None:
    with pytest.raises(CommandError, match="--every takes seconds"):
        run(watch=True, every=every)


@pytest.fixture
def handlers() -> Iterator[None]:
    kept = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT)}
    yield
    for name, handler in kept.items():
        signal.signal(name, handler)


@pytest.mark.usefixtures("handlers")
def test_watching_ends_with_the_process_that_it_stands_beside() -> None:
    question = conversation(12, 12)
    ended = os.getpid()  # not the parent of this one
    said = run(watch=True, every=3600, beside=ended)
    assert said == [
        f"{question.article.slug}/{question.slug}: 2 groups of 24 participants, 240 votes"
    ]


def test_an_import_has_its_groups_at_the_end(tmp_path: Path) -> None:
    call_command(
        "import_polis", export(tmp_path / "transport"), stdout=StringIO(), stderr=StringIO()
    )
    run_ = OpinionRun.objects.get(question__article__slug="transport")
    assert run_.participants == 3
    assert run() == ["Nothing has changed: all groups are as they were computed."]
