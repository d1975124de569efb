"""What becomes of a comment that is sent: taken, or the form again with what is wrong with it."""

from datetime import datetime
from typing import cast

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dossier import metrics
from dossier.requests import Request
from polls import markup, resending
from polls.access import primary_key
from polls.discussion import attention
from polls.discussion.forms import CommentForm
from polls.discussion.lineage import holder_of
from polls.discussion.places import Place
from polls.discussion.posting import Receipt, post
from polls.discussion.refusals import DiscussionRefused, ParentNotPublished, TooFast
from polls.discussion.repeats import has_posted
from polls.discussion.sorting import sort_named
from polls.discussion.threads import address_of, entry_of, open_discussion
from polls.models import Comment, Voter
from polls.voting import voters

CONFLICT, UNPROCESSABLE, TOO_MANY = 409, 422, 429

_SAID = {
    "posted": _("Your comment waits for moderation. Until then only you can see it."),
    "published": _("Your comment is published."),
    "held": _(
        "Thank you. A person will read your comment before it is published; "
        "until then only you can see it."
    ),
    "kept": _("This comment has reached us already."),
    "edited": _("Your comment is changed and waits for moderation."),
    "amended": _("Your comment is changed."),
}


def receive(request: Request, place: Place, *, known: Voter | None, now: datetime) -> HttpResponse:
    """Post what a form sends to the place, or show with ``preview`` what it would look like."""
    wanted = request.POST.get("parent", "")
    parent = _comment_of(place, wanted)
    form = CommentForm(request.POST, place=place, voter=known, parent=parent)
    again = has_posted(known, form.submission_sent, place=place)
    if not again and wanted and (parent is None or parent.status != Comment.Status.PUBLISHED):
        return _refused(request, form, ParentNotPublished(), voter=known, now=now)
    if "quote" in request.POST and parent:
        return _quoted(request, form, voter=known, now=now)
    if "preview" in request.POST:
        return _previewed(request, form, voter=known, now=now)
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
            submission=form.cleaned_data["submission"],
            shows=form.cleaned_data["shows_side"],
            language=get_language() or place.article.source_language,
            now=now,
        )
    except DiscussionRefused as refusal:
        return _refused(request, form, refusal, voter=known, now=now)
    if form.cleaned_data["follow"]:
        attention.follow(comment=receipt.comment, voter=voter, now=now)
    return _posted(request, receipt, voter=voter, now=now)


def _comment_of(place: Place, pk: str) -> Comment | None:
    """The comment of this place that a form names as what it answers."""
    return place.comments.filter(pk=primary_key(pk)).first()


def _posted(request: Request, receipt: Receipt, *, voter: Voter, now: datetime) -> HttpResponse:
    metrics.comments.labels(receipt.action).inc()
    comment, said = receipt.comment, str(_SAID[receipt.action])
    if resending.is_late(request):
        return resending.taken(said, see=address_of(comment, voter=voter, sort=_sort(request)))
    if not request.htmx:
        messages.success(request, said)
        return redirect(address_of(comment, voter=voter, sort=_sort(request)))
    place = Place.of(comment)
    context = {
        "entry": entry_of(comment, voter=voter, now=now),
        "place": place,
        "holder": _holder(request, comment),
        "repeated": receipt.action == "kept",
        "takes_comments": place.is_open,
        "said": said,
        "form": CommentForm(place=place, voter=voter)
        if request.htmx.target == place.form_id
        else None,
    }
    return render(request, "polls/discussion/_posted.html", context)


def _holder(request: Request, comment: Comment) -> int | None:
    """Below which comment a reply is to be put: the form knows what stands on its page."""
    if comment.parent_id is None:
        return None
    return primary_key(request.POST.get("below", "")) or holder_of(comment)


def _sort(request: Request) -> str:
    return sort_named(request.GET.get("sort")).name


def _quoted(
    request: Request, form: CommentForm, *, voter: Voter | None, now: datetime
) -> HttpResponse:
    """The form with what it answers before whatever was written; nothing is taken yet."""
    quote = markup.quoted(form.parent.body) if form.parent else ""
    form.data = {**cast(QueryDict, form.data).dict(), "text": quote + form.text_sent}
    return _form_again(request, form.unchecked(), voter=voter, now=now, status=200)


def _previewed(
    request: Request, form: CommentForm, *, voter: Voter | None, now: datetime
) -> HttpResponse:
    """The text as it would be shown; nothing is taken yet, and the form stays as it was sent."""
    form.previewed = form.text_sent
    if request.htmx:
        return render(request, "polls/discussion/_preview.html", {"form": form})
    return _form_again(request, form.unchecked(), voter=voter, now=now, status=200)


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
    """The form with what the reader wrote still in it, and what is wrong with it.

    For what comes late only that: its text has stayed with the browser.
    """
    if resending.is_late(request):
        wrong = [str(error) for of_field in form.errors.values() for error in of_field]
        return resending.refused(" ".join(dict.fromkeys(wrong)), status=status)
    if request.htmx:
        return render(request, "polls/discussion/_form.html", {"form": form}, status=status)
    if form.parent and form.answers:
        entry = entry_of(form.parent, voter=voter, now=now)
        context = {"place": form.place, "entry": entry, "form": form, "act": "reply"}
        return render(request, "polls/discussion/act.html", context, status=status)
    return show(request, "page", form.place, voter=voter, now=now, form=form, status=status)


def show(
    request: Request,
    template: str,
    place: Place,
    *,
    voter: Voter | None,
    now: datetime,
    form: CommentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The place's discussion as this reader sees it, with what was sent still in its form."""
    discussion = open_discussion(
        article=place.article,
        question=place.question,
        passage=place.passage,
        voter=voter,
        now=now,
        query=request.GET,
    )
    if form:
        discussion.form = form
    context = {"discussion": discussion, "place": place}
    return render(request, f"polls/discussion/{template}.html", context, status=status)
