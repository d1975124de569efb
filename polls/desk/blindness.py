"""Reading what was written before who wrote it: names, sides and histories hidden until decided."""

from django.http import HttpRequest

from polls.models import Comment

_KEY = "moderates_blind"


def is_blind(request: HttpRequest) -> bool:
    """Whether this member of the newsroom has asked not to see who wrote what, in this session."""
    return bool(request.session.get(_KEY))


def set_blind(request: HttpRequest, *, on: bool) -> None:
    request.session[_KEY] = on


def is_decided(comment: Comment) -> bool:
    """Whether a moderator has decided on the comment as it stands, with nothing left to decide.

    Its decisions must have been read with it.
    """
    if comment.status == Comment.Status.PENDING or comment.flags_count:
        return False
    if comment.status == Comment.Status.PUBLISHED:
        return any(not decision.rule for decision in comment.decisions.all())
    return True
