"""What may be cast, and when."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from polls.models import Question


class VotingRefused(Exception):
    """An answer that cannot be counted; ``message`` tells the reader why."""

    message = _("This answer cannot be counted.")


class NotYetOpen(VotingRefused):
    message = _("This question is not open yet.")


class VotingClosed(VotingRefused):
    message = _("This question has closed: answers are no longer counted.")


class QuestionWithdrawn(VotingRefused):
    message = _("The editors have withdrawn this question.")


class AnswerFinal(VotingRefused):
    message = _("Your first answer to a quiz question stands, since it reveals the solution.")


class UnknownVoter(VotingRefused):
    message = _(
        "This browser no longer carries the cookie by which we knew your earlier answer. "
        "Nothing was counted. Your choice is kept below: send it again to vote anew."
    )


class AnswerOutdated(VotingRefused):
    message = _("The choices have changed since this page was loaded: please choose again.")


class AnswerChanged(VotingRefused):
    message = _("Your answer has changed since this page was loaded: it stands as shown below.")


class NewerStands(VotingRefused):
    """An answer that was kept on the way, and given before what its voter has said since."""

    message = _("You have changed your answer since you gave this one: what you said last stands.")


class NotAskedAgain(VotingRefused):
    message = _("This question is asked only once.")


class EditionChanged(AnswerOutdated):
    """The question was edited after the answer had been read by it: read it again."""


_REFUSALS: dict[str, type[VotingRefused]] = {
    Question.State.DRAFT: NotYetOpen,
    Question.State.SCHEDULED: NotYetOpen,
    Question.State.CLOSED: VotingClosed,
    Question.State.WITHDRAWN: QuestionWithdrawn,
}


def ensure_open(question: Question, *, now: datetime) -> None:
    """Raise the VotingRefused that says why the question takes no answers at this moment.

    Nor does any question of a dossier that only the newsroom can read yet.
    """
    if not question.article.is_published:
        raise NotYetOpen
    refusal = _REFUSALS.get(question.state(now=now))
    if refusal:
        raise refusal
