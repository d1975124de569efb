"""What an author answers the newsroom: an appeal against a rejection, a notice that was read."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dossier.origins import checked_by_origin
from dossier.requests import Request
from polls.discussion import visits
from polls.discussion.forms import NoteField
from polls.discussion.refusals import DiscussionRefused, NotYours
from polls.models import Comment
from polls.moderation import appeals, sanctions
from polls.voting import voters

CONFLICT, UNPROCESSABLE = 409, 422


class AppealForm(forms.Form):
    """Why a comment should be published after all."""

    text = NoteField(
        label=gettext_lazy("Why should it be published?"),
        max_length=appeals.TEXT_MAX_LENGTH,
        error_messages={"required": appeals.NoArgument.message},
    )
    limit = appeals.TEXT_MAX_LENGTH

    def __init__(self, data: Mapping[str, Any] | None = None, *, comment: Comment) -> None:
        super().__init__(data, auto_id=f"appeal-{comment.pk}-%s")


class AppealNotTaken(DiscussionRefused):
    """An appeal that is not taken, in the words of the moderators' room."""

    def __init__(self, refusal: appeals.AppealRefused) -> None:
        super().__init__(refusal)
        self.message = refusal.message


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@checked_by_origin
def appeal(request: Request, pk: int) -> HttpResponse:
    """The form of an appeal, and the appeal; once, by the author, without any script."""
    visit = visits.begin(request, pk)
    if visit.voter is None or not visit.is_author:
        return visits.refuse(visit, NotYours())
    try:
        appeals.ensure_appealable(visit.comment, voter=visit.voter)
        if request.method != "POST":
            return visits.show_form(visit, "appeal", AppealForm(comment=visit.comment))
        form = AppealForm(request.POST, comment=visit.comment)
        if not form.is_valid():
            return visits.show_form(visit, "appeal", form, status=UNPROCESSABLE)
        text = form.cleaned_data["text"]
        appeals.appeal(comment=visit.comment, voter=visit.voter, text=text, now=visit.now)
    except appeals.AppealRefused as refusal:
        return visits.refuse(visit, AppealNotTaken(refusal))
    return visits.come_back(visit, _("Somebody will look at your comment again."))


@require_POST
@never_cache
@checked_by_origin
def notices_seen(request: Request) -> HttpResponse:
    """The reader has read what the newsroom told them; back to where that stood."""
    voter = voters.identify(request)
    if voter:
        sanctions.mark_seen(voter=voter, now=timezone.now())
    back = request.POST.get("back", "")
    here = url_has_allowed_host_and_scheme(
        back, {request.get_host()}, require_https=request.is_secure()
    )
    return redirect(back if here and back.startswith("/") else reverse("own:overview"))
