"""“Show me without voting”: granted where the editor allows it, and known ever after."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from polls import dealing
from polls.kinds import Answer
from polls.models import Ballot, BallotRevision, Peek, Question, Voter
from polls.results import tally
from polls.results.informed import informed_ballots
from polls.results.recount import recount
from polls.voting import cast, voters
from tests.browsing import Browser
from tests.factories import ArticleFactory, QuestionFactory, UserFactory, VoterFactory
from tests.polls.kinds.asking import HTMX, Response, address, asks, vote, withdraw

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
RESULT = '<figure id="question-'
BUTTON = "See the result without voting"
BEFORE = "your answer is then marked as given in the knowledge of the result"
AFTER = "if you answer now, your answer is marked as given in the knowledge of the result"


def asked(**fields: Any) -> Question:
    made: Question = QuestionFactory(**{"results": "after_vote", "allows_peek": True} | fields)
    return made


def peek(client: Client, question: Question, *, htmx: bool = False, **data: str) -> Response:
    return client.post(address(question, "peek"), data, headers=HTMX if htmx else {})


def page(client: Client, question: Question) -> str:
    content: str = client.get(address(question)).content.decode()
    return content


def informed(question: Question) -> list[tuple[str, bool]]:
    revisions = BallotRevision.objects.filter(question=question)
    return list(revisions.values_list("action", "informed"))


both_ways = pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])


# Asking to see


def test_the_button_says_first_what_it_costs(client: Client) -> None:
    html = page(client, asked())
    assert html.index(BEFORE) < html.index(BUTTON)
    assert RESULT not in html
    assert AFTER not in html


@pytest.mark.parametrize(
    "fields",
    [
        {"allows_peek": False},
        {"allows_peek": False, "results": "always"},
        {"allows_peek": False, "results": "after_close"},
        {"allows_peek": False, "results": "staff"},
        {"opens_at": DAY},
        {"opens_at": -2 * DAY, "closes_at": -DAY},
        {"status": "withdrawn"},
    ],
)
@both_ways
def test_it_is_neither_offered_nor_granted_elsewhere(
    fields: dict[str, Any], htmx: bool, client: Client
) -> None:
    now = timezone.now()
    question = asked(
        **{
            name: now + value if isinstance(value, timedelta) else value
            for name, value in fields.items()
        }
    )
    assert BUTTON not in page(client, question)

    response = peek(client, question, htmx=htmx)

    assert response.status_code == 409
    assert 'role="alert"' in response.content.decode()
    assert (Peek.objects.count(), Voter.objects.count()) == (0, 0)


@pytest.mark.parametrize("results", ["always", "after_close", "staff"])
def test_the_database_allows_it_only_where_results_show_after_voting(results: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        asked(results=results)


def test_a_plain_button_leads_back_to_the_question_which_shows_the_result(client: Client) -> None:
    question = asked()

    response = peek(client, question)

    assert response.status_code == 302
    assert response.headers["Location"] == f"{address(question)}#question-{question.pk}"
    html = page(client, question)
    assert "Here is the result." in html
    assert RESULT in html
    assert AFTER in html
    assert BUTTON not in html


def test_htmx_gets_the_card_with_result_and_form(client: Client) -> None:
    response = peek(client, asked(), htmx=True)
    card = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in card
    assert RESULT in card
    assert AFTER in card
    assert asks(response)
    announced = card[card.index('id="announcements"') :]
    assert "Here is the result." in announced


def test_it_leads_back_to_its_place_in_the_dossier(client: Client) -> None:
    question = asked(place="before", ask_again=True)
    response = peek(client, question, back="dossier", slot="again")
    place = f"/en/{question.article.slug}/#question-{question.pk}-again"
    assert response.headers["Location"] == place
    dossier = client.get(f"/en/{question.article.slug}/").content.decode()
    assert dossier.count(AFTER) == 2


def test_the_address_without_a_form_is_the_question(client: Client) -> None:
    question = asked()
    response = client.get(address(question, "peek"))
    assert (response.status_code, response.headers["Location"]) == (302, address(question))
    assert Peek.objects.count() == 0


def test_another_site_cannot_ask_in_a_reader_s_name(client: Client) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert client.post(address(asked(), "peek"), headers=headers).status_code == 403
    assert Peek.objects.count() == 0


def test_a_browser_without_cookies_is_told_why_it_sees_nothing() -> None:
    question = asked()
    response = Client().post(address(question, "peek") + "?enrolled=1")
    assert response.status_code == 409
    assert Peek.objects.count() == 0


def test_looking_twice_is_looking_once(client: Client) -> None:
    question = asked()
    peek(client, question)
    first = Peek.objects.get().seen_at
    peek(client, question, htmx=True)
    assert Peek.objects.get().seen_at == first


def test_looking_counts_for_nothing(client: Client) -> None:
    question = asked()
    peek(client, question)
    read = tally.read([question])[question.pk]
    assert (read.voters, read.abstentions, read.version) == (0, 0, 0)
    assert Ballot.objects.count() == 0
    assert recount(question) == []


# What then shows


def test_the_fragment_shows_to_whoever_looked_and_to_nobody_else(client: Client) -> None:
    question = asked()
    peek(client, question)

    mine = client.get(address(question, "results"))
    theirs = Browser().get(address(question, "results"))

    assert (mine.status_code, theirs.status_code) == (200, 403)
    for response in (mine, theirs):
        assert response.headers["Vary"] == "Cookie"
        assert response.headers["Cache-Control"] == "no-cache, private"


def test_what_the_editor_takes_back_shows_no_more(client: Client) -> None:
    question = asked()
    peek(client, question)
    question.allows_peek = False
    question.save()

    assert RESULT not in page(client, question)
    assert client.get(address(question, "results")).status_code == 403


def test_whoever_has_voted_needs_no_look_and_leaves_none(client: Client) -> None:
    question = asked()
    vote(client, question, {"choice": "choice-1"})
    response = peek(client, question, htmx=True)
    assert "You have answered: the result shows without this." in response.content.decode()
    assert Peek.objects.count() == 0


# What is remembered


@both_ways
@pytest.mark.parametrize("others_first", [False, True], ids=["careful", "kept paper"])
def test_every_later_answer_is_informed(others_first: bool, htmx: bool, client: Client) -> None:
    question = asked(choices=3)
    if others_first:
        vote(Browser(), question, {"choice": "choice-2"})
    peek(client, question)

    vote(client, question, {"choice": "choice-1"}, htmx=htmx)
    vote(client, question, {"choice": "choice-2"}, htmx=htmx)
    withdraw(client, question, htmx=htmx)
    vote(client, question, {"choice": "choice-3", "seen": "3"}, htmx=htmx)

    assert informed(question)[-4:] == [
        ("cast", True),
        ("changed", True),
        ("withdrawn", True),
        ("cast", True),
    ]
    assert informed(question)[:-4] == [("cast", False)] * others_first
    assert recount(question) == []


def test_a_look_at_another_question_informs_nothing(client: Client) -> None:
    question, other = asked(), asked()
    peek(client, other)
    vote(client, question, {"choice": "choice-1"})
    assert informed(question) == [("cast", False)]


def test_an_answer_before_the_look_stays_what_it_was(client: Client) -> None:
    question = asked()
    vote(client, question, {"choice": "choice-1"})
    withdraw(client, question)
    peek(client, question)
    assert RESULT in page(client, question)
    vote(client, question, {"choice": "choice-2", "seen": "2"})
    assert informed(question) == [("cast", False), ("withdrawn", False), ("cast", True)]


# The newsroom's count


def test_informed_are_the_ballots_that_count_and_were_given_after_a_look(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    question, other = asked(choices=3, allows_abstention=True), asked()
    browsers = [Browser() for _ in range(5)]
    for browser in browsers[1:]:
        peek(browser, question)
    for browser in browsers[:4]:
        vote(browser, question, {"choice": "choice-1"})
    withdraw(browsers[2], question)
    vote(browsers[3], question, {"abstain": "1", "seen": "1"})

    with django_assert_num_queries(1):
        assert informed_ballots([question, other]) == {question.pk: 1}


@pytest.mark.parametrize(
    ("looks", "told"),
    [
        (0, "0 answers that count were given after looking at the result."),
        (1, "1 answer that counts was given after looking at the result."),
        (2, "2 answers that count were given after looking at the result."),
    ],
)
def test_the_results_page_tells_how_many(looks: int, told: str) -> None:
    question = asked()
    for place in range(2):
        browser = Browser()
        if place < looks:
            peek(browser, question)
        vote(browser, question, {"choice": "choice-1"})
    newsroom = Client(headers={"Accept-Language": "en"})
    newsroom.force_login(UserFactory(groups=["Analysts"]))
    html = newsroom.get(f"/admin/polls/question/{question.pk}/results/").content.decode()
    assert told in " ".join(html.split())


def test_the_results_page_says_nothing_of_it_where_nobody_may_look() -> None:
    question = QuestionFactory()
    newsroom = Client(headers={"Accept-Language": "en"})
    newsroom.force_login(UserFactory(groups=["Analysts"]))
    html = newsroom.get(f"/admin/polls/question/{question.pk}/results/").content.decode()
    assert "after looking at the result" not in html


# Queries


@pytest.mark.parametrize("many", [1, 4])
@pytest.mark.parametrize(("allowed", "known", "more"), [(1, 1, 1), (0, 1, 0), (1, 0, 0)])
def test_all_looks_of_a_page_are_one_query_if_any_can_be(
    many: int,
    allowed: int,
    known: int,
    more: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    article = ArticleFactory()
    questions = [asked(article=article, allows_peek=bool(allowed)) for _ in range(many)]
    voter = VoterFactory()
    for question in questions:
        answer = Answer({question.choices.get(slug="choice-1").pk: 1})
        cast(question=question, voter=voter, answer=answer, now=timezone.now())

    # questions, choices, counters; ballots and marks of a known reader
    with django_assert_num_queries(3 + 2 * known + more):
        dealing.deal(questions, voter=voter if known else None, newsroom=False, now=timezone.now())


def test_a_voter_who_is_removed_has_looked_at_nothing(client: Client) -> None:
    question = asked()
    peek(client, question)
    Voter.objects.all().delete()
    assert Peek.objects.count() == 0
    assert RESULT not in page(client, question)
    assert client.cookies[voters.COOKIE].value
