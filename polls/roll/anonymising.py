"""A reader goes, and what they answered stays counted without leading to anybody.

Ballots with their revisions stay as they are, and so do the approvals and flags given, the guesses
and the changes of mind: every counter is right without being touched. What stays hangs on a voter
whose key is random and known to nobody, so that no cookie will ever act as that voter again.
"""

from datetime import datetime

from django.db import transaction

from polls.discussion import authorship
from polls.models import Follow, Mute, Peek, Question, Sanction, Turnout, Voter, WriteIn
from polls.roll import statements
from polls.voting import voters


@transaction.atomic
def anonymise(*, voter: Voter, now: datetime) -> None:
    """Erase every text, the name and the key of the voter, and of all who turned out to be them.

    Statements that the newsroom has published stay, since others have answered them, without
    saying whose they were; others lose their words. The account, if there is one, is the
    newsroom's and stays. Raises Voter.DoesNotExist for one who has been removed already.
    """
    Question.objects.hold_all()
    known = Voter.objects.select_related("merged_into").get(pk=voter.pk)
    person = known.merged_into or known
    everyone = Voter.objects.filter(merged_into=person) | Voter.objects.filter(pk=person.pk)
    for one in everyone.order_by("pk").select_for_update():
        _erase_words(one)
        authorship.empty(voter=one, now=now)
        _erase_traces(one)
        one.key_hash = voters.key_hash(voters.new_token())
        one.display_name, one.user, one.replies_seen_at = "", None, None
        one.save(update_fields=["key_hash", "display_name", "user", "replies_seen_at"])


def _erase_words(voter: Voter) -> None:
    """Write-ins and statements; that the ballot chose “other” stays counted."""
    written = WriteIn.objects.filter(voter=voter)
    read = set(written.published().values_list("question", flat=True))
    written.delete()
    for question in read:
        Turnout.objects.renew(question)
    statements.forget(voter=voter)


def _erase_traces(voter: Voter) -> None:
    """What was kept for the reader alone, or about the reader."""
    for kept in (Follow, Peek, Sanction):
        kept.objects.filter(voter=voter).delete()
    (Mute.objects.filter(voter=voter) | Mute.objects.filter(author=voter)).delete()
