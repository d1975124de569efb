"""A reader whose browser refuses cookies is told why nothing counts, where they can see it."""

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from dossier.models import Article
from polls.models import Ballot, Peek, Voter
from tests.journeys.conftest import Refuse
from tests.journeys.reading import asked, button, card, label, vote

pytestmark = [pytest.mark.journey, pytest.mark.parametrize("language", ["fr", "en"])]

WHY = (
    "Nothing was counted: your browser refuses our cookie, by which we know your answer again and "
    "count it once. It holds a random number and nothing about you. Allow cookies for this site, "
    "then press the button again."
)


def nothing_was_kept() -> bool:
    return not (Voter.objects.exists() or Ballot.objects.exists() or Peek.objects.exists())


def test_beside_the_button_that_was_pressed(dossier: Article, refuse: Refuse) -> None:
    question, page = asked(dossier, "lawsuit"), refuse()
    page.goto(dossier.get_absolute_url())
    for _turn in range(2):
        vote(card(page, question), label(question, "neither"))
        notice = card(page, question).locator("#cookies-refused")
        expect(notice).to_have_text(_(WHY))
        expect(notice).to_be_in_viewport()
        expect(page.locator("#cookies-refused")).to_have_count(1)
    expect(card(page, question).get_by_label(label(question, "neither"))).to_be_checked()
    assert page.context.cookies() == []
    assert nothing_was_kept()


def test_without_scripts_on_a_page_that_leads_back(dossier: Article, refuse: Refuse) -> None:
    question, page = asked(dossier, "lawsuit"), refuse(java_script_enabled=False)
    page.goto(dossier.get_absolute_url())
    vote(card(page, question), label(question, "neither"))
    expect(page.get_by_role("heading", level=1)).to_have_text(_("Your browser refuses cookies"))
    page.get_by_role("link", name=_("Back to where you were")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(question.prompt)
    assert nothing_was_kept()


def test_who_would_only_look_is_told_too(dossier: Article, refuse: Refuse) -> None:
    question = asked(dossier, "lawsuit")
    question.results, question.allows_peek = "after_vote", True
    question.save()
    page = refuse()
    page.goto(dossier.get_absolute_url())
    button(card(page, question), _("See the result without voting")).click()
    expect(card(page, question).locator("#cookies-refused")).to_have_text(_(WHY))
    assert nothing_was_kept()
