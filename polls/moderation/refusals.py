"""Why a decision is not taken, in words for the moderator."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class DecisionRefused(Exception):
    """A decision that is not taken; ``message`` tells the moderator why. Nothing has changed."""

    message: str | Promise = _("This decision cannot be taken.")

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(DecisionRefused):
    message = _("You may not moderate what readers write.")


class ReasonMissing(DecisionRefused):
    message = _("A rejection gives its reason.")


class NoteTooLong(DecisionRefused):
    message = _("The note is too long: 500 characters at most.")


class TooLateToUndo(DecisionRefused):
    message = _("A decision can be undone for a minute. Put the text back in the queue instead.")


class NotYourDecision(DecisionRefused):
    message = _("Only who took a decision can undo it. Put the text back in the queue instead.")


class CannotBeUndone(DecisionRefused):
    message = _("This cannot be undone.")


class EndMissing(DecisionRefused):
    message = _("Say until when: a moment that is still to come.")


class SamePerson(DecisionRefused):
    message = _(
        "You rejected this comment yourself. Leave the appeal to somebody else, or confirm that "
        "you answer it all the same."
    )


class NothingToRedact(DecisionRefused):
    """A passage that is not in the text, or none at all."""

    def __init__(self, passage: str) -> None:
        super().__init__(passage)
        self.message = (
            gettext("“%(passage)s” is not in the text.") % {"passage": passage}
            if passage
            else gettext("Say what is to be taken out.")
        )


class NothingToDecide(DecisionRefused):
    message = _("There is nothing to decide: the text is in this state already, or is gone.")


class AlreadyDecided(DecisionRefused):
    message = _("Somebody has decided this meanwhile. Look at it again before you decide.")


class TextChanged(AlreadyDecided):
    message = _("The author has changed the text since you read it. Read it again first.")
