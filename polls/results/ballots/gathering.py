"""From the ballot box to a desk of one's own: a database that lives as long as the export.

SQLite keeps it in memory while it is small and in a file that nobody else sees once it is not, so
that an export takes no more memory for a million ballots than for a thousand.
"""

import hmac
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.db.models import F
from django.utils import timezone

from polls import kinds
from polls.models import Ballot, BallotRevision, Choice, Mark, Question

type Desk = sqlite3.Connection
type Tell = Callable[[int], None]

BATCH = 10_000  # ballots
TENS = 10  # percent that forecasts are given in: the same bins as the page's
_DIGITS = 16
_PLACES = {"": "elsewhere", "before": "before", "again": "again"}
_TABLES = """
    CREATE TABLE ballot (
        question INTEGER, person TEXT, abstains INTEGER, first_cast_on TEXT, last_changed_on TEXT,
        dossier_revision INTEGER, informed INTEGER, place TEXT,
        blanked INTEGER DEFAULT 0,
        PRIMARY KEY (question, person)
    ) WITHOUT ROWID;
    CREATE TABLE mark (
        question INTEGER, person TEXT, choice INTEGER, value INTEGER, blanked INTEGER DEFAULT 0,
        PRIMARY KEY (question, person, choice)
    ) WITHOUT ROWID;
"""


def gather(questions: Sequence[Question], *, linked: bool, tell: Tell) -> Desk:
    """All standing ballots of the questions, under pseudonyms; the caller closes the desk.

    ``linked`` gives a reader one pseudonym for all questions, else one for each. ``tell`` learns
    how many more ballots have been gathered. To be called in a snapshot.
    """
    desk, key = sqlite3.connect(""), secrets.token_bytes(32)
    desk.executescript(_TABLES)

    def pseudonym(question: int, voter: int) -> str:
        named = f"{voter}" if linked else f"{question}/{voter}"
        return hmac.digest(key, named.encode(), "sha256").hex()[:_DIGITS]

    for question in questions:
        for voters in _batches(question):
            _put(desk, question, voters, pseudonym)
            tell(len(voters))
    return desk


def _batches(question: Question) -> Iterator[list[int]]:
    """The voters of the question's ballots, a batch at a time."""
    ballots = Ballot.objects.filter(question=question).order_by("voter")
    voters = ballots.values_list("voter_id", flat=True)
    after = 0
    while batch := list(voters.filter(voter__gt=after)[:BATCH]):
        yield batch
        after = batch[-1]


def _put(
    desk: Desk, question: Question, voters: list[int], pseudonym: Callable[[int, int], str]
) -> None:
    """A batch of ballots with their marks; withdrawn ones stay in the box."""
    among = {"question": question, "voter__gte": voters[0], "voter__lte": voters[-1]}
    people = {voter: pseudonym(question.pk, voter) for voter in voters}
    newest = BallotRevision.objects.filter(**among, number=F("ballot__revision"))
    given = {
        voter: (informed, _PLACES[place])
        for voter, informed, place in newest.values_list("voter_id", "informed", "place")
    }
    ballots = Ballot.objects.standing().filter(**among)
    desk.executemany(
        "INSERT INTO ballot VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
        [
            (
                question.pk,
                people[one.voter_id],
                one.abstains,
                _day(one.cast_at),
                _day(one.changed_at),
                one.dossier_revision,
                *given[one.voter_id],
            )
            for one in ballots
        ],
    )
    marks = Mark.objects.filter(**among, choice__status=Choice.Status.PUBLISHED)
    coarse = kinds.of(question).name == Question.Kind.FORECAST
    desk.executemany(
        "INSERT INTO mark VALUES (?, ?, ?, ?, 0)",
        [
            (question.pk, people[voter], choice, _in_tens(value) if coarse else value)
            for voter, choice, value in marks.values_list("voter_id", "choice_id", "value")
        ],
    )


def _in_tens(percent: int) -> int:
    return min(percent // TENS * TENS, 100 - TENS)


def _day(moment: datetime) -> str:
    """The day by the newsroom's clock."""
    return timezone.localdate(moment).isoformat()
