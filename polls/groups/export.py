"""Groups as rows for a spreadsheet or a statistics program: one row a statement and group."""

import csv
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from polls.groups.outlook import Outlook
from polls.models import Question
from polls.results.export import as_text

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

COLUMNS = (
    "dossier question statement label external_id group size agree disagree pass share low high "
    "group_aware_consensus representative"
).split()


def write(out: "SupportsWrite[str]", question: Question, told: Outlook | None) -> None:
    """Write what each group says of each statement; only the head where no groups are told."""
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    if told and not told.few:
        writer.writerows(rows(question, told))


def rows(question: Question, told: Outlook) -> Iterator[list[Any]]:
    """The groups' answers in the order of COLUMNS; shares are of those who saw the statement."""
    sizes = {group.name: group.size for group in told.groups}
    ranks = {
        (group.name, stand.choice.pk): rank
        for group in told.groups
        for rank, stand in enumerate(group.telling, start=1)
    }
    for one in told.statements:
        about = [question.article.slug, question.slug, one.choice.slug]
        words = [as_text(str(one.choice.label)), as_text(one.choice.external_id)]
        for name, agree, disagree in one.groups:
            passed = agree.seen - agree.count - disagree.count
            low, high = agree.limits if agree.seen else ("", "")
            share = "" if agree.share is None else agree.share
            counts = [name, sizes[name], agree.count, disagree.count, passed]
            rank = ranks.get((name, one.choice.pk), "")
            yield [*about, *words, *counts, share, low, high, one.aware, rank]
