"""The forms of a discussion: what a reader may send, and how much of it."""

import uuid
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Self, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from polls.access import primary_key
from polls.discussion import names
from polls.discussion.places import Place, draft_key
from polls.models import Comment, Flag, Side, Voter
from polls.plaintext import clean, clean_line, is_blank
from polls.sides import stances
from polls.sides.stances import Offer


class TextField(forms.CharField):
    """A text of a reader's, made plain, neither blank nor longer than comments may be."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return clean("" if value is None else str(value))

    def validate(self, value: str) -> None:
        if is_blank(value):
            raise ValidationError(_("Write your text first."), code="required")
        limit = settings.COMMENT_MAX_LENGTH
        excess = len(value) - limit
        if excess > 0:
            raise ValidationError(
                ngettext(
                    "Your text is %(excess)s character too long: %(limit)s are allowed.",
                    "Your text is %(excess)s characters too long: %(limit)s are allowed.",
                    excess,
                )
                % {"excess": _grouped(excess), "limit": _grouped(limit)},
                code="max_length",
            )


class NameField(forms.CharField):
    """A display name, made plain."""

    def to_python(self, value: Any) -> str:
        return clean_line("" if value is None else str(value))

    def validate(self, value: str) -> None:
        try:
            names.ensure_acceptable(value)
        except names.NameRefused as refusal:
            raise ValidationError(str(refusal.message), code="name") from refusal


class FormToken(forms.UUIDField):
    """Made with the form, so that a form sent twice is one comment; a broken one is made anew."""

    def clean(self, value: Any) -> uuid.UUID:
        try:
            token = super().clean(value)
        except ValidationError:
            return uuid.uuid4()
        return token if isinstance(token, uuid.UUID) else uuid.uuid4()


class SubmissionField(forms.UUIDField):
    """The name that a browser gives what it sends until it is taken; none for a broken one."""

    def clean(self, value: Any) -> uuid.UUID | None:
        try:
            return cast(uuid.UUID | None, super().clean(value))
        except ValidationError:
            return None


class SideField(forms.Field):
    """The side that a reader agrees to show with a comment; none for what names none."""

    def clean(self, value: Any) -> Side | None:
        return _SIDES.get(str(value))


_SIDES = {str(side.value): side for side in Side}


class CommentForm(forms.Form):
    """A comment, or with ``parent`` a reply to it."""

    text = TextField(label=gettext_lazy("Your argument"))
    name = NameField(label=gettext_lazy("Display name"))
    token = FormToken(required=False)
    submission = SubmissionField(required=False)
    follow = forms.BooleanField(
        label=gettext_lazy("Follow this thread on your own page"), required=False
    )
    shows_side = SideField(required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        place: Place,
        voter: Voter | None = None,
        parent: Comment | None = None,
        text: str = "",
    ) -> None:
        self.place, self.parent, self.voter = place, parent, voter
        self.answers = parent is not None
        self.below = primary_key((data or {}).get("below", ""))
        """Below which comment of the page a reply is to be put; 0 if the page did not say."""
        self.previewed: str | None = None
        """The text that is shown as it would be read."""
        self.dom_id = f"reply-{parent.pk}" if parent else place.form_id
        super().__init__(
            data,
            auto_id=f"{self.dom_id}-%s",
            initial={
                "text": text,
                "name": voter.display_name if voter else "",
                "token": uuid.uuid4() if voter else self._token_for_strangers,
            },
        )

    @property
    def target(self) -> str:
        """The element in which the form stands."""
        return f"comment-{self.parent.pk}-more" if self.parent else self.place.form_id

    @cached_property
    def offer(self) -> Offer | None:
        """What the reader may show with the comment of how they have answered the question."""
        return stances.offer(self.place.question, self.voter)

    @property
    def submission_sent(self) -> uuid.UUID | None:
        """The name under which the browser sends this text."""
        return SubmissionField(required=False).clean(self.data.get("submission"))

    @property
    def text_sent(self) -> str:
        """The text as it was sent, made plain."""
        return clean(self.data.get("text", ""))

    def unchecked(self) -> Self:
        """The form as it was sent, with nothing said to be wrong with it."""
        self._errors = ErrorDict()
        return self

    @property
    def _token_for_strangers(self) -> uuid.UUID:
        """The same for all who are not known yet: their page is, and is kept by caches as one.

        Tokens tell the forms of one voter apart, never those of two.
        """
        return uuid.uuid5(uuid.NAMESPACE_OID, self.draft_key)

    @property
    def draft_key(self) -> str:
        question, passage = self.place.question, self.place.passage
        return draft_key(
            article=self.place.article.pk,
            question=question.pk if question else None,
            passage=passage.pk if passage else None,
            parent=self.parent.pk if self.parent else None,
        )

    @property
    def limit(self) -> int:
        return int(settings.COMMENT_MAX_LENGTH)


class EditForm(forms.Form):
    """The text of a comment, to be mended."""

    text = TextField(label=gettext_lazy("Your argument"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, comment: Comment) -> None:
        self.dom_id = f"edit-{comment.pk}"
        super().__init__(data, auto_id=f"{self.dom_id}-%s", initial={"text": comment.body})

    @property
    def limit(self) -> int:
        return int(settings.COMMENT_MAX_LENGTH)


class NoteField(forms.CharField):
    """A few words to the moderators, made plain."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return clean("" if value is None else str(value))


class FlagForm(forms.Form):
    """Why a moderator should look at a comment."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong with it?"),
        choices=Flag.Reason.choices,
        error_messages={
            "required": gettext_lazy("Choose a reason."),
            "invalid_choice": gettext_lazy("Choose one of the reasons."),
        },
    )
    note = NoteField(
        label=gettext_lazy("Anything to add? (optional)"), required=False, max_length=500
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, comment: Comment) -> None:
        self.dom_id = f"flag-{comment.pk}"
        super().__init__(data, auto_id=f"{self.dom_id}-%s")


def _grouped(number: int) -> str:
    return str(number_format(number, force_grouping=True))
