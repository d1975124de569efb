"""Why a reader's comment, or what a reader does to one, is not taken; in words for the reader."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class DiscussionRefused(Exception):
    """What a reader sent is not taken; ``message`` says why. Nothing has changed."""

    message: str | Promise = _("This cannot be done.")

    def __str__(self) -> str:
        return str(self.message)


class DiscussionClosed(DiscussionRefused):
    message = _("No comments are taken here. Your text is still below, to be copied.")


class ParentNotPublished(DiscussionRefused):
    message = _(
        "The comment that you answer is no longer published. "
        "Your text is still below: copy it, or post it as a comment of its own."
    )


class TooFast(DiscussionRefused):
    message: str | Promise = _(
        "You have posted several comments in the last minutes. "
        "Your text is still below: send it again in a few minutes."
    )


class SlowDown(TooFast):
    """The discussion is slowed down; ``seconds`` are left until the author's turn."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.message = ngettext(
            "This discussion goes slowly, so that everybody is heard. "
            "Your text is still below: send it again in %(seconds)d second.",
            "This discussion goes slowly, so that everybody is heard. "
            "Your text is still below: send it again in %(seconds)d seconds.",
            seconds,
        ) % {"seconds": seconds}


class NotInStanding(DiscussionRefused):
    """The author is suspended or banned; ``message`` says until when."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message: str | Promise = message


class Erased(DiscussionRefused):
    message = _("You have just erased yourself here. Send it again, as somebody new.")


class NotYours(DiscussionRefused):
    message = _("Only its author can change or delete a comment.")


class EditClosed(DiscussionRefused):
    message = _("This comment can no longer be edited. Your text is still below, to be copied.")


class NotPublished(DiscussionRefused):
    message = _("This comment is no longer published.")


class OwnComment(DiscussionRefused):
    message = _("This is your own comment.")
