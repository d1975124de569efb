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


ORDERS = [
    _opening("polls_comment_by_age"),
    _opening("polls_comment_by_approval", "approval_bound"),
    _opening("polls_comment_by_replies", "replies_count"),
    _opening("polls_comment_by_side", "stance", "approval_bound"),
    # what is published of a thread, and how much of a place
    Index(fields=["root", "status", "posted_at", "id"], name="polls_comment_replies"),
    Index(fields=["article", "question", "passage", "status"], name="polls_comment_place"),
]
