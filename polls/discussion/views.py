"""A discussion by itself, and posting to it."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from dossier import metrics
from dossier.origins import checked_by_origin
from dossier.requests import Request
from polls.access import primary_key, reachable_article, reachable_question
from polls.discussion.forms import CommentForm
from polls.discussion.places import Place
from polls.discussion.posting import Receipt, post
from polls.discussion.refusals import DiscussionRefused, ParentNotPublished, TooFast
from polls.discussion.threads import address_of, entry_of, holder_of, open_discussion
from polls.models import Comment, Voter
from polls.voting import voters
from polls.voting.enrolment import enrols_voter

CONFLICT, UNPROCESSABLE, TOO_MANY = 409, 422, 429

_SAID = {
    "posted": _("Your comment waits for moderation. Until then only you can see it."),
    "published": _("Your comment is published."),
    "held": _(
        "Thank you. A person will read your comment before it is published; "
        "until then only you can see it."
    ),
    "kept": _("This comment has reached us already."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
@checked_by_origin
@enrols_voter
def article_comments(request: Request, dossier: str) -> HttpResponse:
    return _comments(request, Place(reachable_article(request, dossier)))


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
@checked_by_origin
@enrols_voter
def question_comments(request: Request, dossier: str, question: str) -> HttpResponse:
    asked = reachable_question(request, dossier, question)
    return _comments(request, Place(asked.article, asked))


def _comments(request: Request, place: Place) -> HttpResponse:
    now = timezone.now()
    voter = voters.identify(request)
    if request.method == "POST":
        return _post(request, place, known=voter, now=now)
    if request.htmx:
        return _shown(request, "_list", place, voter=voter, now=now)
    return _shown(request, "page", place, voter=voter, now=now)


def _post(request: Request, place: Place, *, known: Voter | None, now: datetime) -> HttpResponse:
    wanted = request.POST.get("parent", "")
    parent = _comment_of(place, wanted)
    form = CommentForm(request.POST, place=place, voter=known, parent=parent)
    if wanted and (parent is None or parent.status != Comment.Status.PUBLISHED):
        return _refused(request, form, ParentNotPublished(), voter=known, now=now)
    if not form.is_valid():
        return _form_again(request, form, voter=known, now=now, status=UNPROCESSABLE)
    voter = voters.enrol(key_hash=voters.key_of(request), now=now)
    try:
        receipt = post(
            place=place,
            voter=voter,
            name=form.cleaned_data["name"],
            text=form.cleaned_data["text"],
            parent=parent,
            form_token=form.cleaned_data["token"],
            language=get_language() or place.article.source_language,
            now=now,
        )
    except DiscussionRefused as refusal:
        return _refused(request, form, refusal, voter=known, now=now)
    return _posted(request, receipt, voter=voter, now=now)


def _comment_of(place: Place, pk: str) -> Comment | None:
    """The comment of this place that a form names as what it answers."""
    return place.comments.filter(pk=primary_key(pk)).first()


def _posted(request: Request, receipt: Receipt, *, voter: Voter, now: datetime) -> HttpResponse:
    metrics.comments.labels(receipt.action).inc()
    comment, said = receipt.comment, str(_SAID[receipt.action])
    if not request.htmx:
        messages.success(request, said)
        return redirect(address_of(comment, voter=voter))
    place = Place.of(comment)
    context = {
        "entry": entry_of(comment, voter=voter, now=now),
        "holder": holder_of(comment) if comment.parent_id else None,
        "repeated": receipt.action == "kept",
        "takes_comments": place.is_open,
        "said": said,
        "form": CommentForm(place=place, voter=voter)
        if request.htmx.target == "comment-form"
        else None,
    }
    return render(request, "polls/discussion/_posted.html", context)


def _refused(
    request: Request,
    form: CommentForm,
    refusal: DiscussionRefused,
    *,
    voter: Voter | None,
    now: datetime,
) -> HttpResponse:
    metrics.comments.labels("refused").inc()
    if isinstance(refusal, ParentNotPublished):
        form.answers = False
    form.add_error(None, str(refusal.message))
    status = TOO_MANY if isinstance(refusal, TooFast) else CONFLICT
    return _form_again(request, form, voter=voter, now=now, status=status)


def _form_again(
    request: Request, form: CommentForm, *, voter: Voter | None, now: datetime, status: int
) -> HttpResponse:
    """The form with what the reader wrote still in it, and what is wrong with it."""
    if request.htmx:
        return render(request, "polls/discussion/_form.html", {"form": form}, status=status)
    if form.parent and form.answers:
        entry = entry_of(form.parent, voter=voter, now=now)
        context = {"place": form.place, "entry": entry, "form": form, "act": "reply"}
        return render(request, "polls/discussion/act.html", context, status=status)
    return _shown(request, "page", form.place, voter=voter, now=now, form=form, status=status)


def _shown(
    request: Request,
    template: str,
    place: Place,
    *,
    voter: Voter | None,
    now: datetime,
    form: CommentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    discussion = open_discussion(
        article=place.article, question=place.question, voter=voter, now=now, query=request.GET
    )
    if form:
        discussion.form = form
    context = {"discussion": discussion, "place": place}
    return render(request, f"polls/discussion/{template}.html", context, status=status)
