"""An argument's way: written, held by a rule, published, approved by the other side, pinned."""

import pytest
from django.utils import timezone
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect

from dossier.models import Article
from polls.discussion import reactions
from polls.kinds import wording
from polls.models import Comment, Hold, Policy, Question, Side
from tests.factories import UserFactory
from tests.journeys.conftest import DESK, Arrive
from tests.journeys.discussing import comment, write
from tests.journeys.newsroom import sign_in
from tests.journeys.reading import asked, button, card, earlier_votes, label, vote
from tests.polls.sides.camps import voters_of

pytestmark = pytest.mark.journey

ARGUMENT = (
    "Les courriels disent le contraire : www.premier.fr, www.deuxieme.fr et www.troisieme.fr."
)


@pytest.fixture
def question(dossier: Article) -> Question:
    """A contested question of a dossier that publishes comments unless a rule holds them."""
    Policy.objects.create(article=dossier, mode=Policy.Mode.POST)
    contested = asked(dossier, "fallacious")
    earlier_votes(contested, yes=12, no=12)
    return contested


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_an_argument_becomes_the_best_in_the_eyes_of_the_other_side(
    question: Question, arrive: Arrive, javascript: bool
) -> None:
    author = arrive(java_script_enabled=javascript)
    _argue(author, question)
    argument = Comment.objects.get()
    assert (argument.status, argument.stance) == (Comment.Status.PENDING, Side.FOR)
    assert list(Hold.objects.values_list("rule", flat=True)) == ["links"]

    moderator = UserFactory(groups=["Moderators"])
    desk = arrive(DESK)
    sign_in(desk, moderator)
    expect(desk.get_by_text(ARGUMENT)).to_be_visible()
    desk.keyboard.press("j")
    desk.keyboard.press("a")
    expect(desk.locator(".entry[data-decided]")).to_have_count(1)
    argument.refresh_from_db()
    assert argument.status == Comment.Status.PUBLISHED

    for voter in voters_of(question, "no")[:4]:
        reactions.approve(comment=argument, voter=voter, now=timezone.now())
    opponent = arrive(java_script_enabled=javascript)
    opponent.goto(question.get_absolute_url())
    best = opponent.get_by_role("region", name=_("What convinces the other side"))
    expect(best).to_have_count(0)  # four are too few
    vote(card(opponent, question), label(question, "no"))
    expect(card(opponent, question)).to_contain_text(_("Your answer:"))
    good = comment(opponent, "Les courriels").get_by_role("button", name=_("Good argument"))
    good.click()
    expect(good).to_have_attribute("aria-pressed", "true")
    argument.refresh_from_db()
    assert (argument.approvals_for, argument.approvals_against) == (0, 5)

    for order in ("newest", "balanced"):
        opponent.goto(f"{question.get_absolute_url()}?sort={order}")
        expect(best).to_contain_text("Les courriels disent le contraire")
    best.get_by_role("link", name=_("See it in the discussion")).click()
    expect(comment(opponent, "Les courriels")).to_be_visible()


def _argue(author: Page, question: Question) -> None:
    """Vote, and say beside the argument what one has answered."""
    author.goto(question.get_absolute_url())
    vote(card(author, question), label(question, "yes"))
    words = wording.quoted([label(question, "yes")])
    shows = _("Show beside my comment that I answered %(words)s") % {"words": words}
    box = author.get_by_role("checkbox", name=shows)
    expect(box).to_have_count(1)
    expect(box).not_to_be_checked()
    box.check()
    write(author, ARGUMENT, name="Bérénice")
    button(author, _("Send the comment")).click()
    expect(author.get_by_text(ARGUMENT)).to_be_visible()
