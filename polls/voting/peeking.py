"""A reader asks to see a result before answering, where the editor allows it.

It is remembered for good, so that what the reader answers later is known to be informed by it: a
result that others might sway is then told apart from one that nobody had seen.
"""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from polls.models import Peek, Question, Voter
from polls.voting.cast import has_answered
from polls.voting.guards import VotingRefused, ensure_open


class PeekRefused(VotingRefused):
    message = _("This result shows once you have voted.")


def peek(*, question: Question, voter: Voter, now: datetime) -> bool:
    """Let the voter see the question's result from now on; False if their answer shows it already.

    Asking once more changes nothing. Raises PeekRefused where the editor does not allow it, or the
    VotingRefused that says why the question takes no answers.
    """
    ensure_open(question, now=now)
    if not question.allows_peek:
        raise PeekRefused
    if has_answered(voter=voter, question=question):
        return False
    Peek.objects.get_or_create(question=question, voter=voter, defaults={"seen_at": now})
    return True


def has_peeked(*, voter: Voter, question: Question) -> bool:
    """Whether the voter has asked to see the result; one query, none where it is not allowed."""
    return bool(peeked(voter=voter, questions=[question]))


def peeked(*, voter: Voter | None, questions: Iterable[Question]) -> set[int]:
    """The primary keys of those questions whose result the voter has asked to see.

    One query, and none for an unknown reader or where no question allows it.
    """
    asked = [question.pk for question in questions if question.allows_peek]
    if voter is None or not asked:
        return set()
    seen = Peek.objects.filter(voter=voter, question__in=asked)
    return set(seen.values_list("question_id", flat=True))
