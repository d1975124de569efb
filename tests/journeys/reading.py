"""What readers do on a page, and where they find it; in the language that is active."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone
from django.utils.translation import gettext as _
from playwright.sync_api import Frame, Locator, Page, expect

from dossier.models import Article
from polls.kinds import Answer
from polls.models import Ballot, Question
from polls.voting import cast
from tests.factories import VoterFactory


def asked(dossier: Article, slug: str) -> Question:
    return dossier.questions.get(slug=slug)


def label(question: Question, slug: str) -> str:
    return str(question.choices.get(slug=slug).label)


def card(page: Page, question: Question) -> Locator:
    """The question where it stands first on the page."""
    return page.get_by_role("region", name=question.prompt, exact=True).first


def result(card: Locator) -> Locator:
    return card.get_by_role("region", name=_("Result"), exact=True)


def button(place: Page | Locator, name: str) -> Locator:
    return place.get_by_role("button", name=name, exact=True)


def vote(card: Locator, choice: str) -> None:
    card.get_by_role("radio", name=choice, exact=True).check()
    button(card, _("Vote")).click()


def change_vote(card: Locator, choice: str) -> None:
    card.get_by_text(_("Change my answer"), exact=True).click()
    card.get_by_role("radio", name=choice, exact=True).check()
    button(card, _("Count this answer instead")).click()


def earlier_votes(question: Question, **votes: int) -> None:
    """Other readers have voted: so many for each choice."""
    for slug, count in votes.items():
        marks = {question.choices.get(slug=slug).pk: 1}
        for _number in range(count):
            cast(question=question, voter=VoterFactory(), answer=Answer(marks), now=timezone.now())


def ballots(question: Question) -> list[dict[str, int]]:
    """What the counted ballots say, by the choices' slugs, the newest last."""
    counted = Ballot.objects.counted().filter(question=question).order_by("pk")
    return [{mark.choice.slug: mark.value for mark in one.marks.all()} for one in counted]


def expect_announced(page: Page, words: str) -> None:
    """Those who hear the page rather than see it are told."""
    expect(page.locator("#announcements")).to_contain_text(words)


def expect_settled(page: Page) -> None:
    """HTMX knows what it has swapped in; a key pressed before goes to the server as without it."""
    expect(page.locator(".htmx-settling")).to_have_count(0)


AT_REST = """
() => new Promise((resting) => {
  let last, still = 0;
  const look = () => {
    still = scrollY === last ? still + 1 : 0;
    last = scrollY;
    if (still < 20) requestAnimationFrame(look); else resting();
  };
  look();
})
"""


def come_to_rest(page: Page) -> None:
    """Wait until the page scrolls no more.

    A focus may lead smoothly over many screens, and what passes beneath the progress at the foot
    is partly covered for that moment, which axe takes for a target that is too small.
    """
    page.evaluate(AT_REST)


@contextmanager
def staying(page: Page) -> Iterator[None]:
    """Neither the page nor its address changes meanwhile."""
    visited: list[str] = []

    def note(frame: Frame) -> None:
        visited.append(frame.url)

    page.on("framenavigated", note)
    yield
    page.remove_listener("framenavigated", note)
    assert visited == []
