"""What readers write, and what they do to the writing of others; in the active language."""

from django.utils.translation import gettext as _
from playwright.sync_api import Locator, Page, expect

from polls.models import Question
from tests.journeys.reading import button, card

WAITS = "Your comment waits for moderation. Until then only you can see it."


def open_discussion(page: Page, question: Question) -> None:
    """Follow the question from the dossier to its own page."""
    here = card(page, question)
    here.get_by_role("link", name=_("Discuss this question"), exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(question.prompt)


def write(place: Page | Locator, text: str, *, name: str) -> None:
    """Fill in the form of a comment."""
    place.get_by_label(_("Your argument"), exact=True).fill(text)
    place.get_by_label(_("Display name"), exact=True).fill(name)


def send(page: Page) -> None:
    button(page, _("Send the comment")).click()


def comment(page: Page, text: str) -> Locator:
    """The comment with this text; on a dossier's page it stands in an article itself."""
    return page.get_by_role("article").filter(has_text=text).last
