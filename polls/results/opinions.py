"""The opinion groups of a question's readers, from the ballots as they stand now.

Takes time in the number of votes: never for a reader's request.
"""

from polls.models import Choice, Question
from polls.results.answered import marks_of
from polls.statistics.groups import Former, Groups, Votes, find


def votes_of(question: Question) -> Votes:
    """What every voter says now of every statement, by their primary keys."""
    return Votes.gather(*marks_of(question).T)


def groups_of(
    question: Question, votes: Votes, *, k: int | None = None, former: Former | None = None
) -> Groups:
    """The groups of these votes; statements that a moderator rejected play no part in them."""
    return find(votes, rejected=rejected_in(question), k=k, former=former)


def rejected_in(question: Question) -> list[int]:
    """The primary keys of the statements that nobody is asked any more."""
    rejected = Choice.objects.filter(question=question, status=Choice.Status.REJECTED)
    return list(rejected.values_list("pk", flat=True))
