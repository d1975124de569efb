"""What a browser kept while it found no connection, and sends later (static/js/outbox.js).

Such a form says how many seconds ago it was filled in (``late``). It is asked for in the
background, by a page or by none, and answered in a few words of JSON instead of HTML: ``said``,
and with what was taken ``see``, the address where it stands.
"""

from datetime import datetime, timedelta

from django.http import HttpRequest, JsonResponse

LATE = "late"
SUBMISSION = "submission"
DIGITS = 8  # of the seconds; three years


def given_at(request: HttpRequest, *, now: datetime) -> datetime | None:
    """When its reader sent this form, which comes only now; None for one that was not kept.

    Told as an age, since the clocks of readers are off by anything.
    """
    seconds = request.POST.get(LATE, "")
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) <= DIGITS):
        return None
    return now - timedelta(seconds=int(seconds))


def is_late(request: HttpRequest) -> bool:
    """Whether the form was kept and comes late, and so is answered in JSON."""
    return LATE in request.POST


def taken(said: str, *, see: str) -> JsonResponse:
    return JsonResponse({"said": said, "see": see})


def refused(why: str, *, status: int) -> JsonResponse:
    return JsonResponse({"said": why}, status=status)
