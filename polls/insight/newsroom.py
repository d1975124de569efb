"""A dossier's results as the newsroom sees them, those of readers' pages that come later included.

Worked out anew for each request: those who may see it are few.
"""

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dossier.models import Article
from polls.insight import asked, keeping
from polls.insight.offering import offer_of
from polls.insight.parts import PARTS
from polls.insight.tables import counted
from polls.insight.views import rendered_cross


@permission_required("polls.see_results", raise_exception=True)
@require_GET
def insight_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Every part with every question, and two questions beside one another (``?a=&b=``)."""
    article, now = get_object_or_404(Article, pk=pk), timezone.now()
    told = [(part, (part.newsroom or part.work_out)(article, now)) for part in PARTS]
    names = request.GET.get("a", ""), request.GET.get("b", "")
    offer = offer_of(asked.everything(article, now=now), rows=names[0], columns=names[1])
    rows, columns = (offer.named(name) if offer else None for name in names)
    files = reverse("admin:dossier_article_insight", args=[article.pk])
    context = {
        **admin.site.each_context(request),
        "title": _("Results in depth"),
        "subtitle": str(article),
        "opts": Article._meta,
        "article": article,
        "parts": [
            (part, keeping.rendered(part, article, said, files=files))
            for part, said in told
            if said is not None and part.slug != "beside"
        ],
        "offer": offer,
        "table": rendered_cross(counted(rows, columns), article, rows, columns, files=files)
        if rows and columns and rows.question != columns.question
        else "",
    }
    return render(request, "admin/insight.html", context)
