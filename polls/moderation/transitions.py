"""What can become of a reader's text by a moderator's decision."""

from polls.models import Choice, Comment, Decision, WriteIn

type Text = Comment | Choice | WriteIn

_ACTIONS_FROM: dict[str, frozenset[str]] = {
    Comment.Status.PENDING: frozenset(
        {Decision.Action.APPROVE, Decision.Action.REJECT, Decision.Action.SPAM}
    ),
    Comment.Status.PUBLISHED: frozenset(
        {Decision.Action.REJECT, Decision.Action.SPAM, Decision.Action.REOPEN}
    ),
    Comment.Status.REJECTED: frozenset({Decision.Action.APPROVE, Decision.Action.REOPEN}),
    Comment.Status.SPAM: frozenset({Decision.Action.APPROVE, Decision.Action.REOPEN}),
    Comment.Status.DELETED: frozenset(),
}
_COMMENT_AFTER: dict[str, str] = {
    Decision.Action.APPROVE: Comment.Status.PUBLISHED,
    Decision.Action.REJECT: Comment.Status.REJECTED,
    Decision.Action.SPAM: Comment.Status.SPAM,
    Decision.Action.REOPEN: Comment.Status.PENDING,
}
# The states of a statement are also those of a write-in.
_STATEMENT_AFTER: dict[str, str] = {
    Decision.Action.APPROVE: Choice.Status.PUBLISHED,
    Decision.Action.REJECT: Choice.Status.REJECTED,
    Decision.Action.SPAM: Choice.Status.REJECTED,
    Decision.Action.REOPEN: Choice.Status.PENDING,
}


def actions_for(text: Text) -> frozenset[str]:
    """What can be decided on a comment, a proposed statement or a write-in as it is now.

    A published comment with open flags can be approved once more, which settles them. Choices
    that editors wrote are theirs to change, and words that their voter has replaced are no longer
    said: nothing is decided on them. Nor on a comment whose text has been forgotten.
    """
    actions = _ACTIONS_FROM[text.status]
    if isinstance(text, Choice):
        return actions if text.proposed_at else frozenset()
    if isinstance(text, WriteIn):
        return frozenset() if text.superseded_at else actions
    if not text.body:
        return frozenset()
    if text.status == Comment.Status.PUBLISHED and text.flags_count:
        return actions | {Decision.Action.APPROVE}
    return actions


def status_after(text: Text, action: str) -> str:
    """The state that the action leads to; a statement or write-in marked as spam is rejected."""
    return (_COMMENT_AFTER if isinstance(text, Comment) else _STATEMENT_AFTER)[action]
