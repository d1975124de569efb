"""Groups in another number than the kept ones, or before any are kept: computed for a request.

Half a million votes are read and grouped in about two seconds; of more, only the groups that are
kept in the background are told. One request of a process computes at a time.
"""

from datetime import datetime
from threading import Lock

from django.db.models import Sum

from polls.groups import records
from polls.groups.outlook import Outlook
from polls.groups.placing import Place, placed
from polls.groups.reading import told_by
from polls.groups.renewing import former_of, unseen_in
from polls.models import Choice, Question, Tally
from polls.results.opinions import groups_of, votes_of
from polls.results.tally import version_of

MOST_VOTES = 500_000
CHOICE_OF_K = range(2, 6)
_PATIENCE = 10.0  # seconds

_computing = Lock()


class TooLarge(Exception):
    """The conversation has more votes than can be grouped while somebody waits."""


class Busy(Exception):
    """Other groups are being computed."""


def computed(
    question: Question, choices: list[Choice], *, k: int | None, now: datetime
) -> tuple[Outlook, list[Place]]:
    """The groups of the votes as they stand, ``k`` of them if it is given, and everybody's place.

    Raises TooLarge or Busy.
    """
    counted = Tally.objects.filter(question=question).aggregate(votes=Sum("count"))["votes"] or 0
    if counted > MOST_VOTES:
        raise TooLarge
    if not _computing.acquire(timeout=_PATIENCE):
        raise Busy
    try:
        version = version_of(question)
        votes = votes_of(question)
        groups = groups_of(question, votes, k=k, former=former_of(question))
    finally:
        _computing.release()
    told = told_by(
        records.summary_of(votes, groups, unseen=unseen_in(question)),
        choices,
        participants=len(votes.participants),
        version=version,
        made_at=now,
    )
    return told, placed(groups)
