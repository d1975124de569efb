"""Corrections of a dossier that came after a reader's answers: an invitation to look again."""

from collections.abc import Mapping, Sequence

from dossier.models import Revision
from polls.models import Ballot, Question


def since_answered(
    questions: Sequence[Question], ballots: Mapping[int, Ballot]
) -> dict[int, Revision]:
    """By question, the newest correction made since the reader's ballot on it was cast.

    One query, and none for readers whose ballots all know their dossier as it is. ``questions``
    come with their articles, ``ballots`` are the reader's by question.
    """
    behind = {
        question.pk: ballot.dossier_revision
        for question in questions
        if (ballot := ballots.get(question.pk))
        and ballot.stands
        and ballot.dossier_revision < question.article.revision
    }
    if not behind:
        return {}
    articles = {question.article_id for question in questions if question.pk in behind}
    told = Revision.objects.filter(article__in=articles).corrections().order_by("number")
    newest = {revision.article_id: revision for revision in told}
    return {
        question.pk: correction
        for question in questions
        if question.pk in behind
        and (correction := newest.get(question.article_id))
        and correction.number > behind[question.pk]
    }
