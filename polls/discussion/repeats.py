"""Recognising a comment that has been sent before: a form sent twice, an answer that was lost."""

import uuid

from polls.discussion.places import Place
from polls.models import Comment, Voter


def token_of(
    form_token: uuid.UUID,
    *,
    submission: uuid.UUID | None,
    place: Place,
    parent: Comment | None,
    text: str,
) -> uuid.UUID:
    """What a comment is known by: one form with one text, or one submission, in one place."""
    where = place.question.pk if place.question else ""
    where = f"passage {place.passage.pk}" if place.passage else where
    if submission:
        return uuid.uuid5(submission, f"{place.article.pk}:{where}")
    return uuid.uuid5(form_token, f"{where}:{parent.pk if parent else ''}:{text}")


def has_posted(voter: Voter | None, submission: uuid.UUID | None, *, place: Place) -> bool:
    """Whether a comment of the voter came of this submission; one query at most."""
    if voter is None or submission is None:
        return False
    token = token_of(submission, submission=submission, place=place, parent=None, text="")
    return Comment.objects.filter(voter=voter, form_token=token).exists()
