"""The export as one file: a ZIP of tables, with what they are, how they were made and checksums."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing, nullcontext
from datetime import UTC, datetime
from hashlib import sha256
from itertools import chain
from typing import IO

from django.db import connection
from django.db.models import Prefetch

from dossier.models import Article
from polls import kinds
from polls.models import Choice, Question
from polls.results.ballots import tables
from polls.results.ballots.dictionary import FILES
from polls.results.ballots.gathering import Tell, gather
from polls.results.ballots.protecting import protect
from polls.results.ballots.readme import readme
from polls.results.snapshot import snapshot


def unheard(_more: int) -> None:
    """Tell nobody how far the gathering is."""


def write(
    out: IO[bytes], article: Article, *, linked: bool = True, now: datetime, tell: Tell = unheard
) -> None:
    """Write the ballots of the dossier's questions as a ZIP, as they all stand at one moment.

    ``linked`` lets the answers of one reader to several questions be seen together; without it a
    pseudonym holds for one question. Takes little memory however many ballots there are.
    """
    asked = _asked(article)
    # within a transaction, a test's say, all is as it stands there
    with nullcontext() if connection.in_atomic_block else snapshot():
        desk = gather(asked, linked=linked, tell=tell)
    with closing(desk), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        left_out = protect(desk, asked)
        tables.name(desk, asked)
        rows: dict[str, Iterable[tables.Row]] = {
            "ballots.csv": tables.ballots(desk),
            "questions.csv": tables.questions(desk, asked, left_out),
            "choices.csv": tables.choices(asked, left_out),
            "tally.csv": tables.tally(desk),
            "dictionary.csv": tables.dictionary(),
        }
        sums = {name: _put(bundle, name, rows[name], now=now) for name in FILES}
        told = readme(article, sums=sums, linked=linked, now=now)
        bundle.writestr(_entry("README.md", now), told)


def file_name(article: Article, *, now: datetime) -> str:
    return f"{article.slug}-ballots-{now.astimezone(UTC):%Y-%m-%d}.zip"


def _asked(article: Article) -> list[Question]:
    """What readers could ever vote on, in the order of the page."""
    offered = Prefetch("choices", queryset=Choice.objects.published())
    questions = Question.objects.filter(article=article).exclude(status=Question.Status.DRAFT)
    found = questions.select_related("article").prefetch_related(offered)
    return [one for one in found.order_by("position", "pk") if kinds.of(one).casts_ballots]


def _put(bundle: zipfile.ZipFile, name: str, rows: Iterable[tables.Row], *, now: datetime) -> str:
    """Write one table, row by row; its SHA-256 in hexadecimal digits."""
    summed = sha256()
    with bundle.open(_entry(name, now), "w", force_zip64=True) as member:
        for line in _lines(name, rows):
            summed.update(line)
            member.write(line)
    return summed.hexdigest()


def _lines(name: str, rows: Iterable[tables.Row]) -> Iterator[bytes]:
    line = io.StringIO(newline="")
    writer = csv.writer(line, lineterminator="\n")
    for row in chain([[column.name for column in FILES[name]]], rows):
        writer.writerow(row)
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def _entry(name: str, now: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, now.astimezone(UTC).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
