"""A reader at one comment, and the few ways in which that visit is answered.

HTMX gets the piece of the comment that changed, a plain form a redirect back to the comment.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django_htmx.http import reswap, retarget

from dossier.requests import Request
from polls.access import in_newsroom
from polls.discussion.entries import Entry
from polls.discussion.places import Place
from polls.discussion.refusals import DiscussionRefused, NotYours
from polls.discussion.sorting import asked_for, sort_named
from polls.discussion.threads import address_of, entry_of
from polls.models import Comment, Question, Voter
from polls.voting import voters

FORBIDDEN, CONFLICT = 403, 409


@dataclass(frozen=True)
class Visit:
    """A reader at a comment."""

    request: Request
    comment: Comment
    voter: Voter | None
    now: datetime

    @property
    def is_author(self) -> bool:
        return self.voter is not None and self.voter.pk == self.comment.voter_id

    @property
    def place(self) -> Place:
        return Place.of(self.comment)

    @property
    def sort(self) -> str:
        """The order in which the reader reads, as the address says."""
        return sort_named(self.request.GET.get("sort")).name

    @property
    def asked(self) -> str:
        """What an address ends with so that the order is kept; nothing for the usual one."""
        return asked_for(self.sort)

    @property
    def address(self) -> str:
        """Where this reader finds the comment."""
        return address_of(self.comment, voter=self.voter, sort=self.sort)

    def anew(self, voter: Voter | None = None) -> "Visit":
        """The visit once something has changed; by the voter who was enrolled for it."""
        comment = _read(self.comment.pk)
        return replace(self, comment=comment or self.comment, voter=voter or self.voter)

    def entry(self) -> Entry:
        return entry_of(self.comment, voter=self.voter, now=self.now)


def begin(request: Request, pk: int) -> Visit:
    """The visit to the comment with this key; Http404 unless its page can be reached."""
    comment = _read(pk)
    if comment is None or not (
        _is_public(comment) or in_newsroom(request, "dossier.preview_article")
    ):
        raise Http404
    return Visit(request, comment, voter=voters.identify(request), now=timezone.now())


def _read(pk: int) -> Comment | None:
    comments = Comment.objects.select_related(
        "article__policy", "question", "passage", "parent__parent"
    )
    return comments.filter(pk=pk).first()


def _is_public(comment: Comment) -> bool:
    question = comment.question
    if not Place.of(comment).is_shown:
        return False
    return comment.article.is_published and (
        question is None or question.status != Question.Status.DRAFT
    )


def show_form(
    visit: Visit, act: str, form: forms.Form | None = None, *, status: int = 200
) -> HttpResponse:
    """What is needed to act on the comment ("reply", "edit", "delete", "flag")."""
    return _render(visit, act, {"form": form}, status=status)


def refuse(visit: Visit, refusal: DiscussionRefused) -> HttpResponse:
    """Why the reader cannot do this; with the reader's text, if one was sent, to be copied."""
    status = FORBIDDEN if isinstance(refusal, NotYours) else CONFLICT
    text = visit.request.POST.get("text", "")
    return _render(visit, "refused", {"refusal": refusal, "text": text}, status=status)


def come_back(visit: Visit, said: str) -> HttpResponse:
    """A plain form's way back to the comment, with a word on what became of it."""
    messages.success(visit.request, said)
    return redirect(visit.address)


def show_article(visit: Visit, *, said: str = "") -> HttpResponse:
    """The comment anew for HTMX, in place of itself whatever the form aimed at."""
    context = {
        "entry": visit.entry(),
        "takes_comments": visit.place.is_open,
        "count": visit.place.comments.published().count(),
        "said": said,
        "place": visit.place,
        "asked": visit.asked,
    }
    response = render(visit.request, "polls/discussion/_changed.html", context)
    return reswap(retarget(response, f"#comment-{visit.comment.pk}-article"), "outerHTML")


def show_mark(
    visit: Visit, mark: str, *, said: str = "", refusal: Exception | None = None
) -> HttpResponse:
    """The reader's mark ("approval" or "flagged") anew for HTMX; else the way back, with a word."""
    if not visit.request.htmx:
        level = messages.WARNING if refusal else messages.SUCCESS
        messages.add_message(visit.request, level, str(refusal or said))
        return redirect(visit.address)
    context = {"entry": visit.entry(), "said": said, "refusal": refusal, "asked": visit.asked}
    status = CONFLICT if refusal else 200
    return render(visit.request, f"polls/discussion/_{mark}.html", context, status=status)


def _render(visit: Visit, act: str, context: dict[str, object], *, status: int) -> HttpResponse:
    context |= {"entry": visit.entry(), "place": visit.place, "act": act, "asked": visit.asked}
    template = f"_{act}" if visit.request.htmx else "act"
    return render(visit.request, f"polls/discussion/{template}.html", context, status=status)
