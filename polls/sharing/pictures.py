"""The pictures by what they are made of, and where pages name them."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from dossier.models import Article
from dossier.shelf import Shelf
from polls import kinds
from polls.models import Question, Turnout
from polls.results import fragments, tally
from polls.results.visibility import may_see
from polls.sharing import posters
from polls.sharing.canvas import Canvas

# What this process has drawn, by all that is on it.
shelf: Shelf[bytes] = Shelf(12 * 2**20)

# Raised when the drawing changes, so that no browser keeps the old one.
DRAWING = 1
_NEWEST = 3


@dataclass(frozen=True)
class Picture:
    """A picture that is drawn only if it is asked for."""

    made_of: Hashable
    draw: Callable[[], Canvas]

    @property
    def etag(self) -> str:
        return f'"{sha256(repr(self._name).encode()).hexdigest()[:32]}"'

    @property
    def png(self) -> bytes:
        return shelf.kept(self._name, lambda: self.draw().png(), size=len)

    @property
    def _name(self) -> Hashable:
        return DRAWING, get_language(), self.made_of


@dataclass(frozen=True)
class Named:
    """How a page names its picture."""

    path: str
    alt: str
    """What is to be read on it."""


def of_question(question: Question, *, host: str, now: datetime) -> Picture:
    """The question's picture; with its result only where everybody sees that. Two queries more."""
    fragment = fragments.newest(question, now=now)
    is_public = shows_result(question, now=now)

    def draw() -> Canvas:
        if is_public:
            result = fragment.work_out()
            if result.voters:
                return posters.of_result(result, host=host, now=now)
        voters = tally.read([question])[question.pk].voters
        return posters.of_question(question, fragment.choices, voters=voters, host=host, now=now)

    texts = question.article.title, host, timezone.localdate(now)
    return Picture((fragment.name, is_public, texts), draw)


def of_article(article: Article, *, host: str) -> Picture:
    """The dossier's picture; one query more."""
    asked = Question.objects.filter(article=article).shown()
    turnouts = Turnout.objects.filter(question__in=asked)
    answers = turnouts.aggregate(sum=Sum("voters"))["sum"] or 0
    questions = asked.count()
    made_of = (article.pk, article.updated_at, article.revision, questions, answers, host)
    return Picture(
        made_of,
        lambda: posters.of_article(article, questions=questions, answers=answers, host=host),
    )


def of_site(*, host: str) -> Picture:
    """The site's picture; one query."""
    articles = list(Article.objects.published().newest_first()[:_NEWEST])
    made_of = ("site", tuple((one.pk, one.updated_at, one.title) for one in articles), host)
    return Picture(made_of, lambda: posters.of_site(articles, host=host))


def shows_result(question: Question, *, now: datetime) -> bool:
    """Whether everybody may see the question's result, voters or not."""
    return kinds.of(question).casts_ballots and may_see(question, has_voted=False, now=now)


def path_of(question: Question, *, version: int, now: datetime) -> str:
    """Where the question's picture is; another address once it shows something else.

    Sites that keep pictures by their address take the new one so. A result that is hidden does
    not even tell there that it has moved.
    """
    drawn = version if shows_result(question, now=now) else 0
    path = reverse("polls:picture", args=[question.article.slug, question.slug])
    return f"{path}?v={DRAWING}.{question.edition}.{drawn}"
