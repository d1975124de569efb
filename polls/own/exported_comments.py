"""A reader's comments as the export tells them, with all that was decided on them."""

from typing import Any

from polls.models import Appeal, Comment, Decision, Hold, Voter


def of(voter: Voter) -> list[dict[str, Any]]:
    """Oldest first; four queries."""
    comments = Comment.objects.filter(voter=voter).select_related("article", "question", "passage")
    rows = comments.prefetch_related("decisions", "holds").order_by("posted_at", "pk")
    appeals = {one.comment_id: one for one in Appeal.objects.filter(comment__voter=voter)}
    return [_comment(row, appeals.get(row.pk)) for row in rows]


def named_comment(comment: Comment) -> dict[str, Any]:
    """Which comment of somebody's is meant: where it stands, and nothing that they said."""
    return {"comment": comment.pk, "dossier": comment.article.slug}


def _comment(comment: Comment, appeal: Appeal | None) -> dict[str, Any]:
    return {
        **named_comment(comment),
        "question": comment.question.slug if comment.question else None,
        "passage": comment.passage.slug if comment.passage else None,
        "in_reply_to": comment.parent_id,
        "name": comment.author_name,
        "text": comment.body,
        "language": comment.language,
        "status": comment.status,
        "side_shown": comment.stance,
        "picked_as": comment.pick,
        "approvals": comment.approvals_count,
        "posted_at": comment.posted_at,
        "edited_at": comment.edited_at,
        "published_at": comment.published_at,
        "redacted_at": comment.redacted_at,
        "decisions": [_decision(one) for one in comment.decisions.all()],
        "holds": [_hold(one) for one in comment.holds.all()],
        "appeal": _appeal(appeal) if appeal else None,
    }


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "action": decision.action,
        "reason": decision.reason,
        "note": decision.note if decision.tells_author else "",
        "at": decision.decided_at,
    }


def _hold(hold: Hold) -> dict[str, Any]:
    return {"rule": hold.rule, "found": hold.found, "at": hold.held_at}


def _appeal(appeal: Appeal) -> dict[str, Any]:
    return {"text": appeal.text, "made_at": appeal.made_at, "answered_at": appeal.answered_at}
