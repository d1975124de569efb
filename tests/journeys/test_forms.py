"""The forms of the kinds on every screen: what fits, what is told, what axe finds."""

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import FloatRect, Locator, Page, expect

from dossier.models import Article
from polls.models import Choice, Question
from tests.factories import ArticleFactory, ChoiceFactory, QuestionFactory
from tests.journeys.conftest import DESK, PHONE, Arrive
from tests.journeys.examining import breaches
from tests.journeys.reading import ballots, button, card, expect_announced
from tests.journeys.watch import Watch

pytestmark = pytest.mark.journey

SMALL = PHONE | {"viewport": {"width": 320, "height": 640}}
LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])
SCREENS = pytest.mark.parametrize("screen", [SMALL, DESK], ids=["phone", "desk"])
TARGET = 44  # px, WCAG 2.5.5
PRESSED = ".option, .ranking input, .ranking button, .rank-handle, .forecast input"


@pytest.fixture
def article(transactional_db: None) -> Article:
    """A dossier that asks one question of each kind that has a form of its own."""
    article: Article = ArticleFactory()
    _question(
        article, "scale", "Aucune confiance", "2", "3", "Ni l’une ni l’autre", "5", "6", "Toute"
    )
    _question(article, "scale", "Certainement pas", *map(str, range(1, 10)), "Certainement")
    _question(article, "scale", "Injustifiée", "Ni l’un ni l’autre", "Justifiée")
    several = _question(article, "multiple", "Confiance", "Fonds", "Travaux", min_choices=1)
    several.max_choices = 2
    several.save()
    ChoiceFactory(
        question=several, slug="none", label_fr="Rien de cela", position=9, role=Choice.Role.NONE
    )
    _question(article, "ranking", "Un procès long", "Une gouvernance plus transparente", "Rien")
    _question(article, "forecast", "La plainte est rejetée")
    return article


def _question(article: Article, kind: str, *labels: str, **fields: int) -> Question:
    question: Question = QuestionFactory(article=article, kind=kind, choices=0, **fields)
    for place, label in enumerate(labels):
        ChoiceFactory(question=question, slug=f"point-{place}", label_fr=label, position=place)
    return question


def asked(article: Article, kind: str, *, choices: int) -> Question:
    questions = [one for one in article.questions.all() if one.choices.count() == choices]
    return next(one for one in questions if one.kind == kind)


@LANGUAGES
@SCREENS
def test_every_form_fits_its_screen_and_axe_finds_nothing(
    article: Article, arrive: Arrive, screen: dict[str, dict[str, int]]
) -> None:
    page = arrive(screen)
    page.goto(article.get_absolute_url())
    assert page.evaluate("document.documentElement.scrollWidth") == screen["viewport"]["width"]
    assert breaches(page) == []
    pressed = [box_of(one) for one in page.locator(PRESSED).all()]
    assert [box for box in pressed if min(box["width"], box["height"]) < TARGET] == []


def box_of(place: Locator) -> FloatRect:
    box = place.bounding_box()
    assert box
    return box


@SCREENS
def test_the_points_of_a_scale_stand_in_one_line(
    article: Article, arrive: Arrive, screen: dict[str, dict[str, int]]
) -> None:
    page = arrive(screen)
    page.goto(article.get_absolute_url())
    for choices in (3, 7, 11):
        points = card(page, asked(article, "scale", choices=choices)).locator(".option")
        boxes = [box_of(point) for point in points.all()]
        starts = {box["x"] for box in boxes}, {box["y"] for box in boxes}
        assert sorted(map(len, starts)) == [1, choices]
        assert len(starts[screen is DESK]) == 1


def test_a_numbered_point_is_heard_with_its_range(article: Article, arrive: Arrive) -> None:
    question = asked(article, "scale", choices=7)
    page = arrive()
    here = open_alone(page, question)
    ends = _("from %(first)s to %(last)s") % {"first": 1, "last": 7}
    expect(here.get_by_role("radio").nth(0)).to_have_accessible_name("1 Aucune confiance")
    expect(here.get_by_role("radio").nth(1)).to_have_accessible_name(f"2 {ends}")
    here.get_by_role("radio").nth(0).press("ArrowDown")
    button(here, _("Vote")).press("Enter")
    expect(here).to_contain_text(f"{_('Your answer:')} 2, {ends}")
    assert ballots(question) == [{"point-1": 1}]


@SCREENS
def test_what_is_wrong_is_told_and_axe_finds_nothing_then(
    article: Article, arrive: Arrive, watch: Watch, screen: dict[str, object]
) -> None:
    page = arrive(screen)
    several = open_alone(page, asked(article, "multiple", choices=4))
    for box in several.get_by_role("checkbox").all()[:3]:
        box.check()
    refuse(several, _("Vote"), watch)
    expect(several.get_by_role("alert")).to_be_focused()
    assert breaches(page) == []

    ranking = open_alone(page, asked(article, "ranking", choices=3))
    for number, rank in zip(ranking.get_by_role("textbox").all(), ("1", "1", "4"), strict=True):
        number.fill(rank)
    refuse(ranking, _("Send this order"), watch)
    expect(ranking.get_by_role("alert")).to_be_focused()
    assert breaches(page) == []


def open_alone(page: Page, question: Question) -> Locator:
    page.goto(question.get_absolute_url())
    return card(page, question)


def refuse(card: Locator, submit: str, watch: Watch) -> None:
    watch.provokes(422)
    button(card, submit).click()


def test_none_of_these_and_the_others_untick_each_other(article: Article, arrive: Arrive) -> None:
    question = asked(article, "multiple", choices=4)
    page = arrive()
    here = open_alone(page, question)
    first, second, third, none = here.get_by_role("checkbox").all()
    for box in (first, second, third):
        box.check()
    over = _("{count} chosen, at most %(most)s: untick {over} before you vote.") % {"most": 2}
    expect_announced(page, over.format(count=3, over=1))
    none.check()
    expect(here.get_by_role("checkbox", checked=True)).to_have_count(1)
    alone = _("%(choice)s goes with no other answer.")
    expect_announced(page, alone % {"choice": _("“%(label)s”") % {"label": "Rien de cela"}})
    button(here, _("Vote")).click()
    expect(here).to_contain_text(f"{_('Your answer:')} Rien de cela")
    assert ballots(question) == [{"none": 1}]


def test_without_scripts_the_server_says_the_same(
    article: Article, arrive: Arrive, watch: Watch
) -> None:
    question = asked(article, "multiple", choices=4)
    page: Page = arrive(java_script_enabled=False)
    here = open_alone(page, question)
    for box in here.get_by_role("checkbox").all():
        box.check()
    refuse(here, _("Vote"), watch)
    expect(here.get_by_role("alert")).to_contain_text(_("Untick it or the others."))
    expect(here.get_by_role("checkbox", checked=True)).to_have_count(4)
    assert ballots(question) == []
