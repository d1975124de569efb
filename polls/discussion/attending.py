"""What a reader does to a thread or to an author for their own eyes only: follow, or mute."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from dossier.origins import checked_by_origin
from dossier.requests import Request
from polls.discussion import attention, visits
from polls.discussion.refusals import DiscussionRefused
from polls.discussion.visits import Visit
from polls.models import Comment, Voter
from polls.voting import voters
from polls.voting.enrolment import enrols_voter

type Act = Callable[[Visit, Voter, bool], None]

_SAID = {
    ("follow", True): _("You follow this thread: your own page tells you what is new in it."),
    ("follow", False): _("You no longer follow this thread."),
    ("mute", True): _("This author’s comments are folded away, for you alone."),
    ("mute", False): _("You see this author’s comments again."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@vary_on_headers("HX-Request")
@checked_by_origin
@enrols_voter
def follow(request: Request, pk: int) -> HttpResponse:
    """Follow the comment's thread, or with ``to=off`` no longer: sent twice, it is the same."""
    if request.method != "POST":
        return redirect("polls:comment", pk)
    return _act(request, pk, "follow", _follow)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@vary_on_headers("HX-Request")
@checked_by_origin
@enrols_voter
def mute(request: Request, pk: int) -> HttpResponse:
    """Fold the comment's author away, or with ``to=off`` no longer: sent twice, it is the same."""
    if request.method != "POST":
        return redirect("polls:comment", pk)
    return _act(request, pk, "mute", _mute)


def _act(request: Request, pk: int, name: str, act: Act) -> HttpResponse:
    visit = visits.begin(request, pk)
    wanted = request.POST.get("to") != "off"
    voter = voters.enrol(key_hash=voters.key_of(request), now=visit.now)
    try:
        act(visit, voter, wanted)
    except DiscussionRefused as refusal:
        return visits.refuse(visit, refusal)
    visit, said = visit.anew(voter), str(_SAID[name, wanted])
    if not request.htmx:
        messages.success(request, said)
        if request.POST.get("back") == "own":
            return redirect("own:threads")
        return redirect("polls:comment", pk)
    if name == "mute":
        return visits.show_article(visit, said=said)
    context = {"entry": visit.entry(), "said": said}
    return render(request, "polls/discussion/_following.html", context)


def _follow(visit: Visit, voter: Voter, wanted: bool) -> None:
    thread = Comment.objects.get(pk=visit.comment.thread_id)
    if wanted:
        attention.follow(comment=thread, voter=voter, now=visit.now)
    else:
        attention.unfollow(comment=thread, voter=voter)


def _mute(visit: Visit, voter: Voter, wanted: bool) -> None:
    if wanted:
        attention.mute(comment=visit.comment, voter=voter, now=visit.now)
    elif visit.comment.voter_id:
        attention.unmute(author=visit.comment.voter_id, voter=voter)
