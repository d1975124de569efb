"""Who may see a result, and when."""

from datetime import datetime

from django.http import HttpRequest

from polls.access import in_newsroom
from polls.models import Question
from polls.voting import has_answered, has_peeked, voters


def may_see(
    question: Question,
    *,
    has_voted: bool,
    has_peeked: bool = False,
    newsroom: bool = False,
    now: datetime,
) -> bool:
    """Whether the question's rule shows its result to this reader at this moment.

    ``has_peeked`` is a reader who has asked to see the result without voting, where the editor
    allows it; ``newsroom`` somebody who may see results before readers do. Once a question has
    closed, all but those kept to the newsroom are shown to everybody.
    """
    if newsroom:
        return True
    state = question.state(now=now)
    if question.results == Question.Results.STAFF or state not in {
        Question.State.OPEN,
        Question.State.CLOSED,
    }:
        return False
    if question.results == Question.Results.ALWAYS or state == Question.State.CLOSED:
        return True
    seen = has_voted or (question.allows_peek and has_peeked)
    return question.results == Question.Results.AFTER_VOTE and seen


def shows_to_asker(request: HttpRequest, question: Question, *, now: datetime) -> bool:
    """Whether whoever asks may see the question's result now."""
    voter = voters.identify(request)
    return may_see(
        question,
        has_voted=voter is not None and has_answered(voter=voter, question=question),
        has_peeked=voter is not None and has_peeked(voter=voter, question=question),
        newsroom=in_newsroom(request, "polls.see_results"),
        now=now,
    )
