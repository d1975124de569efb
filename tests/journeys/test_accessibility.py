"""The main pages before axe-core: WCAG 2.2 AA, in both languages, light and dark."""

from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect

from dossier.models import Article
from polls import demo
from polls.kinds import Answer
from polls.models import Comment, Question, Voter
from polls.voting import cast
from tests.factories import UserFactory
from tests.journeys.conftest import DESK, PHONE, Arrive
from tests.journeys.discussing import comment, send, write
from tests.journeys.newsroom import sign_in
from tests.journeys.reading import asked, button, card, label, result, vote
from tests.journeys.watch import Watch

pytestmark = pytest.mark.journey

EVERYTHING: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
COLOURS: dict[str, Any] = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
SCHEMES: dict[Literal["light", "dark"], dict[str, Any]] = {"light": EVERYTHING, "dark": COLOURS}
COLOURS_SETTLED = "Promise.allSettled(document.getAnimations().map(one => one.finished))"
LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])


@pytest.fixture
def busy(dossier: Article) -> Article:
    """The dossier with ballots, results for all to see, and a discussion."""
    demo.populate(dossier, now=timezone.now(), tell=lambda _step: None)
    dossier.questions.filter(asks_guess=False).update(results=Question.Results.ALWAYS)
    return dossier


def breaches(page: Page) -> list[str]:
    """What axe finds on the page as it stands: everything by day, the colours by night too."""
    found = []
    for scheme, options in SCHEMES.items():
        page.emulate_media(color_scheme=scheme)
        page.evaluate(COLOURS_SETTLED)
        for violation in Axe().run(page, options=options).response["violations"]:
            targets = [" ".join(map(str, node["target"])) for node in violation["nodes"]]
            found.append(f"{scheme}, {violation['id']}: {', '.join(targets)} on {page.url}")
    return found


WRONG = """
    const heading = document.querySelector("h1");
    heading.innerHTML = "<button></button><button>a</button><button>b</button>";
    for (const one of heading.children) {
        Object.assign(one.style, {minHeight: "0", padding: "0", width: "9px", height: "9px"});
    }
    document.querySelector("main time").style.color = "black";
"""


def test_axe_finds_what_is_wrong_under_the_content_policy(dossier: Article, arrive: Arrive) -> None:
    page = arrive()
    page.goto("/")
    page.evaluate(WRONG)
    assert [found.partition(":")[0] for found in breaches(page)] == [
        "light, button-name",
        "light, target-size",
        "dark, color-contrast",
    ]


@pytest.mark.parametrize(
    ("language", "screen"),
    [("fr", PHONE), ("en", PHONE), ("fr", DESK)],
    ids=["fr-phone", "en-phone", "fr-desk"],
)
def test_a_dossier_read_and_answered(
    busy: Article, arrive: Arrive, screen: dict[str, object]
) -> None:
    page = arrive(screen)
    page.goto("/")
    assert breaches(page) == []
    page.goto(busy.get_absolute_url())
    question = asked(busy, "fallacious")
    vote(card(page, question), label(question, "partly"))
    expect(result(card(page, question))).to_be_visible()
    unfold(page)
    assert breaches(page) == []


def unfold(page: Page) -> None:
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")


@LANGUAGES
def test_a_discussion_read_and_written(busy: Article, arrive: Arrive, watch: Watch) -> None:
    question = asked(busy, "lawsuit")
    published = Comment.objects.published().filter(question=question, parent=None).latest("pk")
    page = arrive()
    page.goto(question.get_absolute_url())
    write(page, "Attendons le jugement.", name="Anselme")
    send(page)
    expect(comment(page, "Attendons le jugement.")).to_be_visible()
    write(page, "Attendons.", name="!")
    watch.provokes(422)
    send(page)
    expect(page.get_by_role("alert")).to_be_visible()
    for act in (_("Reply"), _("Report")):
        page.locator(f"#comment-{published.pk}").get_by_role("link", name=act).first.click()
        expect(page.locator(f"#comment-{published.pk}-more form")).to_be_visible()
        assert breaches(page) == []
    for name in ("reply", "flag_comment"):
        page.goto(reverse(f"polls:{name}", args=[published.pk]))
        assert breaches(page) == []


@LANGUAGES
def test_the_quiz_and_its_score(busy: Article, arrive: Arrive) -> None:
    page = arrive()
    page.goto(reverse("polls:quiz", args=[busy.slug]))
    assert breaches(page) == []
    first, *others = busy.questions.in_quiz()
    page.get_by_label(first.choices.first().label, exact=True).check()
    button(page, _("Answer")).click()
    expect(page.get_by_role("link", name=_("Next question"))).to_be_visible()
    assert breaches(page) == []

    (voter,) = Voter.objects.exclude(origin=Voter.Origin.DEMO)
    for question in others:
        marks = {question.choices.first().pk: 1}
        cast(question=question, voter=voter, answer=Answer(marks), now=timezone.now())
    page.goto(reverse("polls:quiz", args=[busy.slug]))
    link = page.get_by_label(_("A link that shows this score and no answer")).input_value()
    assert breaches(page) == []
    page.goto(link)
    assert breaches(page) == []


@LANGUAGES
def test_everything_fits_a_narrow_phone(busy: Article, arrive: Arrive) -> None:
    page = arrive()
    question = asked(busy, "effects-ranked")
    quiz = reverse("polls:quiz", args=[busy.slug])
    for address in ("/", busy.get_absolute_url(), question.get_absolute_url(), quiz):
        page.goto(address)
        unfold(page)
        for width in (320, 360, 384, 390, 417):
            page.set_viewport_size({"width": width, "height": 640})
            assert page.evaluate("document.documentElement.scrollWidth") == width, address


@LANGUAGES
def test_a_page_that_is_not_there(
    dossier: Article, arrive: Arrive, language: str, watch: Watch
) -> None:
    watch.provokes(404)
    page = arrive()
    page.goto(f"/{language}/unheard-of/")
    assert breaches(page) == []


@LANGUAGES
def test_the_newsroom(busy: Article, arrive: Arrive) -> None:
    page = arrive(DESK)
    page.goto(reverse("admin:login"))
    assert breaches(page) == []
    sign_in(page, UserFactory(is_superuser=True))
    question = asked(busy, "lawsuit")
    for name, *args in (
        ["moderation"],
        ["polls_policy_add"],
        ["polls_holdingrule_changelist"],
        ["polls_wordlist_change", "fr"],
        ["index"],
        ["dossier_article_changelist"],
        ["polls_question_changelist"],
        ["polls_question_change", question.pk],
        ["polls_question_results", question.pk],
        ["polls_comment_changelist"],
    ):
        page.goto(reverse(f"admin:{name}", args=args))
        assert breaches(page) == []


def test_the_long_page_on_which_a_dossier_is_edited(dossier: Article, arrive: Arrive) -> None:
    page = arrive(DESK)
    sign_in(page, UserFactory(groups=["Editors", "Moderators"]))
    page.goto(reverse("admin:dossier_article_change", args=[dossier.pk]))
    assert breaches(page) == []
