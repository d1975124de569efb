"""A dossier's results on a page of their own, and two of its questions beside one another."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dossier.caching import public_unless_told_apart
from dossier.models import Article
from dossier.requests import Request
from polls.access import reachable_article
from polls.insight import asked, keeping
from polls.insight.crossing import TooFew, cross
from polls.insight.crosstable import CrossTable
from polls.insight.offering import offer_of
from polls.insight.parts import PARTS
from polls.insight.variables import Variable

NOT_FOUND = 404
# A table is the same for so many seconds, so that no single vote is read from how it changes.
SAME_TABLE = 600.0


@require_safe
@public_unless_told_apart
def results_page(request: Request, dossier: str) -> HttpResponse:
    """What everybody may see of the answers to the dossier's questions, whoever asks."""
    article, now = reachable_article(request, dossier), timezone.now()
    come = keeping.standing(article, now=now)
    told = [(part, keeping.html_of(part, article, come, now=now)) for part in PARTS]
    context = {
        "article": article,
        "parts": [(part, html) for part, html in told if html],
        "preview": not article.is_published,
    }
    return render(request, "polls/insight/results.html", context)


@require_safe
@public_unless_told_apart
def cross_page(request: Request, dossier: str) -> HttpResponse:
    """How those who answered one question so (``?a=``) answered another (``?b=``)."""
    article, now = reachable_article(request, dossier), timezone.now()
    names = request.GET.get("a", ""), request.GET.get("b", "")
    offer = offer_of(asked.shown(article, now=now), rows=names[0], columns=names[1])
    context: dict[str, Any] = {"article": article, "offer": offer, "asked_for": any(names)}
    rows, columns = (offer.named(name) if offer else None for name in names)
    if any(names) and not (rows and columns):
        return render(request, "polls/insight/cross.html", context, status=NOT_FOUND)
    if rows and columns:
        context["same"] = rows.question == columns.question
        if not context["same"]:
            context |= {"rows": rows, "columns": columns}
            context["table"] = _table(article, rows, columns, now=now)
    return render(request, "polls/insight/cross.html", context)


def _table(article: Article, rows: Variable, columns: Variable, *, now: datetime) -> SafeString:
    exact, versions = keeping.standing(article, now=now)
    about = ("cross", get_language(), article.pk, article.updated_at, rows.name, columns.name)
    name = keeping.Name(exact=(about, exact), versions=versions)
    return keeping.kept(name, lambda: rendered_cross(rows, columns), at_least=SAME_TABLE)


def rendered_cross(rows: Variable, columns: Variable) -> SafeString:
    """The table of two variables of different questions, or that it cannot be shown."""
    context = {"rows": rows, "columns": columns}
    try:
        return render_to_string(
            "polls/insight/_cross.html", context | {"cross": CrossTable(cross(rows, columns))}
        )
    except TooFew:
        return render_to_string("polls/insight/_cross.html", context)
