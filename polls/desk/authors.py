"""One author: what became of their comments, and what was done about them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from polls.access import primary_key
from polls.desk.blindness import is_blind
from polls.desk.inlines import Moment
from polls.models import Comment, Sanction, Voter
from polls.models.moderation import with_reason_in_words
from polls.moderation import NOTE_MAX_LENGTH, PERMISSION, DecisionRefused, queue, reasons, sanctions
from polls.plaintext import clean

CONFLICT, UNPROCESSABLE = 409, 422
NEWEST = 5


class MeasureForm(forms.Form):
    """A measure with its reason; a note stays in the newsroom unless it is said to be for both."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Measure"), choices=Sanction.Kind.choices, widget=forms.RadioSelect
    )
    until = forms.DateTimeField(
        label=gettext_lazy("Until"),
        required=False,
        widget=Moment,
        help_text=gettext_lazy("For a suspension; a hold may have an end too."),
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"), help_text=gettext_lazy("The author reads it.")
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=NOTE_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("For the newsroom, unless you tick the box."),
    )
    tells_author = forms.BooleanField(
        label=gettext_lazy("The author reads the note too"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason: Any = self.fields["reason"]
        reason.choices = [("", "–"), *reasons.offered()]

    def clean_note(self) -> str:
        return clean(self.cleaned_data["note"])


@permission_required(PERMISSION, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def author(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of an author; a post takes a measure, or with ``lift`` ends one."""
    voter: Voter = get_object_or_404(Voter.objects.select_related("merged_into"), pk=pk)
    if voter.merged_into_id:
        return redirect("admin:author", voter.merged_into_id)
    if is_blind(request):
        messages.info(request, _("You are reading without names: turn that off first."))
        return redirect("admin:moderation")
    if "lift" in request.POST:
        return _lift(request, voter)
    form = MeasureForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid() and _take(request, form, voter):
            return redirect("admin:author", pk)
        status = UNPROCESSABLE
    return _page(request, voter, form, status=status)


def _take(request: HttpRequest, form: MeasureForm, voter: Voter) -> bool:
    try:
        sanctions.sanction(
            voter=voter, moderator=request.user, now=timezone.now(), **form.cleaned_data
        )
    except DecisionRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("The measure is taken. The author is told at the next visit."))
    return True


def _lift(request: HttpRequest, voter: Voter) -> HttpResponse:
    measure = get_object_or_404(Sanction, pk=primary_key(request.POST["lift"]), voter=voter)
    try:
        sanctions.lift(measure=measure, moderator=request.user, now=timezone.now())
    except DecisionRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The measure is lifted."))
    return redirect("admin:author", voter.pk)


def _page(request: HttpRequest, voter: Voter, form: MeasureForm, *, status: int) -> HttpResponse:
    now = timezone.now()
    current = set(sanctions.in_force(now).filter(voter=voter).values_list("pk", flat=True))
    measures = with_reason_in_words(voter.sanctions.select_related("lifted_by"))
    record = queue.records_of([voter.pk])[voter.pk]
    context = {
        **admin.site.each_context(request),
        "title": _("Author"),
        "subtitle": str(voter),
        "voter": voter,
        "form": form,
        "measures": [(measure, measure.pk in current) for measure in measures],
        "record": [
            (state, state.label, record[state]) for state in Comment.Status if record[state]
        ],
        "newest": list(queue.history_of(voter.pk)[:NEWEST]),
    }
    return render(request, "admin/audit/author.html", context, status=status)
