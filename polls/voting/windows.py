"""When a question takes answers: opened, closed and withdrawn by an editor, each in one place.

A change holds the question's row as a cast does, so that a ballot is cast wholly before the
question closes or not at all, and raises the version by which open pages learn of it. Moments are
kept to the second, as forms show them: saving a page unchanged leaves them as they are.
"""

from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from polls import kinds
from polls.models import Choice, Question, Turnout

PERMISSION = "polls.change_question"
SECOND = timedelta(seconds=1)

type Editor = User | AnonymousUser


class ChangeRefused(Exception):
    """A change of a question's window that is not made; ``message`` tells the editor why."""

    message: str | Promise = _("This question cannot be changed this way.")

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(ChangeRefused):
    message = _("You may not open, close or withdraw questions.")


class NotReady(ChangeRefused):
    """A question that could not be answered as it stands; ``problems`` in words."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__()
        self.problems = problems
        self.message = " ".join(problems)


class NotOpen(ChangeRefused):
    message = _("Only an open question can be closed.")


@transaction.atomic
def open_question(*, question: Question, editor: Editor, now: datetime) -> None:
    """Publish the question and let it take answers from now on.

    A closing that has passed is taken away; one that is still to come stays. Raises NotAllowed,
    or NotReady when its kind finds something missing.
    """
    current = _held(question, editor=editor)
    choices = list(Choice.objects.published().filter(question=current))
    problems = kinds.problems_of(current, choices)
    if problems:
        raise NotReady(problems)
    current.status = Question.Status.PUBLISHED
    if current.opens_at is None or current.opens_at > now:
        current.opens_at = now.replace(microsecond=0)
    if current.closes_at and current.closes_at <= now:
        current.closes_at = None
    _keep(current, seen=question)


@transaction.atomic
def close_question(*, question: Question, editor: Editor, now: datetime) -> None:
    """End the taking of answers now. Raises NotAllowed, or NotOpen when none are taken."""
    current = _held(question, editor=editor)
    if not current.is_open(now=now):
        raise NotOpen
    current.closes_at = now.replace(microsecond=0)
    if current.opens_at:
        current.closes_at = max(current.closes_at, current.opens_at + SECOND)
    _keep(current, seen=question)


@transaction.atomic
def withdraw_question(*, question: Question, editor: Editor) -> None:
    """Take the question away from readers; its ballots stay on file. Raises NotAllowed."""
    current = _held(question, editor=editor)
    current.status = Question.Status.WITHDRAWN
    _keep(current, seen=question)


def _held(question: Question, *, editor: Editor) -> Question:
    """The question as it stands once no cast on it is under way, for one who may change it."""
    if not editor.has_perm(PERMISSION):
        raise NotAllowed
    held: Question = Question.objects.hold(question.pk)
    return held


def _keep(current: Question, *, seen: Question) -> None:
    """Save the window and show it on the question as its caller holds it."""
    current.save(update_fields=["status", "opens_at", "closes_at", "updated_at"])
    Turnout.objects.announce(current.pk)
    current.refresh_from_db(fields=["edition"])
    seen.edition = current.edition
    seen.status = current.status
    seen.opens_at = current.opens_at
    seen.closes_at = current.closes_at
