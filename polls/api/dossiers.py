"""The published dossiers, and each one's published questions."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from dossier.models import Article
from polls.api import shapes
from polls.api.public import respond
from polls.api.questions import as_question
from polls.api.reach import published_dossier
from polls.models import Choice, Question

router = Router(tags=["dossiers"])
UNKNOWN = {404: shapes.Refusal, 422: shapes.UnfitParameters}


@router.get("/dossiers", response={200: shapes.Dossiers, 422: shapes.UnfitParameters})
def list_dossiers(request: HttpRequest, asked: Query[shapes.Paged]) -> HttpResponse:
    """The published dossiers, the newest first."""
    published = Article.objects.published().newest_first()
    page = published[asked.offset : asked.offset + asked.limit]
    items = [as_dossier(request, one) for one in page]
    return respond(shapes.Dossiers(items=items, count=published.count()))


@router.get("/dossiers/{slug:dossier}", response={200: shapes.Dossier, **UNKNOWN})
def one_dossier(
    request: HttpRequest, dossier: shapes.Slug, asked: Query[shapes.Asked]
) -> HttpResponse:
    """One published dossier."""
    return respond(as_dossier(request, published_dossier(dossier)))


@router.get("/dossiers/{slug:dossier}/questions", response={200: shapes.Questions, **UNKNOWN})
def list_questions(
    request: HttpRequest, dossier: shapes.Slug, asked: Query[shapes.Paged]
) -> HttpResponse:
    """The dossier's published questions, in the order of its page."""
    article = published_dossier(dossier)
    shown = Question.objects.shown().filter(article=article)
    offered = Prefetch("choices", queryset=Choice.objects.published())
    page = list(shown.prefetch_related(offered)[asked.offset : asked.offset + asked.limit])
    now = timezone.now()
    items = [
        as_question(request, one, article=article, choices=one.choices.all(), now=now)
        for one in page
    ]
    return respond(shapes.Questions(items=items, count=shown.count()))


def as_dossier(request: HttpRequest, article: Article) -> shapes.Dossier:
    return shapes.Dossier(
        dossier=article.slug,
        title=article.title,
        standfirst=article.standfirst,
        byline=article.byline,
        source=article.source,
        source_url=article.source_url,
        dated=article.dated,
        published_at=article.published_at,
        revision=article.revision,
        url=request.build_absolute_uri(article.get_absolute_url()),
    )
