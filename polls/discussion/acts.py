"""What a reader does to one comment: find it, answer, edit, delete, approve, flag it."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from dossier import metrics
from dossier.origins import checked_by_origin
from dossier.requests import Request
from polls import markup
from polls.access import primary_key
from polls.discussion import posting, reactions, visits
from polls.discussion.forms import CommentForm, EditForm, FlagForm
from polls.discussion.posting import Receipt
from polls.discussion.refusals import (
    DiscussionRefused,
    EditClosed,
    NotPublished,
    NotYours,
    OwnComment,
)
from polls.discussion.visits import CONFLICT, Visit
from polls.models import Comment
from polls.voting import voters
from polls.voting.enrolment import enrols_voter

UNPROCESSABLE = 422

_SAID: dict[str, Promise] = {
    "edited": _("Your comment is changed and waits for moderation."),
    "amended": _("Your comment is changed."),
    "held": _(
        "Thank you. A person will read your comment before it is published; "
        "until then only you can see it."
    ),
    "kept": _("Your comment was like this already; nothing changed."),
    "deleted": _("Your comment is deleted."),
    "approved": _("Marked as a good argument."),
    "unapproved": _("No longer marked as a good argument."),
    "flagged": _("Thank you. A moderator will look at this comment."),
}


@require_safe
@never_cache
@vary_on_headers("HX-Request")
def permalink(request: Request, pk: int) -> HttpResponse:
    """The comment alone for HTMX; for everybody else its place in the discussion."""
    visit = visits.begin(request, pk)
    if request.htmx:
        return visits.show_article(visit)
    if not visit.entry().is_shown:
        raise Http404
    return redirect(visit.address)


@require_safe
@never_cache
@vary_on_headers("HX-Request")
def reply(request: Request, pk: int) -> HttpResponse:
    """The form of a reply; with ``quote`` it begins with what it answers."""
    visit = visits.begin(request, pk)
    if visit.comment.status != Comment.Status.PUBLISHED or not visit.place.is_open:
        return visits.refuse(visit, NotPublished())
    quote = markup.quoted(visit.comment.body) if "quote" in request.GET else ""
    form = CommentForm(place=visit.place, voter=visit.voter, parent=visit.comment, text=quote)
    form.below = primary_key(request.GET.get("below", ""))
    return visits.show_form(visit, "reply", form)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@vary_on_headers("HX-Request")
@checked_by_origin
def edit(request: Request, pk: int) -> HttpResponse:
    visit = visits.begin(request, pk)
    if visit.voter is None or not visit.is_author:
        return visits.refuse(visit, NotYours())
    if request.method != "POST":
        if not visit.comment.can_edit(voter=visit.voter, now=visit.now):
            return visits.refuse(visit, EditClosed())
        return visits.show_form(visit, "edit", EditForm(comment=visit.comment))
    form = EditForm(request.POST, comment=visit.comment)
    if not form.is_valid():
        return visits.show_form(visit, "edit", form, status=UNPROCESSABLE)
    text = form.cleaned_data["text"]
    try:
        receipt = posting.edit(comment=visit.comment, voter=visit.voter, text=text, now=visit.now)
    except EditClosed as refusal:
        form.add_error(None, str(refusal))
        return visits.show_form(visit, "edit", form, status=CONFLICT)
    return _changed(visit, receipt)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@vary_on_headers("HX-Request")
@checked_by_origin
def delete(request: Request, pk: int) -> HttpResponse:
    visit = visits.begin(request, pk)
    if visit.voter is None or not visit.is_author:
        return visits.refuse(visit, NotYours())
    if request.method == "POST":
        receipt = posting.delete(comment=visit.comment, voter=visit.voter, now=visit.now)
        return _changed(visit, receipt)
    if not visit.comment.can_delete(voter=visit.voter):
        return visits.refuse(visit, NotPublished())
    return visits.show_form(visit, "delete")


@require_http_methods(["GET", "HEAD", "POST"])
@checked_by_origin
@enrols_voter
def approve(request: Request, pk: int) -> HttpResponse:
    """Mark a good argument, or with ``to=off`` take the mark back: sent twice, it is the same.

    Whoever follows the address without a form is led to the comment.
    """
    if request.method != "POST":
        return redirect("polls:comment", pk)
    visit = visits.begin(request, pk)
    act = "unapproved" if request.POST.get("to") == "off" else "approved"
    voter = voters.enrol(key_hash=voters.key_of(request), now=visit.now)
    try:
        if act == "approved":
            reactions.approve(comment=visit.comment, voter=voter, now=visit.now)
        else:
            reactions.unapprove(comment=visit.comment, voter=voter)
    except DiscussionRefused as refusal:
        return visits.show_mark(visit, "approval", refusal=refusal)
    return visits.show_mark(visit.anew(voter), "approval", said=str(_SAID[act]))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@vary_on_headers("HX-Request")
@checked_by_origin
@enrols_voter
def flag(request: Request, pk: int) -> HttpResponse:
    visit = visits.begin(request, pk)
    if request.method != "POST":
        if visit.is_author:
            return visits.refuse(visit, OwnComment())
        if visit.comment.status != Comment.Status.PUBLISHED:
            return visits.refuse(visit, NotPublished())
        return visits.show_form(visit, "flag", FlagForm(comment=visit.comment))
    form = FlagForm(request.POST, comment=visit.comment)
    if not form.is_valid():
        return visits.show_form(visit, "flag", form, status=UNPROCESSABLE)
    voter = voters.enrol(key_hash=voters.key_of(request), now=visit.now)
    try:
        reactions.flag(
            comment=visit.comment,
            voter=voter,
            reason=form.cleaned_data["reason"],
            note=form.cleaned_data["note"],
            now=visit.now,
        )
    except DiscussionRefused as refusal:
        return visits.refuse(visit, refusal)
    return visits.show_mark(visit.anew(voter), "flagged", said=str(_SAID["flagged"]))


def _changed(visit: Visit, receipt: Receipt) -> HttpResponse:
    metrics.comments.labels(receipt.action).inc()
    said, visit = str(_SAID[receipt.action]), visit.anew()
    if visit.request.htmx:
        return visits.show_article(visit, said=said)
    return visits.come_back(visit, said)
