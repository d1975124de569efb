"""Results in the newsroom: of one question, of a whole dossier, and as a file to take away."""

from collections.abc import Iterable
from tempfile import TemporaryFile
from typing import Any

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dossier.models import Article
from polls import dealing
from polls.models import Ballot, Question
from polls.results import export
from polls.results.ballots import bundle
from polls.results.informed import informed_ballots

may_see = permission_required("polls.see_results", raise_exception=True)
may_export = permission_required("polls.export_results", raise_exception=True)


@may_see
@require_GET
def of_question(request: HttpRequest, pk: int) -> HttpResponse:
    question: Question = get_object_or_404(Question.objects.select_related("article"), pk=pk)
    return _page(request, [question], about=question, article=question.article)


@may_see
@require_GET
def of_article(request: HttpRequest, pk: int) -> HttpResponse:
    article = get_object_or_404(Article, pk=pk)
    return _page(request, _asked(article), about=article, article=article)


@may_export
@require_GET
def question_file(request: HttpRequest, pk: int) -> HttpResponse:
    question: Question = get_object_or_404(Question.objects.select_related("article"), pk=pk)
    return _file([question], question.article.slug, question.slug)


@may_export
@require_GET
def article_file(request: HttpRequest, pk: int) -> HttpResponse:
    article = get_object_or_404(Article, pk=pk)
    return _file(_asked(article), article.slug)


@may_export
@require_GET
def article_ballots(request: HttpRequest, pk: int) -> FileResponse:
    """The dossier's ballots without their voters; ``?unlinked`` with a pseudonym a question."""
    article = get_object_or_404(Article, pk=pk)
    now = timezone.now()
    # however many ballots there are, they are not held in memory; the response closes the file
    made = TemporaryFile()  # noqa: SIM115
    bundle.write(made, article, linked="unlinked" not in request.GET, now=now)
    made.seek(0)
    name = bundle.file_name(article, now=now)
    return FileResponse(made, as_attachment=True, filename=name, content_type="application/zip")


def _asked(article: Article) -> QuerySet[Question]:
    """The questions that readers could ever answer."""
    return Question.objects.filter(article=article).exclude(status=Question.Status.DRAFT)


def _page(
    request: HttpRequest, questions: Iterable[Question], *, about: Any, article: Article
) -> HttpResponse:
    dealt = dealing.deal(questions, voter=None, newsroom=True, now=timezone.now())
    voters = Ballot.objects.counted().filter(question__in=[card.question for card in dealt])
    informed = informed_ballots([card.question for card in dealt])
    context = {
        **admin.site.each_context(request),
        "title": _("Results"),
        "subtitle": str(about),
        "about": about,
        "opts": about._meta,
        "article": article,
        "cards": [(card, informed.get(card.question.pk, 0)) for card in dealt],
        "voters": voters.values("voter").distinct().count(),
        "may_export": request.user.has_perm("polls.export_results"),
        "has_ballots": isinstance(about, Article),
    }
    return render(request, "admin/results.html", context)


def _file(questions: Iterable[Question], *slugs: str) -> HttpResponse:
    now = timezone.now()
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{export.file_name(*slugs, now=now)}"'
    export.write(response, questions, now=now)
    return response
