"""How many of the answers that count were given after looking at the result."""

from collections.abc import Iterable

from django.db.models import Count, F

from polls.models import BallotRevision, Question


def informed_ballots(questions: Iterable[Question]) -> dict[int, int]:
    """The number of counted ballots whose newest answer is informed, by the question's primary key.

    A voter who had answered before looking has a ballot of the first kind until they change it.
    One query; questions without such ballots are left out.
    """
    newest = BallotRevision.objects.filter(
        question__in=[question.pk for question in questions],
        informed=True,
        number=F("ballot__revision"),
        ballot__withdrawn_at__isnull=True,
        ballot__abstains=False,
    )
    counts = newest.order_by().values_list("question_id").annotate(Count("voter_id"))
    return dict(counts)
