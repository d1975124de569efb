"""Reading and voting with one thumb: a first vote at once, the way on, sharing, coming back."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from playwright.sync_api import Locator, Page, expect

from dossier.models import Article
from polls.models import Ballot, Question
from tests.factories import CommentFactory
from tests.journeys.conftest import DESK, Arrive
from tests.journeys.reading import (
    asked,
    ballots,
    button,
    card,
    come_to_rest,
    earlier_votes,
    expect_settled,
    label,
    result,
    vote,
)

SMALL = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}
LARGE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SHORT = {"viewport": {"width": 640, "height": 360}}

SHARES = """
  window.shared = [];
  navigator.share = async (what) => { window.shared.push(what); };
"""
CANNOT_SHARE = "Object.defineProperty(navigator, 'share', { value: undefined });"
PROMPT = "document.activeElement.matches('.question-prompt') && document.activeElement.textContent"


def progress(page: Page) -> Locator:
    return page.get_by_role("navigation", name=_("Your answers"))


def counted(answered: int, dossier: Article) -> str:
    total = sum(one.kind not in {"open", "quiz"} for one in dossier.questions.all())
    told: str = _("%(answered)s of %(total)s answered")
    return told % {"answered": answered, "total": total}


def foot_of(page: Page, place: Locator) -> float:
    """How far down the screen the place ends, as the page first stands."""
    assert page.evaluate("scrollY") == 0
    box = place.bounding_box()
    assert box
    return box["y"] + box["height"]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("screen", [SMALL, LARGE], ids=["360x640", "390x844"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
class TestFirstScreen:
    def test_the_first_question_is_answered_by_taps_without_scrolling(
        self, screen: dict[str, Any], scripts: bool, dossier: Article, arrive: Arrive
    ) -> None:
        page = arrive(screen, java_script_enabled=scripts)
        page.goto(dossier.get_absolute_url())
        question = asked(dossier, "wrong-to-sue")
        here = card(page, question)
        bar = progress(page).bounding_box()
        assert bar
        heading, standfirst = page.get_by_role("heading", level=1), page.locator(".standfirst")
        options, button_ = here.locator(".option"), button(here, _("Vote"))
        feet = [foot_of(page, one) for one in (heading, standfirst, *options.all(), button_)]
        assert feet == sorted(feet), "title and standfirst come first"
        assert feet[-1] <= bar["y"], "nothing that is needed lies under the bar"
        options.filter(has_text=label(question, "not-wrong")).tap()
        button_.tap()
        expect(card(page, question)).to_contain_text(label(question, "not-wrong"))
        expect(progress(page)).to_contain_text(counted(1, dossier))
        assert ballots(question) == [{"not-wrong": 1}]


def test_the_standfirst_is_read_on_with_a_tap(dossier: Article, arrive: Arrive) -> None:
    page = arrive(SMALL, java_script_enabled=False)
    page.goto(dossier.get_absolute_url())
    standfirst = page.locator(".standfirst")
    short = standfirst.bounding_box()
    page.get_by_role("link", name=_("Read on"), exact=True).tap()
    whole = standfirst.bounding_box()
    text = standfirst.locator("p").bounding_box()
    assert short
    assert whole
    assert text
    assert short["height"] < whole["height"] == text["height"]
    expect(page.get_by_role("link", name=_("Read on"), exact=True)).to_be_hidden()


class TestTheWayThrough:
    @pytest.mark.parametrize("screen", [SMALL, DESK], ids=["phone", "desk"])
    def test_a_question_is_chosen_from_the_list_by_hand(
        self, screen: dict[str, Any], dossier: Article, arrive: Arrive
    ) -> None:
        page = arrive(screen)
        page.goto(dossier.get_absolute_url())
        progress(page).get_by_role("button").click()
        sheet = page.get_by_role("dialog", name=_("Questions of this dossier"))
        question = asked(dossier, "dismissed")
        sheet.get_by_role("link", name=question.prompt).click()
        expect(sheet).to_be_hidden()
        expect(card(page, question).locator(".question-prompt")).to_be_focused()
        come_to_rest(page)
        expect(card(page, question).locator(".question-prompt")).to_be_in_viewport()

    def test_and_by_keys(self, dossier: Article, arrive: Arrive) -> None:
        page = arrive(DESK)
        page.goto(dossier.get_absolute_url())
        opener = progress(page).get_by_role("button")
        opener.focus()
        page.keyboard.press("Enter")
        sheet = page.get_by_role("dialog", name=_("Questions of this dossier"))
        expect(sheet.get_by_role("heading")).to_be_focused()
        page.keyboard.press("Escape")
        expect(sheet).to_be_hidden()
        expect(opener).to_be_focused()
        page.keyboard.press("Enter")
        for _press in range(3):  # past what closes it, to the second question
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        second = dossier.questions.exclude(kind="quiz")[1]
        expect(card(page, second).locator(".question-prompt")).to_be_focused()

    def test_the_next_that_waits_is_the_one_ahead(self, dossier: Article, arrive: Arrive) -> None:
        """Not the first again, which the reader has passed over."""
        page = arrive(LARGE)
        page.goto(dossier.get_absolute_url())
        passed, third = asked(dossier, "lawsuit"), asked(dossier, "answer")
        vote(card(page, third), third.choices.all()[0].label)
        expect(result(card(page, third))).to_be_visible()
        expect_settled(page)
        progress(page).get_by_role("link", name=_("Next question")).tap()
        page.wait_for_function(PROMPT)
        come_to_rest(page)
        assert page.evaluate(PROMPT) not in {passed.prompt, third.prompt}
        expect(progress(page)).to_contain_text(counted(1, dossier))

    def test_without_scripts_links_lead_the_same_ways(
        self, dossier: Article, arrive: Arrive
    ) -> None:
        page = arrive(SMALL, java_script_enabled=False)
        page.goto(dossier.get_absolute_url())
        bar = progress(page)
        expect(bar.get_by_role("button")).to_have_count(0)
        bar.get_by_role("link", name=re.compile(re.escape(counted(0, dossier)))).tap()
        assert page.url.endswith("#closing")
        bar.get_by_role("link", name=_("Next question")).tap()
        first = asked(dossier, "wrong-to-sue")
        assert page.url.endswith(f"#question-{first.pk}-prompt")
        expect(card(page, first)).to_be_in_viewport()

    @pytest.mark.parametrize("screen", [SHORT, SMALL], ids=["magnified", "phone"])
    def test_what_has_the_focus_is_never_under_the_bar(
        self, screen: dict[str, Any], dossier: Article, arrive: Arrive
    ) -> None:
        page = arrive(screen)
        page.emulate_media(reduced_motion="reduce")
        page.goto(dossier.get_absolute_url())
        hidden = []
        for _press in range(60):
            page.keyboard.press("Tab")
            hidden.append(page.evaluate(IS_UNDER_THE_BAR))
        assert [one for one in hidden if one] == []

    def test_where_height_is_short_it_does_not_stick(
        self, dossier: Article, arrive: Arrive
    ) -> None:
        page = arrive(SHORT)
        page.goto(dossier.get_absolute_url())
        expect(progress(page)).not_to_be_in_viewport()


IS_UNDER_THE_BAR = """
() => {
  const [one, bar] = [document.activeElement, document.getElementById("progress")];
  if (bar.contains(one) || one === document.body) return "";
  const [place, its] = [one.getBoundingClientRect(), bar.getBoundingClientRect()];
  const covered = its.top < innerHeight && place.top >= its.top && place.top < its.bottom;
  return covered ? one.outerHTML.slice(0, 200) : "";
}
"""


class TestSharing:
    @pytest.mark.parametrize("language", ["fr", "en"])
    def test_a_question_goes_with_its_words_and_never_with_the_answer(
        self, dossier: Article, arrive: Arrive
    ) -> None:
        page = arrive(LARGE)
        page.add_init_script(SHARES)
        page.goto(dossier.get_absolute_url())
        question = asked(dossier, "wrong-to-sue")
        card(page, question).get_by_role("link", name=pgettext("verb", "Share"), exact=True).tap()
        vote(card(page, question), label(question, "wrong"))
        expect(result(card(page, question))).to_be_visible()
        expect_settled(page)
        card(page, question).get_by_role("link", name=pgettext("verb", "Share"), exact=True).tap()
        page.wait_for_function("shared.length === 2")
        before, after = page.evaluate("shared")
        origin = page.evaluate("location.origin")
        for what in (before, after):
            assert what["url"] == f"{origin}{question.get_absolute_url()}"
            assert what["title"] == question.prompt
            assert question.prompt in what["text"]
            assert label(question, "wrong") not in what["text"]
        assert before["text"] != after["text"]

    def test_the_dossier_is_shared_from_its_head(self, dossier: Article, arrive: Arrive) -> None:
        page = arrive(LARGE)
        page.add_init_script(SHARES)
        page.goto(dossier.get_absolute_url())
        page.locator("#share > summary").tap()
        page.wait_for_function("shared.length === 1")
        (what,) = page.evaluate("shared")
        assert what == {"title": dossier.title, "text": dossier.title, "url": page.url}
        expect(page.locator("#share-address")).to_be_hidden()

    def test_where_the_system_has_no_sheet_the_link_is_copied(
        self, dossier: Article, arrive: Arrive
    ) -> None:
        page = arrive(DESK, permissions=["clipboard-read", "clipboard-write"])
        page.add_init_script(CANNOT_SHARE)
        page.goto(dossier.get_absolute_url())
        question = asked(dossier, "wrong-to-sue")
        link = card(page, question).locator("[data-share-card]")
        link.click()
        expect(link).to_contain_text(_("Link copied"))
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.endswith(question.get_absolute_url())
        page.locator("#share > summary").click()
        button(page, _("Copy the link")).click()
        expect(page.locator("#announcements")).to_contain_text(_("Link copied"))
        assert page.evaluate("navigator.clipboard.readText()") == page.url

    def test_without_scripts_the_address_stands_in_a_field(
        self, dossier: Article, arrive: Arrive
    ) -> None:
        page = arrive(LARGE, java_script_enabled=False)
        page.goto(dossier.get_absolute_url())
        question = asked(dossier, "wrong-to-sue")
        card(page, question).get_by_role("link", name=pgettext("verb", "Share"), exact=True).tap()
        page.locator("#share > summary").tap()
        address = page.get_by_role("textbox", name=_("Address of this page"))
        expect(address).to_have_value(page.url.removesuffix("#share"))

    def test_its_picture_is_one(self, dossier: Article, arrive: Arrive) -> None:
        page = arrive(DESK)
        page.goto(asked(dossier, "effects").get_absolute_url())
        image = page.locator("meta[property='og:image']").get_attribute("content")
        size = page.evaluate(
            """async (src) => {
              const image = Object.assign(new Image(), { src });
              await image.decode();
              return [image.naturalWidth, image.naturalHeight];
            }""",
            image,
        )
        assert size == [1200, 630]


class TestComingBack:
    @pytest.mark.parametrize("language", ["fr", "en"])
    def test_it_is_told_what_has_changed_since(self, dossier: Article, arrive: Arrive) -> None:
        page = arrive(LARGE)
        question = asked(dossier, "wrong-to-sue")
        page.goto(dossier.get_absolute_url())
        vote(card(page, question), label(question, "wrong"))
        expect(result(card(page, question))).to_be_visible()
        Ballot.objects.update(cast_at=timezone.now() - timedelta(days=4))
        page.clock.set_fixed_time(timezone.now() - timedelta(days=3))
        page.reload()
        line = page.locator(".since")
        nothing = _("Nothing has changed since your last answer (%(when)s).")
        expect(line).to_contain_text(nothing.split("(", maxsplit=1)[0])
        earlier_votes(asked(dossier, "lawsuit"), neither=2)
        CommentFactory(article=dossier)
        page.goto("about:blank")  # left then, and not only now
        page.clock.set_fixed_time(timezone.now())
        page.goto(dossier.get_absolute_url())
        answers = ngettext("%(number)s new answer", "%(number)s new answers", 2)
        comments = ngettext("%(number)s new comment", "%(number)s new comments", 1)
        told = [answers % {"number": 2}, comments % {"number": 1}]
        expect(line.get_by_role("link")).to_have_text(told)
        line.get_by_role("link").last.tap()
        assert page.url.endswith("#discussion")

    def test_a_new_reader_has_no_such_line_and_nothing_kept(
        self, dossier: Article, arrive: Arrive
    ) -> None:
        page = arrive(LARGE)
        page.goto(dossier.get_absolute_url())
        page.reload()
        expect(page.locator(".since")).to_have_count(0)
        assert page.evaluate("Object.keys(localStorage)") == []

    def test_without_scripts_a_link_leads_to_it(self, dossier: Article, arrive: Arrive) -> None:
        page = arrive(LARGE, java_script_enabled=False)
        question: Question = asked(dossier, "wrong-to-sue")
        page.goto(dossier.get_absolute_url())
        vote(card(page, question), label(question, "wrong"))
        CommentFactory(article=dossier)
        page.get_by_role("link", name=_("What has changed since your last answer")).tap()
        expect(page.get_by_role("heading", level=1)).to_have_text(_("What has changed"))
        expect(page.get_by_role("listitem").filter(has_text="1")).to_have_count(1)
