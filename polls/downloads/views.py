"""The result of a question as a file, for whoever may see it on its page."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from dossier.caching import allow_keeping
from dossier.requests import Request
from polls import kinds
from polls.access import reachable_question
from polls.downloads.forms import FORMS, name_of
from polls.results import fragments
from polls.results.export import file_name
from polls.results.visibility import may_see, shows_to_asker

FORBIDDEN = 403


@require_safe
def download(request: Request, dossier: str, question: str, form: str) -> HttpResponse:
    """The result as it stands; 304 when unchanged, and nobody's but theirs who may see it."""
    now = timezone.now()
    asked = reachable_question(request, dossier, question)
    if form not in FORMS or not kinds.of(asked).casts_ballots:
        raise Http404
    public = asked.article.is_published and may_see(asked, has_voted=False, now=now)
    if public or shows_to_asker(request, asked, now=now):
        response = _file(request, fragments.newest(asked, now=now), form)
    else:
        response = render(request, "polls/_result_hidden.html", status=FORBIDDEN)
    if public:
        allow_keeping(response)
    else:
        patch_cache_control(response, no_cache=True, private=True)
        patch_vary_headers(response, ["Cookie"])
    return response


def _file(request: Request, fragment: fragments.Fragment, form: str) -> HttpResponse:
    now, asked = timezone.now(), fragment.question
    address = request.build_absolute_uri(asked.get_absolute_url())
    etag = name_of(fragment, form, address=address, now=now)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    made = FORMS[form].make(fragment, address, now)
    response = HttpResponse(made, content_type=FORMS[form].content_type, headers={"ETag": etag})
    name = file_name(asked.article.slug, asked.slug, now=now, form=form)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
