"""Taking the demonstration away without touching what readers did."""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from polls import groups
from polls.demo.newsroom import ACCOUNTS
from polls.discussion.lineage import gather
from polls.models import Ballot, Choice, Comment, Question, Voter, WriteIn
from polls.results.recount import recount


@transaction.atomic
def remove(*, tell: Callable[[str], None]) -> None:
    """Remove the made-up voters with all they did, and the demonstration accounts.

    A reader's reply to a made-up comment stays, as a comment of its own. What the made-up voters
    had counted is counted anew.
    """
    made_up = Voter.objects.filter(origin=Voter.Origin.DEMO)
    Question.objects.hold_all()  # no ballot is being cast for anybody who is about to go
    _part_threads(made_up)
    Choice.objects.filter(proposed_by__in=made_up, marks__isnull=True).delete()
    touched = list(Question.objects.filter(ballots__voter__in=made_up).distinct())
    tell(f"{made_up.count()} voters")
    WriteIn.objects.filter(voter__in=made_up).delete()
    Comment.objects.filter(voter__in=made_up).delete()
    Ballot.objects.filter(voter__in=made_up).delete()
    made_up.delete()
    for question in touched:
        recount(question, fix=True)
        if question.kind == Question.Kind.STATEMENTS:
            groups.renew(question, now=timezone.now())
    User.objects.filter(username__in=ACCOUNTS).delete()


def _part_threads(made_up: QuerySet[Voter]) -> None:
    """Let the replies of readers begin threads of their own."""
    orphaned = Comment.objects.filter(parent__voter__in=made_up).exclude(voter__in=made_up)
    articles = list(orphaned.order_by().values_list("article", flat=True).distinct())
    orphaned.update(parent=None, root=None)
    for article in articles:
        gather(article)
