"""Readers' pages before axe-core: every page, kind and state, in both languages, day and night."""

from datetime import timedelta
from functools import partial

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from playwright.sync_api import Route, expect
from pytest_django import Settings

from dossier.models import Article
from polls.kinds import Answer
from polls.models import Comment, Question, Reason, Voter
from polls.moderation.decide import decide
from polls.voting import cast
from tests.factories import QuestionFactory, UserFactory
from tests.journeys.conftest import DESK, PHONE, Arrive
from tests.journeys.discussing import comment, send, write
from tests.journeys.examining import STILL, breaches, breaches_on, unfold
from tests.journeys.reading import asked, button, card, label, vote
from tests.journeys.watch import Watch
from tests.shipped import Shipped, load_and_populate

pytestmark = pytest.mark.journey

LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])


@pytest.fixture
def busy(transactional_db: None, shipped: Shipped) -> Article:
    """The dossier with ballots, results for all to see, and a discussion."""
    dossier = shipped.put(load_and_populate)
    dossier.questions.filter(asks_guess=False).update(results=Question.Results.ALWAYS)
    return dossier


WRONG = """
    const heading = document.querySelector("h1");
    heading.innerHTML = "<button></button><button>a</button><button>b</button>";
    for (const one of heading.children) {
        Object.assign(one.style, {minHeight: "0", padding: "0", width: "9px", height: "9px"});
    }
    document.querySelector("main time").style.color = "black";
"""


@LANGUAGES
def test_axe_finds_what_is_wrong_under_the_content_policy(dossier: Article, arrive: Arrive) -> None:
    page = arrive(**STILL)
    page.goto("/")
    page.evaluate(WRONG)
    assert [found.partition(":")[0] for found in breaches(page)] == [
        "light, button-name",
        "light, target-size",
        "dark, color-contrast",
    ]


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_a_dossier_read_and_answered(
    busy: Article, arrive: Arrive, screen: dict[str, object]
) -> None:
    page = arrive(screen, **STILL)
    assert breaches_on(page, "/fr/", "/en/") == []
    page.goto(busy.get_absolute_url())
    question = asked(busy, "fallacious")
    vote(card(page, question), label(question, "partly"))
    expect(card(page, question)).to_contain_text(_("Your answer:"))
    unfold(page)
    assert breaches(page) == []
    assert breaches_on(page, f"/en/{busy.slug}/") == []


@LANGUAGES
def test_what_there_is_to_read(busy: Article, arrive: Arrive, language: str) -> None:
    here = f"/{language}/{busy.slug}"
    thread = Comment.objects.published().filter(replies_count__gt=0).latest("pk")
    pages = [
        *(f"{here}/results/{one}" for one in ("", "brief/", "cross/")),
        f"{here}/results/cross/?a=lawsuit&b=answer",
        *(f"{here}/{one}comments/" for one in ("", "lawsuit/", "passages/money/")),
        f"/{language}/comments/{thread.pk}/replies/",
        f"{here}/effects/screen/",
        f"{here}/dismissed/screen/?theme=dark",
        f"/{language}/embed/{busy.slug}/effects-ranked/",
        f"/{language}/embed/{busy.slug}/lawsuit/?theme=light",
        f"/{language}/me/",
        f"/{language}/me/held/",
        f"/{language}/me/offline/",
    ]
    assert breaches_on(arrive(**STILL), *pages) == []


@LANGUAGES
def test_every_kind_of_question_before_it_is_answered(
    dossier: Article, arrive: Arrive, language: str
) -> None:
    kinds = {one.kind: one for one in dossier.questions.order_by("-pk")}
    assert kinds.keys() == set(Question.Kind)
    pages = [f"/{language}/{dossier.slug}/{one.slug}/" for one in kinds.values()]
    assert breaches_on(arrive(**STILL), *pages) == []


@LANGUAGES
def test_every_kind_of_question_once_it_is_answered(
    busy: Article, arrive: Arrive, language: str
) -> None:
    page = arrive(**STILL)
    question = asked(busy, "fallacious")
    page.goto(question.get_absolute_url())
    vote(card(page, question), label(question, "partly"))
    expect(card(page, question)).to_contain_text(_("Your answer:"))
    answer_all(busy)
    kinds = {one.kind: one for one in busy.questions.order_by("-pk")}
    here = f"/{language}/{busy.slug}"
    pages = [f"{here}/{one.slug}/" for one in kinds.values()]
    mine = (reverse(f"own:{one}") for one in "answers comments replies threads held erase".split())
    pages += [f"{here}/overall-view/standing/", f"{here}/quiz/", *mine]
    assert breaches_on(page, *pages) == []
    page.goto(f"{here}/quiz/")
    link = page.get_by_label(_("A link that shows this score and no answer")).input_value()
    assert breaches_on(page, link) == []


def answer_all(article: Article) -> None:
    """The one reader who is no demonstration's has answered everything that is left."""
    (voter,) = Voter.objects.exclude(origin=Voter.Origin.DEMO)
    for question in article.questions.exclude(kind=Question.Kind.OPEN):
        choice = question.choices.order_by("correct", "position")[0]
        value = 60 if question.kind == Question.Kind.FORECAST else 1
        if not voter.ballots.filter(question=question).exists():
            answer = Answer({choice.pk: value})
            cast(question=question, voter=voter, answer=answer, now=timezone.now())


@LANGUAGES
def test_every_state_of_a_question(dossier: Article, arrive: Arrive, language: str) -> None:
    day = timedelta(days=1)
    now = timezone.now()
    states: dict[str, dict[str, object]] = {
        "scheduled": {"opens_at": now + day},
        "closing": {"closes_at": now + day},
        "closed": {"closes_at": now - day},
        "withdrawn": {"status": Question.Status.WITHDRAWN},
        "hidden": {"results": Question.Results.STAFF},
        "later": {"results": Question.Results.AFTER_CLOSE},
        "peeked": {"results": Question.Results.AFTER_VOTE, "allows_peek": True},
        "guessed": {"results": Question.Results.AFTER_VOTE, "asks_guess": True},
        "abstained": {"allows_abstention": True, "help_fr": "Aide.", "help_en": "Help."},
    }
    for slug, state in states.items():
        QuestionFactory(article=dossier, slug=slug, **state)
    pages = [f"/{language}/{dossier.slug}/{slug}/" for slug in states]
    framed = f"/{language}/embed/{dossier.slug}/closed/"
    assert breaches_on(arrive(**STILL), *pages, framed, f"/{language}/{dossier.slug}/") == []


@LANGUAGES
def test_what_a_form_says_is_wrong(dossier: Article, arrive: Arrive, watch: Watch) -> None:
    page = arrive(**STILL)
    for slug in ("fallacious", "effects", "effects-ranked", "dismissed", "quiz-terms"):
        question = asked(dossier, slug)
        watch.provokes(422)
        page.goto(question.get_absolute_url())
        page.locator("form.ballot").first.evaluate("one => { one.noValidate = true }")
        page.locator("form.ballot button[type=submit]").first.click()
        expect(card(page, question).get_by_role("alert").first).to_be_visible()
        assert breaches(page) == []


@LANGUAGES
def test_a_discussion_read_and_written(busy: Article, arrive: Arrive, watch: Watch) -> None:
    question = asked(busy, "lawsuit")
    published = Comment.objects.published().filter(question=question, parent=None).latest("pk")
    page = arrive(**STILL)
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
    mine = Comment.objects.get(author_name="Anselme")
    acts = {"reply": published, "flag_comment": published, "edit_comment": mine}
    acts["delete_comment"] = mine
    addresses = [reverse(f"polls:{name}", args=[one.pk]) for name, one in acts.items()]
    assert breaches_on(page, *addresses) == []
    refuse(mine)
    addresses = [reverse("polls:appeal", args=[mine.pk]), reverse("own:comments")]
    assert breaches_on(page, *addresses, question.get_absolute_url()) == []


def refuse(text: Comment) -> None:
    """A moderator rejects it, with a reason."""
    decide(
        comment=text,
        moderator=UserFactory(groups=["Moderators"]),
        action="reject",
        reason=Reason.objects.filter(is_active=True)[0].code,
        now=timezone.now(),
    )


@LANGUAGES
def test_the_quiz_question_by_question(busy: Article, arrive: Arrive) -> None:
    page = arrive(**STILL)
    assert breaches_on(page, reverse("polls:quiz", args=[busy.slug])) == []
    first = busy.questions.in_quiz()[0]
    page.get_by_label(first.choices.first().label, exact=True).check()
    button(page, _("Answer")).click()
    expect(page.get_by_role("link", name=_("Next question"))).to_be_visible()
    assert breaches(page) == []


def test_the_page_of_the_look(transactional_db: None, arrive: Arrive, settings: Settings) -> None:
    settings.DEBUG = True
    assert breaches_on(arrive(**STILL), "/fr/design/", "/en/design/") == []


def test_what_cannot_be_shown(dossier: Article, arrive: Arrive, watch: Watch) -> None:
    page = arrive(**STILL)
    for language in ("fr", "en"):
        watch.provokes(404, 404)
        pages = (f"/{language}/unheard-of/", f"/{language}/embed/{dossier.slug}/unheard-of/")
        assert breaches_on(page, *pages, status=404) == []
        assert breaches_on(page, f"/{language}/me/") == []


@LANGUAGES
def test_what_went_wrong(
    dossier: Article, arrive: Arrive, language: str, rf: RequestFactory
) -> None:
    page = arrive(**STILL)
    address = f"/{language}/broken/"
    for name in ("400", "403", "403_csrf", "500"):
        html = render_to_string(f"{name}.html", request=rf.get(address))
        page.route(f"**{address}", partial(fulfil, html))
        assert breaches_on(page, address) == []
        page.unroute_all()


def fulfil(html: str, route: Route) -> None:
    """As the server answers when something broke, which nothing here does."""
    route.fulfill(body=html, content_type="text/html")
