"""Results as tidy rows for a spreadsheet or a statistics program: one row a figure.

Every kind gives its rows in the same columns; an open question, which has no ballots, gives its
published comments as one row. Those who have no opinion are a row without a choice. Shares and
their 95 % limits are fractions, empty where nobody answered; the moment of export is in UTC.
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from polls import kinds
from polls.kinds import Row, TallyRead, quiz
from polls.models import Choice, Question
from polls.results import tally as tallies
from polls.results.discussed import discussed

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

COLUMNS = "dossier question kind choice label value count share low high voters exported_at".split()
# A spreadsheet takes a cell that begins so for a formula; an apostrophe makes it text again.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def write(
    out: "SupportsWrite[str]",
    questions: Iterable[Question],
    *,
    for_readers: bool = False,
    now: datetime,
) -> None:
    """Write the results of the questions as CSV, labels in the active language."""
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(rows(questions, for_readers=for_readers, now=now))


def rows(
    questions: Iterable[Question], *, for_readers: bool = False, now: datetime
) -> Iterator[list[Any]]:
    """The figures of the questions in the order of COLUMNS, in a constant number of queries.

    ``for_readers`` a quiz question tells how many were right, and not by which choice.
    """
    asked = list(
        Question.objects.filter(pk__in=[question.pk for question in questions])
        .select_related("article")
        .prefetch_related(Prefetch("choices", queryset=Choice.objects.published()))
        .order_by("article", "position", "pk")
    )
    read = tallies.read(asked)
    said = discussed([question for question in asked if not kinds.of(question).casts_ballots])
    exported_at = now.astimezone(UTC).isoformat(timespec="seconds")
    for question in asked:
        about = [question.article.slug, question.slug, question.kind]
        if question.pk in said:
            comments, authors = said[question.pk]
            yield [*about, "", "", "", comments, "", "", "", authors, exported_at]
            continue
        tally, choices = read[question.pk], list(question.choices.all())
        if for_readers and question.kind == Question.Kind.QUIZ:
            yield [*about, *_right(choices, tally), exported_at]
            continue
        for row in kinds.of(question).rows(choices=choices, tally=tally):
            yield [*about, *_figures(row, tally), exported_at]
        if question.allows_abstention or tally.abstentions:
            without = ["", _("No opinion"), "", tally.abstentions, "", "", "", tally.voters]
            yield [*about, *without, exported_at]


def file_name(*slugs: str, now: datetime, form: str = "csv") -> str:
    """What to call the file: whose results it holds, and of which day (UTC)."""
    return "-".join([*slugs, "results", f"{now.astimezone(UTC):%Y-%m-%d}"]) + f".{form}"


def as_text(cell: str) -> str:
    """The cell such that no spreadsheet runs it as a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def _figures(row: Row, tally: TallyRead) -> list[Any]:
    label = as_text(str(row.choice.label))
    return [row.choice.slug, label, row.value, row.count, *_shares(row, tally), tally.voters]


def _right(choices: list[Choice], tally: TallyRead) -> list[Any]:
    """How many were quite right: neither the address nor the words of what they chose."""
    row = quiz.right_of(choices, tally)
    if row is None:
        return ["", _("Answered right"), "", 0, "", "", "", tally.voters]
    shares = _shares(row, tally)
    return ["", _("Answered right"), row.value, row.count, *shares, tally.voters]


def _shares(row: Row, tally: TallyRead) -> list[str]:
    return [f"{share:.6f}" if tally.voters else "" for share in (row.share, row.low, row.high)]
