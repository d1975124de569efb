"""Published comments of a question or of a dossier as a whole; of their authors the name alone."""

from collections.abc import Collection
from datetime import datetime
from typing import Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from dossier.models import Article
from polls.api import shapes
from polls.api.public import respond
from polls.api.reach import published_dossier, published_question
from polls.models import Comment, Policy, Question
from polls.models.choice import Side
from polls.sides import stances

router = Router(tags=["comments"])

UNKNOWN = {404: shapes.Refusal, 422: shapes.UnfitParameters}
type SideName = Literal["against", "between", "for"]
_SIDES: dict[Side, SideName] = {Side.AGAINST: "against", Side.BETWEEN: "between", Side.FOR: "for"}


class OneComment(BaseModel):
    id: int
    author: str = Field(description="the name that its author chose")
    text: str
    language: str
    posted_at: datetime
    edited_at: datetime | None
    parent: int | None = Field(description="the comment that it answers, which may not be public")
    approvals: int = Field(description="how many readers marked it as a good argument")
    stance: SideName | None = Field(
        description="the side its author’s answer took when posting, where they agreed to show it "
        "and ten readers or more are on it"
    )
    url: str


class Comments(BaseModel):
    items: list[OneComment]
    count: int = Field(description="how many there are in all")


@router.get(
    "/questions/{slug:dossier}/{slug:question}/comments", response={200: Comments, **UNKNOWN}
)
def of_question(
    request: HttpRequest, dossier: shapes.Slug, question: shapes.Slug, asked: Query[shapes.Paged]
) -> HttpResponse:
    """Published comments on the question, replies included, the newest first."""
    found = published_question(dossier, question)
    if found.kind == Question.Kind.QUIZ:  # a comment would give the solution away
        raise Http404(_("A quiz question has no discussion."))
    return _page(request, found.article, found, asked)


@router.get("/dossiers/{slug:dossier}/comments", response={200: Comments, **UNKNOWN})
def of_dossier(
    request: HttpRequest, dossier: shapes.Slug, asked: Query[shapes.Paged]
) -> HttpResponse:
    """Published comments on the dossier as a whole, replies included, the newest first."""
    return _page(request, published_dossier(dossier), None, asked)


def _page(
    request: HttpRequest, article: Article, question: Question | None, asked: shapes.Paged
) -> HttpResponse:
    if Policy.objects.filter(article=article, mode=Policy.Mode.CLOSED).exists():
        raise Http404(_("The discussion of this dossier is closed: no comments are shown."))
    published = Comment.objects.published().filter(article=article, question=question, passage=None)
    page = published.order_by("-posted_at", "-pk")[asked.offset : asked.offset + asked.limit]
    place = request.build_absolute_uri((question or article).get_absolute_url())
    crowded = stances.crowded(question)
    items = [_as_comment(one, place=place, crowded=crowded) for one in page]
    return respond(Comments(items=items, count=published.count()))


def _as_comment(comment: Comment, *, place: str, crowded: Collection[int]) -> OneComment:
    side = None if comment.stance is None else Side(comment.stance)
    return OneComment(
        id=comment.pk,
        author=comment.author_name,
        text=comment.body,
        language=comment.language,
        posted_at=comment.posted_at,
        edited_at=comment.edited_at,
        parent=comment.parent_id,
        approvals=comment.approvals_count,
        stance=_SIDES[side] if side is not None and side in crowded else None,
        url=f"{place}#comment-{comment.pk}",
    )
