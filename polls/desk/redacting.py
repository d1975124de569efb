"""Taking personal data out of one comment, with a look at what will be left before it is done."""

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from polls.desk.deciding import moment
from polls.models import Comment
from polls.moderation import PERMISSION, DecisionRefused, reasons
from polls.moderation.redaction import Redacted, passages_of, redact, without

CONFLICT = 409
PRIVACY = "privacy"


@permission_required(PERMISSION, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def redacting(request: HttpRequest, pk: int) -> HttpResponse:
    """First what is to go, then how the text will read, then for good."""
    comments = Comment.objects.select_related("article", "question__article")
    comment: Comment = get_object_or_404(comments.exclude(body=""), pk=pk)
    preview: Redacted | None = None
    refused: DecisionRefused | None = None
    if request.method == "POST":
        passages = passages_of(request.POST.get("passages", ""))
        try:
            if "confirmed" in request.POST:
                return _done(request, comment, passages)
            preview = without(comment.body, passages)
        except DecisionRefused as refusal:
            refused = refusal
    context = {
        **admin.site.each_context(request),
        "title": _("Take out personal data"),
        "comment": comment,
        "passages": request.POST.get("passages", ""),
        "preview": preview,
        "refused": refused,
        "seen_at": request.POST.get("seen_at") or timezone.now().isoformat(),
    }
    return render(request, "admin/audit/redact.html", context, status=CONFLICT if refused else 200)


def _done(request: HttpRequest, comment: Comment, passages: list[str]) -> HttpResponse:
    decision = redact(
        comment=comment,
        passages=passages,
        moderator=request.user,
        reason=reasons.known(PRIVACY),
        seen_at=moment(request.POST.get("seen_at", "")),
        now=timezone.now(),
    )
    count = decision.characters or 0
    said = ngettext(
        "%(count)d character is taken out for good.",
        "%(count)d characters are taken out for good.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect(f"{reverse('admin:moderation')}?comment={comment.pk}")
