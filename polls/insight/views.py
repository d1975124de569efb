"""A dossier's results on a page of their own, and two of its questions beside one another."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dossier.caching import public_unless_told_apart
from dossier.models import Article
from dossier.requests import Request
from polls.access import reachable_article
from polls.insight import asked, keeping
from polls.insight.crossing import Crossing
from polls.insight.crosstable import CrossTable
from polls.insight.offering import offer_of
from polls.insight.parts import PARTS
from polls.insight.tables import table_of
from polls.insight.variables import Variable

NOT_FOUND = 404


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
            table = table_of(article, rows, columns, now=now)
            context["table"] = _html_of(table, article, rows, columns)
    return render(request, "polls/insight/cross.html", context)


def _html_of(
    table: Crossing | None, article: Article, rows: Variable, columns: Variable
) -> SafeString:
    """The table as it is shown, made once as long as it stays the same."""
    counted = None if table is None else (table.table.tobytes(), table.hidden.tobytes())
    about = ("cross", get_language(), article.pk, article.slug, article.updated_at)
    asked_for = tuple(
        (one.name, one.question.edition, one.question.updated_at) for one in (rows, columns)
    )
    name = keeping.Name(exact=(about, asked_for, counted), versions=None)
    return keeping.kept(name, lambda: rendered_cross(table, article, rows, columns))


def rendered_cross(
    table: Crossing | None, article: Article, rows: Variable, columns: Variable, *, files: str = ""
) -> SafeString:
    """The table of two variables of different questions, or that it cannot be shown.

    ``files`` as in ``keeping.rendered``.
    """
    context = {
        "rows": rows,
        "columns": columns,
        "cross": CrossTable(table) if table else None,
        "query": f"?{urlencode({'a': rows.name, 'b': columns.name})}",
        "files": files or reverse("polls:insight", args=[article.slug]),
    }
    return render_to_string("polls/insight/_cross.html", context)
