"""Appeals that wait for an answer, with what they are against."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from polls.access import primary_key
from polls.desk.blindness import is_blind
from polls.models import Appeal
from polls.moderation import NOTE_MAX_LENGTH, PERMISSION, DecisionRefused, appeals
from polls.plaintext import clean

PER_PAGE = 10
CONFLICT = 409


@permission_required(PERMISSION, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def appealing(request: HttpRequest) -> HttpResponse:
    """The queue of appeals; a post answers one of them."""
    refused: DecisionRefused | None = None
    if request.method == "POST":
        refused = _answer(request)
        if refused is None:
            return redirect("admin:appeals")
    page: Any = Paginator(appeals.waiting(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **admin.site.each_context(request),
        "title": _("Appeals"),
        "page": page,
        "cases": [appeals.case_of(one, moderator=request.user) for one in page],
        "reads_blind": is_blind(request),
        "has_others": appeals.has_others(request.user),
        "note_max_length": NOTE_MAX_LENGTH,
        "refused": refused,
        "sent": request.POST,
        "sent_for": primary_key(request.POST.get("appeal", "")),
    }
    return render(request, "admin/audit/appeals.html", context, status=CONFLICT if refused else 200)


def _answer(request: HttpRequest) -> DecisionRefused | None:
    """Answer the appeal that was sent; the refusal, if there is one."""
    sent = request.POST
    waiting = get_object_or_404(
        Appeal.objects.select_related("comment"), pk=primary_key(sent.get("appeal", ""))
    )
    try:
        appeals.answer(
            appeal=waiting,
            moderator=request.user,
            upholds=sent.get("answer") == "publish",
            note=clean(sent.get("note", "")),
            tells_author="tells_author" in sent,
            insists="insists" in sent,
            now=timezone.now(),
        )
    except DecisionRefused as refusal:
        return refusal
    messages.success(request, _("The appeal is answered. Its author sees the answer."))
    return None
