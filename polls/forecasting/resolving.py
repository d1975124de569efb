"""An editor says how a forecast turned out, with evidence; a mistake is corrected, never erased."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import get_translation_fields

from polls.models import Question, Resolution, Turnout

PERMISSION = "polls.change_question"

type Editor = User | AnonymousUser


class ResolutionRefused(Exception):
    """A resolution that is not kept; ``message`` tells the editor why. Nothing has changed."""

    message: str | Promise = _("This cannot be resolved.")

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(ResolutionRefused):
    message = _("You may not resolve forecasts.")


class NotForecast(ResolutionRefused):
    message = _("Only a published forecast can be resolved.")


class NotYet(ResolutionRefused):
    message = _("What is known only later cannot be known now.")


class NothingCorrected(ResolutionRefused):
    message = _("It is resolved just so already.")


class Overtaken(ResolutionRefused):
    message = _("Somebody has resolved it meanwhile. Look at it again before you do.")


@transaction.atomic
def resolve(
    *,
    question: Question,
    outcome: str,
    happened_at: datetime,
    evidence: Mapping[str, str],
    evidence_url: str = "",
    editor: Editor,
    seen: int | None = None,
    now: datetime,
) -> Resolution:
    """Say how the forecast turned out: "yes", "no" or "void"; the question closes if it is open.

    ``evidence`` is Markdown by language; ``seen`` the primary key of the resolution that the editor
    read, None for none. Another one later corrects this one, and both stay on file. Raises a
    ResolutionRefused.
    """
    if not editor.has_perm(PERMISSION):
        raise NotAllowed
    current = Question.objects.hold(question.pk)
    if current.kind != Question.Kind.FORECAST or current.status != Question.Status.PUBLISHED:
        raise NotForecast
    if happened_at > now:
        raise NotYet
    newest = current.resolutions.first()
    if (newest.pk if newest else None) != seen:
        raise Overtaken
    resolution = Resolution(
        question=current,
        outcome=outcome,
        happened_at=happened_at,
        evidence_url=evidence_url,
        editor_id=editor.pk,
        made_at=now,
        **{f"evidence_{language}": text for language, text in evidence.items()},
    )
    if newest and _words(newest) == _words(resolution):
        raise NothingCorrected
    resolution.save()
    _close(current, outcome=outcome, now=now)
    return resolution


def _close(question: Question, *, outcome: str, now: datetime) -> None:
    """What is known is no longer forecast."""
    question.outcome = outcome
    if question.state(now=now) in {Question.State.OPEN, Question.State.SCHEDULED}:
        question.closes_at = now.replace(microsecond=0)
        if question.opens_at and question.opens_at >= question.closes_at:
            question.opens_at = None
    question.save(update_fields=["outcome", "opens_at", "closes_at", "updated_at"])
    Turnout.objects.announce(question.pk)


def _words(resolution: Resolution) -> tuple[object, ...]:
    texts = [getattr(resolution, name) for name in get_translation_fields("evidence")]
    return (resolution.outcome, resolution.happened_at, resolution.evidence_url, *texts)
