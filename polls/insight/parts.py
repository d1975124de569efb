"""The parts of a dossier's results, in the order in which the page shows them.

A new part is a module with a function ``part(article, now)`` that returns what its template says,
or None where there is nothing to say; a template ``templates/polls/insight/<slug>.html`` that finds
it as ``part`` (beside ``article`` and ``part_id``, the id of its section); and a line in PARTS. The
heading is the page's. What a part returns is the same for everybody: it asks ``asked.shown`` for
the questions that it may speak of, and is rendered once for all readers (keeping.py), so that no
part asks the database on every request.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dossier.models import Article
from polls.insight import (
    answers,
    forecasts,
    guesses,
    history,
    informed,
    minds,
    offering,
    opinions,
    shifts,
    wishes,
)

type Working = Callable[[Article, datetime], object | None]


def _nothing_else(article: Article) -> Hashable:
    return None


@dataclass(frozen=True)
class Part:
    """One part of the page."""

    slug: str
    """The id of its section, and the name of its template."""
    title: Promise
    work_out: Working
    """What everybody may see of it."""
    newsroom: Working | None = None
    """What the newsroom sees of it, where that is more."""
    version: Callable[[Article], Hashable] = _nothing_else
    """What else than questions and ballots it is made of, in a query at most: once that changes,
    the part is made anew."""

    @property
    def template(self) -> str:
        return f"polls/insight/{self.slug}.html"


PARTS = (
    Part("answers", _("The answers"), answers.part, newsroom=answers.for_newsroom),
    Part(
        "opinions",
        _("Groups of opinion"),
        opinions.part,
        newsroom=opinions.for_newsroom,
        version=opinions.version,
    ),
    Part("history", _("How the results came to be"), history.part, newsroom=history.for_newsroom),
    Part("shifts", _("Before and after reading"), shifts.part, newsroom=shifts.for_newsroom),
    Part("beside", _("Two questions beside one another"), offering.part),
    Part("minds", _("What changed minds"), minds.part, minds.for_newsroom, minds.version),
    Part(
        "forecasts",
        _("The forecasts"),
        forecasts.part,
        newsroom=forecasts.for_newsroom,
        version=forecasts.version,
    ),
    Part("wishes", _("What readers want, and what they expect"), wishes.part, wishes.for_newsroom),
    Part("informed", _("Those who know the facts"), informed.part, informed.for_newsroom),
    Part(
        "guesses",
        _("What readers thought of one another"),
        guesses.part,
        guesses.for_newsroom,
        version=guesses.version,
    ),
)
