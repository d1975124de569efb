"""The orders in which comments are read, an index each: a page is found, not searched for."""

from django.db.models import Case, Index, Q, Value, When

HAS_PLACE = Case(
    When(Q(status="published") | Q(replies_count__gt=0), then=Value(True)), default=Value(False)
)


def _opening(name: str, *order: str) -> Index:
    """The comments that begin the threads of a place, by something and then by their age."""
    fields = ["article", "question", "passage", *order, "posted_at", "id"]
    # without a parameter, or SQLite would not see that the index serves a query
    return Index(fields=fields, condition=Q(has_place=True, parent__isnull=True), name=name)


def _approved(name: str, by: str) -> Index:
    """The arguments of either side of a question by the approvals of one side's voters."""
    return Index(fields=["question", "stance", by], condition=Q(stance__isnull=False), name=name)


ORDERS = [
    _opening("polls_comment_by_age"),
    _opening("polls_comment_by_approval", "approval_bound"),
    _opening("polls_comment_by_replies", "replies_count"),
    _opening("polls_comment_by_side", "stance", "approval_bound"),
    # what is published of a thread, and how much of a place
    Index(fields=["root", "status", "posted_at", "id"], name="polls_comment_replies"),
    Index(fields=["article", "question", "passage", "status"], name="polls_comment_place"),
    _approved("polls_comment_by_approvals_for", "approvals_for"),
    _approved("polls_comment_by_approvals_not", "approvals_against"),
]
