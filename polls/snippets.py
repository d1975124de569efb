"""What another site's page holds to show a question: a frame, and the script that fits its height.

Everything is written in the active language, which is that of the address too.
"""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, override

from polls.models import Choice, Question

# Pixels of a frame before its question has told its own height: round the choices, and for each.
# What does not fit on a narrow screen scrolls.
_HEIGHTS = {
    Question.Kind.RANKING: (440, 72),
    Question.Kind.FORECAST: (600, 0),
    Question.Kind.STATEMENTS: (620, 0),
    Question.Kind.OPEN: (320, 0),
}
_OF_ANY_OTHER_KIND = (360, 52)
_TALLEST = 900


def height_of(question: Question) -> int:
    """A height in pixels at which most readers see the question whole; one query."""
    around, each = _HEIGHTS.get(Question.Kind(question.kind), _OF_ANY_OTHER_KIND)
    choices: int = Choice.objects.published().filter(question=question).count()
    return min(around + each * choices, _TALLEST)


def frame(question: Question, *, site: str, width: str, height: int) -> SafeString:
    """A frame with the question in it; ``site`` is our own address without a path."""
    return format_html(
        '<iframe data-dossier src="{}{}" title="{}" width="{}" height="{}" loading="lazy"'
        ' style="border:0"></iframe>',
        site,
        reverse("polls:embed", args=[question.article.slug, question.slug]),
        question.prompt,
        width,
        height,
    )


def snippet(question: Question, *, site: str) -> SafeString:
    """What an editor copies into an article: the frame, and the script that fits its height."""
    script = format_html(
        '<script src="{}{}js/embed-host.js" async></script>', site, settings.STATIC_URL
    )
    return frame(question, site=site, width="100%", height=height_of(question)) + script


def in_every_language(question: Question, *, site: str) -> list[tuple[dict[str, Any], SafeString]]:
    """The snippet in each language of the site, with what Django knows of the language."""
    made = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            made.append((get_language_info(code), snippet(question, site=site)))
    return made
