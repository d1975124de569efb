"""A reader's question over HTTP: its states, where a form leads, what is shown to whom."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from polls import dealing
from polls.kinds import Answer
from polls.models import Ballot
from polls.voting import cast
from tests.factories import ArticleFactory, QuestionFactory, UserFactory, VoterFactory
from tests.polls.kinds.asking import address, asks, filled_in, marks, vote, withdraw

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def test_a_reader_gets_no_cookie(client: Client) -> None:
    question = QuestionFactory()
    for path in ("/en/", f"/en/{question.article.slug}/", address(question)):
        response = client.get(path)
        assert response.status_code == 200
        assert not response.cookies


def test_a_page_says_that_it_depends_on_who_asks(client: Client) -> None:
    """A cache that several readers share must not hand one's answer to another."""
    question = QuestionFactory()
    for path in (f"/en/{question.article.slug}/", address(question)):
        assert client.get(path).headers["Vary"] == "Cookie"


def test_a_post_from_another_site_is_refused(client: Client) -> None:
    question = QuestionFactory()
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        response = client.post(address(question, "vote"), {"choice": "choice-1"}, headers=headers)
        assert response.status_code == 403
    assert Ballot.objects.count() == 0


# States


@pytest.mark.parametrize(
    ("fields", "badge", "foot"),
    [
        ({}, "Open", ""),
        ({"closes_at": DAY}, "Open", "Closes on"),
        ({"opens_at": -2 * DAY, "closes_at": -DAY}, "Closed", "Closed on"),
        ({"opens_at": DAY}, "Not open yet", "Opens on"),
        ({"status": "withdrawn"}, "Withdrawn by the editors", ""),
    ],
)
def test_a_question_says_its_state_and_asks_only_while_open(
    fields: dict[str, object], badge: str, foot: str, client: Client
) -> None:
    now = timezone.now()
    question = QuestionFactory(
        **{
            name: now + value if isinstance(value, timedelta) else value
            for name, value in fields.items()
        }
    )
    response = client.get(address(question))
    page = response.content.decode()
    assert f"{badge}</span>" in page
    assert [words for words in ("Closes on", "Closed on", "Opens on") if words in page] == (
        [foot] if foot else []
    )
    assert asks(response) == (badge == "Open")


def test_a_question_asked_before_reading_says_so_in_the_dossier(client: Client) -> None:
    question = QuestionFactory(place="before", ask_again=True)
    dossier = client.get(f"/en/{question.article.slug}/").content.decode()
    assert "<span>Before reading</span>" in dossier
    assert "<span>After reading</span>" in dossier
    assert "<span>One choice</span>" in client.get(address(question)).content.decode()


# Where a form leads


@pytest.mark.parametrize(
    ("sent", "place"),
    [
        ({}, "/en/{article}/{question}/#question-{pk}"),
        ({"back": "dossier"}, "/en/{article}/#question-{pk}"),
        ({"back": "dossier", "slot": "again"}, "/en/{article}/#question-{pk}-again"),
        ({"back": "//evil.example", "slot": "/x"}, "/en/{article}/{question}/#question-{pk}"),
    ],
)
@pytest.mark.parametrize("form", ["vote", "withdraw"])
def test_a_plain_form_leads_back_to_its_place(
    form: str, sent: dict[str, str], place: str, client: Client
) -> None:
    question = QuestionFactory()
    vote(client, question, {"choice": "choice-2"})

    response = client.post(address(question, form), {"choice": "choice-1"} | sent)

    assert response.status_code == 302
    assert response.headers["Location"] == place.format(
        article=question.article.slug, question=question.slug, pk=question.pk
    )


def test_a_refused_form_from_the_dossier_still_leads_back_there(client: Client) -> None:
    page = vote(client, QuestionFactory(), {"back": "dossier", "slot": "again"}).content.decode()
    assert '<input type="hidden" name="back" value="dossier">' in page
    assert '<input type="hidden" name="slot" value="again">' in page


@pytest.mark.parametrize("form", ["vote", "withdraw"])
def test_a_form_s_address_without_a_form_is_the_question(form: str, client: Client) -> None:
    question = QuestionFactory()
    response = client.get(address(question, form))
    assert (response.status_code, response.headers["Location"]) == (302, address(question))


@pytest.mark.parametrize("slot", ["", "again"])
def test_a_vote_in_the_dossier_refreshes_the_question_s_other_place(
    slot: str, client: Client
) -> None:
    question = QuestionFactory(place="before", ask_again=True)
    places = {"": f'id="question-{question.pk}"', "again": f'id="question-{question.pk}-again"'}
    other = places.pop("again" if not slot else "")
    (own,) = places.values()

    page = vote(
        client, question, {"choice": "choice-1", "back": "dossier", "slot": slot}, htmx=True
    ).content.decode()

    first, second = page.split("</section>\n", 1)[0], page[page.index(other) :]
    assert own in first
    assert 'data-hx-swap-oob="true"' in second
    assert page.count("Your answer:") == 2
    assert page.count("data-focus") == 1
    assert page.index("data-focus") < page.index(other)


def test_on_its_own_page_a_question_has_one_place(client: Client) -> None:
    question = QuestionFactory(place="before", ask_again=True)
    page = vote(client, question, {"choice": "choice-1"}, htmx=True).content.decode()
    assert page.count("Your answer:") == 1
    assert "-again" not in page


def test_a_withdrawal_without_an_answer_is_told_kindly(client: Client) -> None:
    question = QuestionFactory()
    vote(client, question, {"choice": "choice-1"})
    withdraw(client, question)
    page = withdraw(client, question, htmx=True).content.decode()
    assert "There was no answer of yours to withdraw." in page


def test_a_reader_whose_cookie_is_lost_keeps_the_choice_and_votes_anew(client: Client) -> None:
    question = QuestionFactory()
    sent = {"choice": "choice-2", "seen": "1"}

    response = vote(client, question, sent)

    assert response.status_code == 409
    assert "no longer carries the cookie" in response.content.decode()
    assert filled_in(response) == {"choice": ["choice-2"]}
    assert Ballot.objects.count() == 0
    vote(client, question, {"choice": "choice-2"})
    assert marks(question) == [{"choice-2": 1}]


# What is shown to whom


RESULT = '<figure id="question-'


@pytest.mark.parametrize(
    ("results", "note"),
    [
        ("after_vote", "The result shows once you have voted."),
        ("after_close", "The result shows once the question has closed."),
        ("staff", "The newsroom does not publish this result."),
    ],
)
def test_a_hidden_result_says_when_it_shows(results: str, note: str, client: Client) -> None:
    page = client.get(address(QuestionFactory(results=results))).content.decode()
    assert f'<p class="result-note">{note}</p>' in page
    assert RESULT not in page
    assert "<strong>0</strong> votes" in page


def test_a_result_shows_after_the_vote_and_hides_after_its_withdrawal(client: Client) -> None:
    question = QuestionFactory(results="after_vote")
    voted = vote(client, question, {"choice": "choice-1"}, htmx=True).content.decode()
    withdrawn = withdraw(client, question, htmx=True).content.decode()
    assert RESULT in voted
    assert RESULT not in withdrawn


def test_the_newsroom_sees_a_result_before_readers_and_is_told_so(client: Client) -> None:
    question = QuestionFactory(results="staff")
    client.force_login(UserFactory(groups=["Analysts"]))
    page = client.get(address(question)).content.decode()
    assert RESULT in page
    assert "Only the newsroom sees this result so far." in page


# Queries


@pytest.mark.parametrize("kinds", [["ranking"], ["ranking", "single", "multiple", "scale"] * 2])
def test_cards_cost_five_queries_however_many_there_are(
    kinds: list[str], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    article, voter, now = ArticleFactory(), VoterFactory(), timezone.now()
    for kind in kinds:
        question = QuestionFactory(article=article, kind=kind, choices=3)
        cast(
            question=question, voter=voter, answer=Answer({question.choices.first().pk: 1}), now=now
        )

    asked = list(article.questions.all())
    with django_assert_num_queries(5):
        dealt = dealing.deal(asked, voter=voter, newsroom=False, now=now)
        html = [render_to_string("polls/_question.html", {"card": card}) for card in dealt]

    assert len(html) == len(kinds)
    assert all(RESULT in card for card in html)
