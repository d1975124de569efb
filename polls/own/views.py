"""The pages of one reader: everything on them is read anew for whoever holds the cookie."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dossier.caching import allow_keeping
from dossier.origins import checked_by_origin
from dossier.requests import Request
from polls.discussion import attention
from polls.discussion.threads import address_of
from polls.models import Ballot, Comment, Follow, Mute
from polls.moderation import sanctions
from polls.own import answers as answering
from polls.own import conversation, exporting, holdings
from polls.own.alone import for_its_reader_alone
from polls.voting import VotingRefused, voters, withdraw

FEW, PAGE = 5, 20
_SCHEMA = settings.BASE_DIR / "polls" / "own" / "export.schema.json"


@require_safe
@for_its_reader_alone
def overview(request: Request) -> HttpResponse:
    """The newest of everything, or what would be here for a reader who is not known."""
    voter, now = voters.identify(request), timezone.now()
    if voter is None:
        return render(request, "polls/own/nobody.html")
    ballots, comments = answering.ballots_of(voter), conversation.comments_by(voter)
    threads = conversation.threads_of(voter)
    fresh = conversation.replies_to(voter).filter(pk__in=attention.new_replies(voter).values("pk"))
    context = {
        "voter": voter,
        "replies": conversation.entries(fresh[:FEW], voter=voter, now=now),
        "replies_count": fresh.count(),
        "threads": threads[:FEW],
        "threads_count": threads.count(),
        "answers": answering.read(ballots[:FEW], voter=voter, now=now),
        "answers_count": ballots.count(),
        "comments": conversation.entries(comments[:FEW], voter=voter, now=now),
        "comments_count": comments.count(),
        "muted": conversation.muted_by(voter),
        "standing": sanctions.standing(voter, now),
    }
    return render(request, "polls/own/overview.html", context)


@require_safe
@for_its_reader_alone
def answers(request: Request) -> HttpResponse:
    voter, now = voters.identify(request), timezone.now()
    if voter is None:
        return redirect("own:overview")
    page = _page(request, answering.ballots_of(voter))
    listed = answering.read(page.object_list, voter=voter, now=now)
    return render(request, "polls/own/answers.html", {"page": page, "answers": listed})


@require_POST
@checked_by_origin
@for_its_reader_alone
def withdraw_answer(request: Request, pk: int) -> HttpResponse:
    """Withdraw the reader's answer to the question with this key, as on the question's page."""
    voter, now = voters.identify(request), timezone.now()
    ballot = Ballot.objects.filter(voter=voter, question=pk).select_related("question").first()
    if voter is None or ballot is None:
        raise Http404
    try:
        withdraw(question=ballot.question, voter=voter, now=now)
    except VotingRefused as refusal:
        messages.warning(request, str(refusal.message))
    else:
        messages.success(request, _("Your answer is withdrawn and no longer counted."))
    return redirect("own:answers")


@require_safe
@for_its_reader_alone
def comments(request: Request) -> HttpResponse:
    voter, now = voters.identify(request), timezone.now()
    if voter is None:
        return redirect("own:overview")
    page = _page(request, conversation.comments_by(voter))
    listed = conversation.entries(page.object_list, voter=voter, now=now)
    return render(request, "polls/own/comments.html", {"page": page, "comments": listed})


@require_safe
@for_its_reader_alone
def replies(request: Request) -> HttpResponse:
    """Replies to the reader; those that show as new here have been seen from then on."""
    voter, now = voters.identify(request), timezone.now()
    if voter is None:
        return redirect("own:overview")
    page = _page(request, conversation.replies_to(voter))
    listed = conversation.entries(page.object_list, voter=voter, now=now)
    if any(entry.is_new for entry in listed) and not _is_fetched_ahead(request):
        conversation.see_replies(voter, now=now)
    return render(request, "polls/own/replies.html", {"page": page, "replies": listed})


@require_safe
@for_its_reader_alone
def threads(request: Request) -> HttpResponse:
    voter = voters.identify(request)
    if voter is None:
        return redirect("own:overview")
    page = _page(request, conversation.threads_of(voter))
    return render(request, "polls/own/threads.html", {"page": page, "threads": page.object_list})


@require_safe
@for_its_reader_alone
def open_thread(request: Request, pk: int) -> HttpResponse:
    """Lead to a followed thread; what is in it by now has been seen."""
    voter = voters.identify(request)
    follow = Follow.objects.filter(voter=voter, comment=pk).select_related("comment").first()
    if voter is None or follow is None:
        raise Http404
    if not _is_fetched_ahead(request):
        attention.see(comment=follow.comment, voter=voter, now=timezone.now())
    thread = Comment.objects.select_related("article", "question", "passage").get(pk=pk)
    return redirect(address_of(thread, voter=voter))


@require_POST
@checked_by_origin
@for_its_reader_alone
def unmute(request: Request, pk: int) -> HttpResponse:
    voter = voters.identify(request)
    mute = get_object_or_404(Mute, voter=voter, pk=pk) if voter else None
    if voter is None or mute is None:
        raise Http404
    attention.unmute(author=mute.author_id, voter=voter)
    messages.success(request, _("You see this author’s comments again."))
    return redirect("own:overview")


@require_safe
@for_its_reader_alone
def held(request: Request) -> HttpResponse:
    """Everything that the database holds of the reader, in plain words; and of any reader."""
    voter = voters.identify(request)
    context = {"voter": voter, "holdings": holdings.counted(voter)}
    return render(request, "polls/own/held.html", context)


@require_safe
def offline(request: Request) -> HttpResponse:
    """What this device keeps, which only the device knows: the page is the same for everybody."""
    return render(request, "polls/own/offline.html")


@require_safe
@for_its_reader_alone
def export(request: Request) -> HttpResponse:
    """Everything that the database holds of the reader, as a file."""
    voter, now = voters.identify(request), timezone.now()
    if voter is None:
        return redirect("own:overview")
    response = JsonResponse(
        exporting.everything(voter, site=request.build_absolute_uri("/"), now=now),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    response.headers["Content-Disposition"] = 'attachment; filename="dossier.json"'
    return response


@require_safe
def export_schema(request: Request) -> HttpResponse:
    """What the export is made of, as a JSON Schema (2020-12)."""
    response = HttpResponse(_SCHEMA.read_bytes(), content_type="application/schema+json")
    allow_keeping(response)
    return response


def _page(request: Request, rows: QuerySet[Any]) -> Page[Any]:
    return Paginator(rows, PAGE).get_page(request.GET.get("page"))


def _is_fetched_ahead(request: Request) -> bool:
    """Whether the browser only fetches the page in case it is opened."""
    return "prefetch" in request.headers.get("Sec-Purpose", "")
