"""What another site's page holds to show a question: a frame, and the script that fits its height.

Everything is written in the active language, which is that of the address too.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from polls.models import Choice, Question

# Pixels of a frame before its question has told its own: around the choices, and for each of them.
# What does not fit on a narrow screen scrolls.
_AROUND, _CHOICE = 300, 56
_WITHOUT_CHOICES = {
    Question.Kind.FORECAST: 480,
    Question.Kind.STATEMENTS: 520,
    Question.Kind.OPEN: 280,
}
_TALLEST = 800


def height_of(question: Question) -> int:
    """A height in pixels at which most readers see the question whole; one query."""
    kind = Question.Kind(question.kind)
    if kind in _WITHOUT_CHOICES:
        return _WITHOUT_CHOICES[kind]
    choices: int = Choice.objects.published().filter(question=question).count()
    return min(_AROUND + _CHOICE * choices, _TALLEST)


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
