"""Very many ballots at once: copies of a few that were cast, made by the database itself."""

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

from polls.models import Ballot, BallotRevision, Mark, Question, Voter
from polls.results.recount import recount

PATTERNS = 100  # ballots that are copied, in turn

# A voter's key is as random as the hashes of real ones, or its index would grow at one end only.
_RANDOM_KEY = {
    "sqlite": "lower(hex(randomblob(32)))",
    "postgresql": "encode(sha256(random()::text::bytea || i::text::bytea), 'hex')",
}
_COPY = """
    INSERT INTO {table} ({columns})
    WITH RECURSIVE series (i) AS (SELECT %s UNION ALL SELECT i + 1 FROM series WHERE i < %s)
    SELECT {values} FROM series CROSS JOIN {table} AS origin WHERE {which}
"""


def fill(question: Question, *, ballots: int) -> None:
    """Bring the question to so many ballots by copying those it has; its counters follow."""
    of_question = Ballot.objects.filter(question=question)
    patterns = list(of_question.values_list("voter", flat=True)[:PATTERNS])
    missing = ballots - of_question.count()
    if missing > 0:
        with connection.cursor() as cursor, transaction.atomic():
            _copy_each(cursor, question, patterns, missing)
        recount(question, fix=True)
        settle()


def _copy_each(
    cursor: CursorWrapper, question: Question, patterns: list[int], missing: int
) -> None:
    """Spread the missing ballots over the patterns."""
    newest = Voter.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    for place, pattern in enumerate(patterns):
        share = (missing + place) // len(patterns)
        of_ballot = {"question_id": question.pk, "voter_id": pattern}
        series = (newest + 1, newest + share)
        if share:
            key = {"id": "i", "key_hash": _RANDOM_KEY[connection.vendor]}
            _copy(cursor, Voter, new=key, of={"id": pattern}, series=series)
            for model in (Ballot, Mark, BallotRevision):
                _copy(cursor, model, new={"voter_id": "i"}, of=of_ballot, series=series)
        newest += share
    for statement in connection.ops.sequence_reset_sql(no_style(), [Voter]):
        cursor.execute(statement)


def _copy(
    cursor: CursorWrapper,
    model: type[Model],
    *,
    new: dict[str, str],
    of: dict[str, int],
    series: tuple[int, int],
) -> None:
    """Copy a pattern's row once for each number of the series, but for what is new in each."""
    columns = [field.column for field in model._meta.concrete_fields if field.column]
    statement = _COPY.format(
        table=model._meta.db_table,
        columns=", ".join(columns),
        values=", ".join(new.get(column, f"origin.{column}") for column in columns),
        which=" AND ".join(f"origin.{column} = %s" for column in of),
    )
    cursor.execute(statement, [*series, *of.values()])


def settle() -> None:
    """Have the database do now what it would do in its own time, in the midst of a measurement."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("CHECKPOINT")
