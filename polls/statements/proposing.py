"""The one place where a reader's statement is written; a moderator publishes it."""

import re
import secrets
import unicodedata
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from polls.models import Choice, Question, Voter
from polls.moderation import sanctions
from polls.statements.similarity import alike

MAX_LENGTH = 140
MAX_WAITING = 10
_POINTED_OUT = 3

# Readers' statements stand after the editors' own, in the order in which they were proposed; with
# room behind them in a small integer for what editors add later.
_AFTER_EDITORS = 10_000


class ProposalRefused(Exception):
    """A statement that is not taken; ``message`` tells its author why."""

    message: str | Promise = _("This statement cannot be added.")


class ProposalsClosed(ProposalRefused):
    message = _("This question takes no new statements now.")


class NotInStanding(ProposalRefused):
    """The reader is suspended or banned; ``message`` says until when."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message: str | Promise = message


class AlreadyStated(ProposalRefused):
    message = _("This statement is among those asked already: answer it there.")


class AlreadyProposed(ProposalRefused):
    message = _("You have proposed this statement before, and it was not published.")


class TooManyWaiting(ProposalRefused):
    message = _(
        "Ten statements of yours wait for moderation already: add this one when they are decided."
    )


@transaction.atomic
def propose(*, question: Question, voter: Voter, text: str, language: str, now: datetime) -> Choice:
    """Keep the reader's statement for a moderator to publish.

    The same text once more from the same reader is the same statement. Raises a ProposalRefused
    when the question is not open, when moderators take nothing from the reader, when the text is
    asked or was rejected already, or when too many statements of the reader wait. The text is one
    that the form found neither empty nor too long.
    """
    # Proposals of one reader follow one another, so that neither limit can be raced past.
    Voter.objects.select_for_update().get(pk=voter.pk)
    current = Question.objects.select_related("article").get(pk=question.pk)
    if not (current.article.is_published and current.is_open(now=now)):
        raise ProposalsClosed
    if refusal := sanctions.standing(voter, now).refusal:
        raise NotInStanding(refusal)
    earlier = _like(text, question=question, voter=voter)
    if earlier is not None:
        return _again(earlier)
    if Choice.objects.waiting().filter(proposed_by=voter).count() >= MAX_WAITING:
        raise TooManyWaiting
    return Choice.objects.create(
        question=question,
        slug=f"reader-{secrets.token_hex(6)}",
        position=_AFTER_EDITORS,
        status=Choice.Status.PENDING,
        proposed_by=voter,
        proposed_at=now,
        **{f"label_{language}": text},
    )


def alike_to(text: str, *, question: Question) -> list[Choice]:
    """Published statements that say nearly the same, the nearest first, three at most; one query.

    To point them out before a statement is taken; whoever means something else may still send it,
    unless the words are the very same.
    """
    published = Choice.objects.published().filter(question=question)
    return alike(text, [(choice, _labels(choice)) for choice in published])[:_POINTED_OUT]


def has_words_of(text: str, choice: Choice) -> bool:
    """Whether the text is the statement, word for word, in one of its languages."""
    return _words(text) in map(_words, _labels(choice))


def _like(text: str, *, question: Question, voter: Voter) -> Choice | None:
    """A statement with these words that the reader may know of, a published one first."""
    known = Choice.objects.visible_to(voter).filter(question=question)
    alike = [choice for choice in known if has_words_of(text, choice)]
    return min(alike, key=lambda choice: not choice.is_published, default=None)


def _again(earlier: Choice) -> Choice:
    if earlier.is_published:
        raise AlreadyStated
    if earlier.status != Choice.Status.PENDING:
        raise AlreadyProposed
    return earlier


def _labels(choice: Choice) -> list[str]:
    """The statement in every language that it has."""
    return [getattr(choice, f"label_{code}") or "" for code, _name in settings.LANGUAGES]


def _words(text: str) -> list[str]:
    """The words alone: letter case, accents' encoding, spaces and punctuation make no other one."""
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())
