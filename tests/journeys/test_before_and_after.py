"""A reader looks first, or answers before and after reading; by keyboard, in both languages."""

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import Locator, Page, expect

from dossier.models import Article
from polls.models import BallotRevision, Question
from tests.journeys.conftest import Arrive
from tests.journeys.examining import breaches
from tests.journeys.reading import (
    asked,
    button,
    card,
    come_to_rest,
    earlier_votes,
    expect_announced,
    expect_settled,
    label,
    result,
    vote,
)

pytestmark = [pytest.mark.journey, pytest.mark.parametrize("language", ["fr", "en"])]


def at_the_end(page: Page, question: Question) -> Locator:
    return page.get_by_role("region", name=question.prompt, exact=True).last


def revisions(question: Question) -> list[tuple[str, str, bool]]:
    rows = BallotRevision.objects.filter(question=question).order_by("made_at")
    return list(rows.values_list("action", "place", "informed"))


def test_a_reader_keeps_an_answer_after_reading_and_then_changes_it(
    dossier: Article, arrive: Arrive
) -> None:
    question = asked(dossier, "wrong-to-sue")
    page = arrive()
    page.goto(dossier.get_absolute_url())
    vote(card(page, question), label(question, "wrong"))
    end = at_the_end(page, question)
    keep = button(end, _("Now that you have read: keep my answer"))
    expect(keep).to_be_visible()
    expect_settled(page)

    keep.focus()
    page.keyboard.press("Enter")
    expect(end).to_contain_text(_("the same after reading"))
    expect_announced(page, _("Noted: after reading, you keep your answer."))
    expect(keep).to_have_count(0)
    assert page.evaluate("document.activeElement !== document.body")
    come_to_rest(page)
    assert breaches(page) == []

    end.get_by_text(_("Now that you have read: change my answer"), exact=True).click()
    end.get_by_role("radio", name=label(question, "not-wrong"), exact=True).check()
    button(end, _("Count this answer instead")).click()
    expect(end).to_contain_text(f"{_('Before reading you answered:')} {label(question, 'wrong')}")
    expect(end).to_contain_text(f"{_('Your answer:')} {label(question, 'not-wrong')}")
    assert revisions(question) == [
        ("cast", "before", False),
        ("confirmed", "again", False),
        ("changed", "again", False),
    ]


def test_a_reader_who_looks_first_is_told_what_it_means(dossier: Article, arrive: Arrive) -> None:
    question = asked(dossier, "lawsuit")
    question.results, question.allows_peek = Question.Results.AFTER_VOTE, True
    question.save()
    earlier_votes(question, neither=3)
    page = arrive()
    page.goto(dossier.get_absolute_url())
    place = card(page, question)
    look = button(place, _("See the result without voting"))
    expect(look).to_have_accessible_description(
        _(
            "You can also look first and vote later: your answer is then marked as given in the "
            "knowledge of the result."
        )
    )

    look.focus()
    page.keyboard.press("Enter")
    expect(result(place)).to_be_visible()
    expect_announced(
        page,
        _(
            "Here is the result. If you answer now, your answer is marked as given in the "
            "knowledge of it."
        ),
    )
    come_to_rest(page)
    assert breaches(page) == []

    expect_settled(page)
    vote(place, label(question, "neither"))
    expect_announced(page, _("Your answer is counted."))
    assert revisions(question)[-1] == ("cast", "", True)
