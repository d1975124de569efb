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
from polls.kinds import Row, TallyRead
from polls.models import Choice, Question
from polls.results import tally as tallies
from polls.results.discussed import discussed

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

COLUMNS = "dossier question kind choice label value count share low high voters exported_at".split()
# A spreadsheet takes a cell that begins so for a formula; an apostrophe makes it text again.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def write(out: "SupportsWrite[str]", questions: Iterable[Question], *, now: datetime) -> None:
    """Write the results of the questions as CSV, labels in the active language."""
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(rows(questions, now=now))


def rows(questions: Iterable[Question], *, now: datetime) -> Iterator[list[Any]]:
    """The figures of the questions in the order of COLUMNS, in a constant number of queries."""
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
        tally = read[question.pk]
        for row in kinds.of(question).rows(choices=list(question.choices.all()), tally=tally):
            yield [*about, *_figures(row, tally), exported_at]
        if question.allows_abstention or tally.abstentions:
            without = ["", _("No opinion"), "", tally.abstentions, "", "", "", tally.voters]
            yield [*about, *without, exported_at]


def file_name(*slugs: str, now: datetime) -> str:
    """What to call the file: whose results it holds, and of which day (UTC)."""
    return "-".join([*slugs, "results", f"{now.astimezone(UTC):%Y-%m-%d}"]) + ".csv"


def as_text(cell: str) -> str:
    """The cell such that no spreadsheet runs it as a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def _figures(row: Row, tally: TallyRead) -> list[Any]:
    shares = [f"{share:.6f}" if tally.voters else "" for share in (row.share, row.low, row.high)]
    label = as_text(str(row.choice.label))
    return [row.choice.slug, label, row.value, row.count, *shares, tally.voters]
