"""“Other, namely”: what is asked, what is read, what becomes of the words."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from polls import kinds
from polls.kinds.single import ChoiceForm
from polls.models import Choice, Question, WriteIn
from polls.moderation import decide_write_in
from polls.plaintext import on_one_line
from polls.results.recount import recount
from polls.results.tally import version_of
from tests.browsing import Browser
from tests.factories import ChoiceFactory, QuestionFactory, UserFactory
from tests.polls.kinds.asking import Response, address, filled_in, marks, vote, withdraw
from tests.polls.kinds.ballots import problems_of
from tests.polls.kinds.test_life import both_ways

pytestmark = pytest.mark.django_db

TEXT = "Un accord à l’amiable"
both_kinds = pytest.mark.parametrize("kind", ["single", "multiple"])
OTHER = {"choice": "other", "words": TEXT}


def asking(kind: str = "single", **fields: Any) -> Question:
    question: Question = QuestionFactory(kind=kind, **fields)
    ChoiceFactory(question=question, slug="other", role="other", label_en="Other", position=9)
    return question


def written(question: Question) -> list[tuple[str, str, bool]]:
    """All that was ever written: the text, its state, and whether it stands."""
    return [
        (one.text, one.status, one.superseded_at is None)
        for one in WriteIn.objects.filter(question=question)
    ]


def field(response: Response) -> str:
    """The page's field for the words, from its label to its end."""
    page = str(response.content.decode())
    start = page.index('<div class="option-words">')
    return page[start : page.index("</div>", start)]


# Asking and answering


@both_kinds
def test_a_field_stands_under_that_choice_alone(kind: str, client: Client) -> None:
    question, plain = asking(kind), QuestionFactory(kind=kind)
    page = client.get(address(question)).content.decode()
    assert page.count('name="words"') == 1
    assert page.index('value="other"') < page.index('name="words"')
    shown = field(client.get(address(question)))
    assert f'<label for="question-{question.pk}-words">In your own words</label>' in shown
    assert f'aria-describedby="question-{question.pk}-words-help"' in shown
    assert 'maxlength="140"' in shown
    assert 'name="words"' not in client.get(address(plain)).content.decode()


@both_kinds
@both_ways
def test_the_words_are_kept_shown_to_their_author_and_asked_again(
    kind: str, htmx: bool, client: Client
) -> None:
    question = asking(kind)
    vote(client, question, OTHER, htmx=htmx)
    assert (marks(question), recount(question)) == ([{"other": 1}], [])
    assert written(question) == [(TEXT, "pending", True)]
    page = client.get(address(question))
    told = " ".join(page.content.decode().split())
    assert "<strong>Other</strong>" in told
    assert f'<q dir="auto" lang="en">{TEXT}</q> <span class="badge">' in told
    assert "Waiting for a moderator" in told
    assert filled_in(page) == {"choice": ["other"], "words": [TEXT]}


@both_kinds
@both_ways
@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "Say in a few words what you mean by “Other”."),
        (" \t ", "Say in a few words what you mean by “Other”."),
        ("?!… —", "Say in a few words what you mean by “Other”."),
        ("\u202e\u3164\x00", "Say in a few words what you mean by “Other”."),
        ("x" * 141, "Use at most 140 characters; these are 141."),
        (["one", "two"], "Give one text only."),
    ],
)
def test_words_that_cannot_be_taken_come_back_and_nothing_is_counted(
    kind: str, htmx: bool, words: Any, told: str, client: Client
) -> None:
    question = asking(kind)
    response = vote(client, question, {"choice": "other", "words": words}, htmx=htmx)
    assert response.status_code == 422
    assert told in response.content.decode()
    shown = field(response)
    assert response.content.decode().count('aria-invalid="true"') == 1
    assert 'aria-invalid="true"' in shown
    assert f"question-{question.pk}-error" in shown
    assert filled_in(response)["choice"] == ["other"]
    assert (marks(question), written(question)) == ([], [])


@both_kinds
def test_no_word_is_lost_when_something_else_is_wrong(kind: str, client: Client) -> None:
    question = asking(kind)
    response = vote(client, question, {"choice": ["gone", "other"], "words": TEXT}, htmx=True)
    assert response.status_code == 422
    assert f'value="{TEXT}"' in field(response)


@both_kinds
@pytest.mark.parametrize("words", [TEXT, "x" * 5000, "\x00", "?", ""])
def test_words_for_a_choice_not_chosen_are_not_read(kind: str, words: str, client: Client) -> None:
    question = asking(kind)
    vote(client, question, {"choice": "choice-1", "words": words})
    assert (marks(question), written(question)) == ([{"choice-1": 1}], [])


def test_with_several_choices_other_stands_beside_the_rest(client: Client) -> None:
    question = asking("multiple", choices=3)
    vote(client, question, {"choice": ["choice-2", "other"], "words": TEXT})
    assert marks(question) == [{"choice-2": 1, "other": 1}]
    assert written(question) == [(TEXT, "pending", True)]


def test_140_characters_fit_and_the_language_is_the_page_s(client: Client) -> None:
    question = asking()
    french = address(question, "vote").replace("/en/", "/fr/")
    client.post(french, {"choice": "other", "words": f"  {'é' * 138}\r\n . "})
    kept = WriteIn.objects.get()
    assert (kept.text, kept.language) == (f"{'é' * 138} .", "fr")


def test_no_opinion_keeps_no_words(client: Client) -> None:
    question = asking(allows_abstention=True)
    vote(client, question, OTHER)
    vote(client, question, OTHER | {"abstain": "1"})
    assert marks(question) == []
    assert written(question) == [(TEXT, "pending", False)]


# What becomes of them


@both_ways
def test_words_that_stay_keep_what_moderators_made_of_them(htmx: bool, client: Client) -> None:
    question = asking("multiple")
    vote(client, question, OTHER, htmx=htmx)
    WriteIn.objects.update(status="published")
    vote(client, question, {"choice": ["choice-1", "other"], "words": f" {TEXT} "}, htmx=htmx)
    assert written(question) == [(TEXT, "published", True)]
    assert marks(question) == [{"choice-1": 1, "other": 1}]
    assert "Published" in client.get(address(question)).content.decode()


def test_changed_words_are_moderated_anew(client: Client) -> None:
    question = asking()
    vote(client, question, OTHER)
    WriteIn.objects.update(status="published")
    vote(client, question, {"choice": "other", "words": "Autre chose"})
    assert written(question) == [(TEXT, "published", False), ("Autre chose", "pending", True)]
    assert TEXT not in client.get(address(question, "results")).content.decode()


@pytest.mark.parametrize("way", ["another choice", "withdrawal"])
def test_words_no_longer_said_are_superseded_and_news(way: str, client: Client) -> None:
    question = asking()
    vote(client, question, OTHER)
    WriteIn.objects.update(status="published")
    before = version_of(question)
    if way == "withdrawal":
        withdraw(client, question)
    else:
        vote(client, question, {"choice": "choice-1"})
    assert version_of(question) > before
    assert written(question) == [(TEXT, "published", False)]
    assert TEXT not in client.get(address(question, "results")).content.decode()


@pytest.mark.parametrize(
    ("decisions", "state"),
    [
        ([], "pending"),
        (["approve"], "published"),
        (["reject"], "rejected"),
        (["approve", "reject"], "rejected"),
        (["reject", "approve"], "published"),
    ],
)
def test_the_very_same_words_are_moderated_once(decisions: list[str], state: str) -> None:
    question, other_question, author = asking(), asking(), Browser()
    vote(author, question, OTHER)
    moderator = UserFactory(groups=["Moderators"])
    for number, action in enumerate(decisions):
        decide_write_in(
            write_in=WriteIn.objects.get(),
            moderator=moderator,
            action=action,
            reason="abuse",
            now=timezone.now() + timedelta(minutes=number),
        )
    withdraw(author, question)
    vote(author, question, OTHER)
    vote(Browser(), question, OTHER)
    assert written(question) == [(TEXT, state, False), (TEXT, state, True), (TEXT, state, True)]
    vote(Browser(), question, {"choice": "other", "words": TEXT.upper()})
    vote(Browser(), other_question, OTHER)
    assert written(question)[3:] == [(TEXT.upper(), "pending", True)]
    assert written(other_question) == [(TEXT, "pending", True)]


def test_a_form_sent_twice_keeps_words_once_and_other_words_are_another_answer(
    client: Client,
) -> None:
    question = asking()
    for words in (TEXT, TEXT, "Autre chose", "Encore autre chose"):
        vote(client, question, {"choice": "other", "words": words, "seen": "0"})
    assert [(text, stands) for text, _status, stands in written(question)] == [
        (TEXT, False),
        ("Autre chose", False),
        ("Encore autre chose", True),
    ]


# Hostile words


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus='alert(1)",
    "{{ 7|add:7 }}{% csrf_token %}",
    "&lt;b&gt;",
    "a\u202eb\u2066c",
    "\ud800 seul",
    "<!-- x",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_word_is_ever_markup(text: str) -> None:
    question, author, reader = asking(), Browser(), Browser()
    sent = text.encode("utf-8", "replace").decode()
    vote(author, question, {"choice": "other", "words": sent})
    WriteIn.objects.update(status="published")
    kept = WriteIn.objects.get().text
    pages = [
        author.get(address(question)).content.decode(),
        reader.get(address(question)).content.decode(),
        reader.get(address(question, "results")).content.decode(),
    ]
    escaped = (
        kept.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
        .replace("'", "&#x27;")
    )
    for page in pages:
        assert f">{escaped}</q>" in page
        assert escaped == kept or kept not in page


@given(st.text(max_size=300))
def test_words_are_plain_and_fit_or_are_refused(text: str) -> None:
    question = Question(pk=1, kind="single")
    other = Choice(pk=2, slug="other", role="other", label="Other")
    form = kinds.of(question).form(
        question=question, choices=[other], data={"choice": "other", "words": text}
    )
    assert isinstance(form, ChoiceForm)
    if form.is_valid():
        said = form.answer().words
        assert said == on_one_line(text) == on_one_line(said)
        assert 0 < len(said) <= WriteIn.MAX_LENGTH
        assert said.split() == said.split(" ")
    else:
        assert list(form.errors) == ["words"]


# Where it makes sense


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("kind", "role", "told"),
    [
        ("single", "other", []),
        ("single", "none", ["Only a question with several choices can have “none of these”."]),
        ("multiple", "other", []),
        ("multiple", "none", []),
        ("ranking", "none", ["Only a question with several choices can have “none of these”."]),
        ("scale", "other", ["Only a question with one or several choices can have “other”."]),
        ("ranking", "other", ["Only a question with one or several choices can have “other”."]),
    ],
)
def test_editors_are_told_where_a_role_makes_no_sense(
    kind: str, role: str, told: list[str]
) -> None:
    question = QuestionFactory(kind=kind, choices=3)
    ChoiceFactory(question=question, role=role, position=9)
    assert problems_of(question) == told


@pytest.mark.parametrize("kind", ["scale", "quiz", "ranking"])
def test_where_no_words_can_be_given_none_are_asked(kind: str, client: Client) -> None:
    """Also if such a role got there past the editors' page, as by a pack."""
    question = QuestionFactory(kind=kind, choices=3)
    Choice.objects.filter(question=question, slug="choice-1").update(role="other")
    page = client.get(address(question)).content.decode()
    assert 'name="words"' not in page
    sent = {"rank-choice-1": "1"} if kind == "ranking" else {"choice": "choice-1"}
    assert vote(client, question, sent).status_code == 302
