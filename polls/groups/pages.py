"""The groups as everybody sees them: rendered once for each computation and language, then kept."""

from collections.abc import Sequence
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext

from dossier.shelf import Shelf
from polls.groups.drawing import draw, sample
from polls.groups.outlook import FEWEST, Group, Outlook
from polls.groups.placing import kept_places
from polls.groups.reading import outlook_of
from polls.kinds import wording
from polls.models import Choice, Question

_OVERHEAD = 1000  # bytes of what is kept beside its html

shelf: Shelf[SafeString] = Shelf(8 * 2**20)


def html_of(
    question: Question, choices: Sequence[Choice], *, computed: datetime | None, level: int
) -> SafeString:
    """The groups of a question whose result is public, their headings of this level.

    They were ``computed`` then (polls/groups/reading.py), under which they are kept; None before.
    """
    address = (question.article.slug, question.slug, get_language(), level)
    asked = (question.pk, question.edition, question.updated_at)
    name = (address, asked, computed)

    def made() -> SafeString:
        return _render(question, choices, computed, level)

    return shelf.kept(name, made, size=lambda html: 2 * len(html) + _OVERHEAD)


def _render(
    question: Question, choices: Sequence[Choice], computed: datetime | None, level: int
) -> SafeString:
    told = outlook_of(question, choices) if computed else None
    context = {
        "question": question,
        "dom_id": f"groups-{question.pk}",
        "outlook": told,
        "level": level,
        "fewest": FEWEST,
    }
    if told and told.groups and not told.few:
        context |= {
            "drawing": draw(kept_places(question)),
            "sentence": sentence_of(told),
            "keys": [(group, sample(group.name)) for group in told.groups],
        }
    return render_to_string("polls/groups/_groups.html", context)


def sentence_of(told: Outlook) -> str:
    """The groups and their sizes in one sentence, for readers who hear it rather than see it."""
    sizes = [_sized(group) for group in told.groups]
    return ngettext(
        "%(grouped)s readers answer much alike: one group.",
        "%(grouped)s readers fall into %(k)d groups by what they answer: %(sizes)s.",
        told.k,
    ) % {"grouped": wording.whole(told.grouped), "k": told.k, "sizes": ", ".join(sizes)}


def _sized(group: Group) -> str:
    return f"{group.letter} {group.readers} ({group.percent})"
