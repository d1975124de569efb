"""Whether comments are dealt with alike: figures of a period, on a page and as a file."""

import csv
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from polls.fairness import cases, measures
from polls.fairness.cases import Case, Span
from polls.fairness.groups import LEAST
from polls.models import Question
from polls.results.export import as_text

may_see = permission_required("polls.see_fairness", raise_exception=True)

BEFORE = timedelta(days=90)
UNPROCESSABLE = 422
COLUMNS = (
    "measure division group comments count share low high others_comments others_count "
    "difference_low difference_high p_corrected median_minutes median_low median_high"
).split()


class SpanForm(forms.Form):
    """From which day to which, and on which question."""

    since = forms.DateField(
        label=gettext_lazy("Posted from"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    until = forms.DateField(
        label=gettext_lazy("to"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    question: Any = forms.ModelChoiceField(
        label=gettext_lazy("Question"),
        queryset=Question.objects.none(),
        required=False,
        empty_label=gettext_lazy("all, and dossiers as a whole"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: Any = self.fields["question"]
        asked.queryset = Question.objects.filter(comments__isnull=False).distinct().order_by(
            "article", "position", "pk"
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is not before the first."))
        return cleaned

    @property
    def span(self) -> Span:
        """Whole days, as the newsroom's clock has them."""
        first, last = self.cleaned_data["since"], self.cleaned_data["until"]
        return Span(
            since=_midnight(first),
            until=_midnight(last + timedelta(days=1)),
            question=self.cleaned_data["question"],
        )


@may_see
@require_safe
def fairness(request: HttpRequest) -> HttpResponse:
    form = _form(request)
    context = {
        **admin.site.each_context(request),
        "title": _("Fairness"),
        "subtitle": _("Are comments dealt with alike?"),
        "form": form,
        "least": LEAST,
    }
    if not form.is_valid():
        return render(request, "admin/audit/fairness.html", context, status=UNPROCESSABLE)
    found = cases.read(form.span)
    context |= {
        "span": form.span,
        "comments": len(found),
        "decided": sum(case.is_refused is not None for case in found),
        "shares": [(measure, measures.shares(measure, found)) for measure in measures.SHARES],
        "times": measures.times(found),
    }
    return render(request, "admin/audit/fairness.html", context)


@may_see
@require_safe
def fairness_file(request: HttpRequest) -> HttpResponse:
    """The same figures as tidy rows, one a group and measure."""
    form = _form(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"fairness-{timezone.localtime():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    if form.is_valid():
        writer.writerows(_rows(cases.read(form.span)))
    return response


def _form(request: HttpRequest) -> SpanForm:
    """What was asked for; without anything, the last three months."""
    today = timezone.localdate()
    usual = {"since": (today - BEFORE).isoformat(), "until": today.isoformat(), "question": ""}
    return SpanForm(usual | {name: request.GET[name] for name in usual if name in request.GET})


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _rows(found: list[Case]) -> Iterator[list[Any]]:
    for measure in measures.SHARES:
        for table in measures.shares(measure, found):
            for row in table.rows:
                yield [
                    measure.name,
                    table.division.name,
                    as_text(row.label),
                    row.total,
                    row.count,
                    *(f"{number:.4f}" for number in (row.share, *row.interval)),
                    row.others_total,
                    row.others_count,
                    *(f"{number:.4f}" for number in (*row.apart, row.p)),
                ]
    for times in measures.times(found):
        for wait in times.rows:
            moments = (wait.median, wait.low, wait.high)
            minutes = [
                "" if one is None else f"{one / timedelta(minutes=1):.1f}" for one in moments
            ]
            blank = [""] * (len(COLUMNS) - 7)
            yield [
                "waited", times.division.name, as_text(wait.label), wait.total, *blank, *minutes
            ]  # fmt: skip
