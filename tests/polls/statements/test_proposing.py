"""A reader adds a statement: it waits for a moderator, and only its author sees it meanwhile."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from polls.models import Choice, Question, Voter
from polls.moderation.sanctions import sanction
from polls.statements import (
    AlreadyProposed,
    AlreadyStated,
    ProposalsClosed,
    TooManyWaiting,
    propose,
)
from tests.browsing import Browser
from tests.factories import QuestionFactory, UserFactory, VoterFactory
from tests.pages import Form
from tests.polls.conftest import AtOnce

HTMX = {"HX-Request": "true"}
TEXT = "Donors should see the founding papers."
# Texts, and which of them say the same words.
WORDS = {
    "A b": "a b",
    "a B!": "a b",
    "\N{FULLWIDTH LATIN CAPITAL LETTER A} b": "a b",
    "ab": "ab",
    "b a": "b a",
    "\N{LATIN CAPITAL LETTER E WITH ACUTE}": "é",
    "e\N{COMBINING ACUTE ACCENT}": "é",
}


@pytest.fixture
def question(db: None) -> Question:
    made: Question = QuestionFactory(kind="statements", slug="views")
    return made


def address(question: Question, *parts: str, language: str = "en") -> str:
    return "/".join([f"/{language}", question.article.slug, question.slug, *parts, ""])


def send(client: Client, question: Question, text: str, *, htmx: bool = True, **data: str):
    return client.post(
        address(question, "statements"), {"text": text} | data, headers=HTMX if htmx else {}
    )


def proposals() -> list[tuple[str, str]]:
    return list(
        Choice.objects.filter(proposed_by__isnull=False)
        .order_by("pk")
        .values_list("label_en", "status")
    )


@pytest.mark.parametrize("htmx", [True, False])
def test_a_statement_waits_for_a_moderator(client: Client, question: Question, htmx: bool) -> None:
    response = send(client, question, f"  {TEXT}\r\n", htmx=htmx)
    if htmx:
        page = response.content.decode()
    else:
        assert response.headers["Location"] == f"{address(question)}#question-{question.pk}"
        page = client.get(address(question)).content.decode()

    assert "Your statement waits for a moderator; until then only you see it." in page
    assert TEXT in page
    assert "Waiting for a moderator" in page
    proposed = Choice.objects.filter(proposed_by__isnull=False, proposed_at__isnull=False)
    assert list(proposed.values_list("label_en", "label_fr", "status")) == [(TEXT, None, "pending")]


def test_it_is_kept_in_the_language_of_its_page(client: Client, question: Question) -> None:
    client.post(address(question, "statements", language="fr"), {"text": "Tout publier."})
    proposed = Choice.objects.filter(proposed_by__isnull=False)
    assert list(proposed.values_list("label_fr", "label_en")) == [("Tout publier.", None)]


def test_a_waiting_statement_is_seen_by_nobody_else_anywhere(question: Question) -> None:
    """Neither a new reader nor one who has answered and proposed meets it, on any page."""
    question.results = "always"
    question.save()
    author, other = Browser(), Browser()
    send(author, question, TEXT)
    send(other, question, "Another idea altogether.")
    (made,) = Choice.objects.filter(label_en=TEXT)
    other.post(address(question, "vote"), {"statement": "choice-1", "stance": "agree"})

    for reader in (Browser(), other):
        pages = [
            reader.get("/en/"),
            reader.get(f"/en/{question.article.slug}/"),
            reader.get(address(question)),
            reader.get(address(question, language="fr")),
            reader.get(address(question, "results")),
            reader.post(
                address(question, "vote"),
                {"statement": "choice-2", "stance": "agree"},
                headers=HTMX,
            ),
            reader.post(
                address(question, "vote"), {"statement": made.slug, "stance": "agree"}, headers=HTMX
            ),
            send(reader, question, TEXT.upper()),
            send(reader, question, ""),
        ]
        assert [page.request["PATH_INFO"] for page in pages if TEXT in page.content.decode()] == []
        assert [
            page.request["PATH_INFO"] for page in pages if made.slug in page.content.decode()
        ] == []
    assert TEXT in author.get(address(question)).content.decode()
    assert TEXT not in author.get(address(question, "results")).content.decode()


def test_a_published_statement_is_asked_and_a_rejected_one_told_to_its_author(
    client: Client, question: Question
) -> None:
    send(client, question, TEXT)
    send(client, question, "Another idea altogether.")
    Choice.objects.filter(label_en=TEXT).update(status="published")
    Choice.objects.filter(label_en="Another idea altogether.").update(status="rejected")

    for number in (1, 2):
        client.post(address(question, "vote"), {"statement": f"choice-{number}", "stance": "pass"})
    page = client.get(address(question)).content.decode()
    assert f"{TEXT}</blockquote>" in page
    assert "Waiting for a moderator" not in page
    assert "Not published" in page
    assert "Another idea" not in Client().get(address(question)).content.decode()


@pytest.mark.parametrize("htmx", [True, False])
def test_a_form_sent_twice_is_one_statement(client: Client, question: Question, htmx: bool) -> None:
    send(client, question, TEXT, htmx=htmx)
    again = send(client, question, f"{TEXT.lower()} ", htmx=htmx)
    assert again.status_code == (200 if htmx else 302)
    assert proposals() == [(TEXT, "pending")]


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Write your statement first."),
        (" \n\t ", "Write your statement first."),
        ("?!… —", "Write your statement in words."),
        ("x" * 141, "A statement has at most 140 characters; this one has 141."),
        ("<b>" * 60, "A statement has at most 140 characters; this one has 180."),
        ("A\x00B", "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_taken_comes_back_with_its_text(
    client: Client, question: Question, text: str, told: str, htmx: bool
) -> None:
    response = send(client, question, text, htmx=htmx)
    page = response.content.decode()
    assert response.status_code == 422
    assert told in page
    assert f"{text.strip().replace('<', '&lt;').replace('>', '&gt;')}</textarea>" in page
    assert ("<html" in page) == (not htmx)
    assert (proposals(), Voter.objects.count()) == ([], 0)


def test_140_characters_fit(client: Client, question: Question) -> None:
    assert send(client, question, "é" * 140).status_code == 200
    assert proposals() == [("é" * 140, "pending")]


@pytest.mark.parametrize(
    "text", ["choice-1 (en)", "CHOICE 1 en", "choice-1   (EN)!", "choice-1 (fr)"]
)
def test_what_is_asked_already_is_pointed_out(
    client: Client, question: Question, text: str
) -> None:
    response = send(client, question, text)
    page = response.content.decode()
    assert response.status_code == 409
    assert "This statement is among those asked already" in page
    assert f"{text}</textarea>" in page
    assert (proposals(), Voter.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Donors \u202eknow\u202c.", "Donors know."),
        ("a\x07 b\x1b[31m", "a b[31m"),
        ("می\u200cدانم", "می\u200cدانم"),
        ("\u3164\u3164", ""),
        ("\u202e\ufffe", ""),
    ],
)
def test_what_is_not_seen_but_acts_is_left_out(
    client: Client, question: Question, text: str, kept: str
) -> None:
    response = send(client, question, text)
    assert response.status_code == (200 if kept else 422)
    assert proposals() == ([(kept, "pending")] if kept else [])


def test_editors_can_add_a_statement_after_those_of_readers(
    client: Client, question: Question
) -> None:
    send(client, question, TEXT)
    Choice.objects.filter(proposed_by__isnull=False).update(status="published")
    client.force_login(UserFactory(groups=["Editors"]))
    page = f"/admin/polls/question/{question.pk}/change/"
    sent = Form(client.get(page).content.decode(), "question_form").data
    response = client.post(page, sent | {"choices-2-label_fr": "Oui.", "choices-3-label_fr": "Et."})
    assert response.status_code == 302
    added = question.choices.get(label_fr="Et.")
    added.full_clean()
    assert list(question.choices.all())[-1] == added


def test_two_readers_may_propose_the_same_and_neither_hears_of_the_other(
    question: Question,
) -> None:
    assert [send(Browser(), question, TEXT).status_code for _reader in range(2)] == [200, 200]
    assert proposals() == [(TEXT, "pending"), (TEXT, "pending")]


def test_what_was_rejected_is_not_taken_again(client: Client, question: Question) -> None:
    send(client, question, TEXT)
    Choice.objects.filter(label_en=TEXT).update(status="rejected")
    response = send(client, question, TEXT)
    assert response.status_code == 409
    assert "You have proposed this statement before" in response.content.decode()
    assert proposals() == [(TEXT, "rejected")]


def test_ten_may_wait_and_one_more_once_one_is_decided(client: Client, question: Question) -> None:
    for number in range(10):
        assert send(client, question, f"Idea {number}").status_code == 200
    refused = send(client, question, "Idea 10")
    assert refused.status_code == 409
    assert "Ten statements of yours wait for moderation already" in refused.content.decode()
    assert "Idea 10</textarea>" in refused.content.decode()
    assert len(proposals()) == 10

    Choice.objects.filter(label_en="Idea 3").update(status="published")
    assert send(client, question, "Idea 10").status_code == 200
    assert len(proposals()) == 11


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(
    "change",
    [
        {"closes_at": timezone.now() - timedelta(minutes=1)},
        {"opens_at": timezone.now() + timedelta(days=1)},
        {"status": "withdrawn"},
    ],
)
def test_a_question_that_is_not_open_takes_none_and_loses_no_text(
    client: Client, question: Question, change: dict[str, object], htmx: bool
) -> None:
    Question.objects.filter(pk=question.pk).update(**change)
    response = send(client, question, TEXT, htmx=htmx)
    page = response.content.decode()
    assert response.status_code == 409
    assert "This question takes no new statements now." in page
    assert TEXT in page
    assert (proposals(), Voter.objects.count()) == ([], 0)


@pytest.mark.django_db
def test_other_kinds_and_drafts_have_no_such_page(client: Client) -> None:
    single = QuestionFactory()
    draft = QuestionFactory(kind="statements", status="draft")
    assert [send(client, one, TEXT).status_code for one in (single, draft)] == [404, 404]


@pytest.mark.django_db
def test_a_dossier_that_is_not_published_takes_none(client: Client) -> None:
    question = QuestionFactory(kind="statements", article__status="draft")
    client.force_login(UserFactory(groups=["Editors"]))
    assert send(client, question, TEXT).status_code == 409
    assert proposals() == []


@pytest.mark.django_db
def test_its_address_without_a_form_leads_to_the_question(client: Client) -> None:
    question = QuestionFactory(kind="statements")
    response = client.get(address(question, "statements"))
    assert (response.status_code, response.headers["Location"]) == (302, address(question))


def test_another_site_cannot_propose(client: Client, question: Question) -> None:
    response = client.post(
        address(question, "statements"), {"text": TEXT}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert response.status_code == 403
    assert proposals() == []


def test_the_form_leads_back_to_the_dossier_it_was_on(client: Client, question: Question) -> None:
    response = send(client, question, TEXT, htmx=False, back="dossier")
    dossier = f"/en/{question.article.slug}/"
    assert response.headers["Location"] == f"{dossier}#question-{question.pk}"
    assert TEXT in client.get(dossier).content.decode()


def test_waiting_statements_cost_no_query(client: Client, question: Question) -> None:
    send(client, question, TEXT)
    with CaptureQueriesContext(connection) as with_one:
        client.get(f"/en/{question.article.slug}/")
    for number in range(5):
        send(client, question, f"Idea {number}")
    with CaptureQueriesContext(connection) as with_six:
        client.get(f"/en/{question.article.slug}/")
    assert len(with_six) == len(with_one)


def test_at_once_a_reader_proposes_once_and_not_beyond_the_limit(at_once: AtOnce) -> None:
    question, voter, now = QuestionFactory(kind="statements"), VoterFactory(), timezone.now()

    def call(text: str):
        return lambda: propose(question=question, voter=voter, text=text, language="en", now=now)

    at_once([call(TEXT)] * 8)
    assert Choice.objects.waiting().count() == 1
    refusals = at_once([call(f"Idea {number}") for number in range(14)])
    assert Choice.objects.waiting().count() == 10
    assert sum(isinstance(refusal, TooManyWaiting) for refusal in refusals) == 5


class TestAnyText(TestCase):
    @settings(deadline=None, max_examples=50)
    @given(texts=st.lists(st.sampled_from(list(WORDS)), max_size=8))
    def test_no_two_waiting_statements_say_the_same_words(self, texts: list[str]) -> None:
        question, voter, now = QuestionFactory(kind="statements"), VoterFactory(), timezone.now()
        for text in texts:
            propose(question=question, voter=voter, text=text, language="en", now=now)
        assert Choice.objects.waiting().count() == len({WORDS[text] for text in texts})


def test_the_domain_refuses_for_reasons_that_have_names(question: Question) -> None:
    voter, now = VoterFactory(), timezone.now()

    def say(text: str) -> Choice:
        return propose(question=question, voter=voter, text=text, language="en", now=now)

    with pytest.raises(AlreadyStated):
        say("choice-1 (en)")
    say(TEXT).delete()
    Choice.objects.filter(pk=say(TEXT).pk).update(status="rejected")
    with pytest.raises(AlreadyProposed):
        say(TEXT)
    Question.objects.update(closes_at=now)
    with pytest.raises(ProposalsClosed):
        say("Something else")


def test_nothing_is_taken_from_a_suspended_reader(client: Client, question: Question) -> None:
    send(client, question, TEXT)
    author = Voter.objects.get()
    moderator = UserFactory(groups=["Moderators"])
    until = timezone.now() + timedelta(days=1)
    sanction(
        voter=author,
        moderator=moderator,
        kind="suspend",
        reason="abuse",
        until=until,
        now=timezone.now(),
    )

    refused = send(client, question, "Another text by the same hand.")

    assert refused.status_code == 409
    page = refused.content.decode()
    assert "You cannot comment or add statements until " in page
    assert "Another text by the same hand." in page
    with time_machine.travel(until + timedelta(minutes=1)):
        send(client, question, "Another text by the same hand.")
    assert [text for text, _status in proposals()] == [TEXT, "Another text by the same hand."]
