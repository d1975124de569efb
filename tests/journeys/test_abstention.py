"""“No opinion” and “other, namely” in a browser, with scripts and without."""

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect

from dossier.models import Article
from polls.models import Ballot, WriteIn
from tests.journeys.conftest import Arrive
from tests.journeys.reading import asked, button, card, label
from tests.journeys.watch import Watch

pytestmark = pytest.mark.journey


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def reader(request: pytest.FixtureRequest, arrive: Arrive) -> Page:
    return arrive(java_script_enabled=request.param)


@pytest.mark.parametrize("slug", ["lawsuit", "effects", "effects-ranked", "dismissed"])
def test_no_opinion_needs_nothing_filled_in(dossier: Article, reader: Page, slug: str) -> None:
    """Not even a field that the browser itself would ask for."""
    question = asked(dossier, slug)
    reader.goto(question.get_absolute_url())
    button(card(reader, question), _("No opinion")).click()
    here = card(reader, question)
    expect(here).to_contain_text(f"{_('Your answer:')} {_('No opinion')}")
    assert list(Ballot.objects.values_list("question__slug", "abstains")) == [(slug, True)]


def test_the_words_for_other_are_asked_for_once_it_is_chosen(
    dossier: Article, reader: Page, watch: Watch
) -> None:
    question = asked(dossier, "effects")
    reader.goto(question.get_absolute_url())
    here = card(reader, question)
    words = here.get_by_role("textbox", name=_("In your own words"))
    expect(words).to_be_hidden()
    here.get_by_role("checkbox", name=label(question, "other-effect")).check()
    expect(words).to_be_visible()

    watch.provokes(422)
    button(here, _("Vote")).click()
    expect(here.get_by_role("alert")).to_contain_text(label(question, "other-effect"))
    words.fill("Un accord à l’amiable")
    button(here, _("Vote")).click()
    expect(here).to_contain_text("Un accord à l’amiable")
    expect(here).to_contain_text(_("Waiting for a moderator"))
    assert list(WriteIn.objects.values_list("text", "status")) == [
        ("Un accord à l’amiable", "pending")
    ]
