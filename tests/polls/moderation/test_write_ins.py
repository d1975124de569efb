"""Words for “other” before a moderator: who sees them, what is decided, and what comes of it."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from polls.models import Decision, Question, Turnout, WriteIn
from polls.moderation import (
    AlreadyDecided,
    NotAllowed,
    NothingToDecide,
    TextChanged,
    actions_for,
    decide_many,
    decide_write_in,
    queue,
)
from tests.browsing import Browser
from tests.factories import ChoiceFactory, QuestionFactory, UserFactory, WriteInFactory
from tests.polls.conftest import AtOnce
from tests.polls.kinds.asking import address, vote, withdraw

pytestmark = pytest.mark.django_db

NOW = timezone.now()
QUEUE = "/admin/moderation/"
TEXT = "Un accord à l’amiable"
AFTER_DECISION = {
    ("pending", "approve"): "published",
    ("pending", "reject"): "rejected",
    ("pending", "spam"): "rejected",
    ("published", "reject"): "rejected",
    ("published", "spam"): "rejected",
    ("rejected", "approve"): "published",
}


@pytest.fixture
def moderator() -> User:
    made: User = UserFactory(groups=["Moderators"])
    return made


@pytest.fixture
def question() -> Question:
    made: Question = QuestionFactory(prompt_en="What will happen?")
    ChoiceFactory(question=made, slug="other", role="other", label_en="Something else", position=9)
    return made


def write(client: Client, question: Question, text: str = TEXT) -> WriteIn:
    vote(client, question, {"choice": "other", "words": text})
    return WriteIn.objects.standing().get(question=question, text=text)


def why(action: str) -> dict[str, Any]:
    return {"action": action, "reason": "abuse" if action == "reject" else ""}


def say(write_in: WriteIn, moderator: User, action: str) -> None:
    decide_write_in(write_in=write_in, moderator=moderator, now=NOW, **why(action))
    write_in.refresh_from_db()


# Decisions


@pytest.mark.parametrize("action", ["approve", "reject", "spam"])
@pytest.mark.parametrize("status", ["pending", "published", "rejected"])
def test_words_are_decided_as_statements_are(moderator: User, status: str, action: str) -> None:
    write_in = WriteInFactory(status=status)
    expected = AFTER_DECISION.get((status, action))
    assert (action in actions_for(write_in)) == (expected is not None)
    if expected is None:
        with pytest.raises(NothingToDecide):
            say(write_in, moderator, action)
        assert not Decision.objects.exists()
    else:
        say(write_in, moderator, action)
        decision = Decision.objects.get()
        assert (decision.write_in, decision.comment, decision.statement) == (write_in, None, None)
        assert (decision.moderator, decision.decided_at) == (moderator, NOW)
        assert (decision.from_status, decision.to_status) == (status, expected)
    write_in.refresh_from_db()
    assert write_in.status == (expected or status)


def test_words_that_were_replaced_are_not_decided(moderator: User, question: Question) -> None:
    author = Browser()
    before = write(author, question)
    write(author, question, "Une fusion")
    with pytest.raises(TextChanged):
        decide_write_in(write_in=before, moderator=moderator, action="approve", now=NOW)
    before.refresh_from_db()
    assert (before.status, actions_for(before)) == ("pending", frozenset())


def test_the_second_moderator_is_told(moderator: User) -> None:
    write_in = WriteInFactory()
    decide_write_in(write_in=write_in, moderator=moderator, now=NOW, **why("reject"))
    with pytest.raises(AlreadyDecided):
        decide_write_in(write_in=write_in, moderator=moderator, action="approve", now=NOW)


def test_only_moderators_decide() -> None:
    write_in = WriteInFactory()
    for nobody in (UserFactory(), UserFactory(groups=["Editors"])):
        with pytest.raises(NotAllowed):
            decide_write_in(write_in=write_in, moderator=nobody, action="approve", now=NOW)
    assert not Decision.objects.exists()


def test_a_decision_gives_its_question_a_new_version(moderator: User) -> None:
    write_in = WriteInFactory()
    Turnout.objects.create(question=write_in.question, version=7)
    say(write_in, moderator, "approve")
    assert Turnout.objects.get(question=write_in.question).version == 8


def test_several_are_decided_each_on_its_own(moderator: User) -> None:
    waiting, rejected = WriteInFactory(), WriteInFactory(status="rejected")
    outcomes = decide_many(texts=[waiting, rejected], moderator=moderator, now=NOW, **why("reject"))
    assert [type(outcome.refusal) for outcome in outcomes] == [type(None), NothingToDecide]


def test_the_very_same_words_are_decided_together(moderator: User, question: Question) -> None:
    alike = [write_by(question, TEXT) for _author in range(3)]
    different = write_by(question, "Une fusion")
    elsewhere = WriteInFactory(text=TEXT)
    outcomes = decide_many(texts=alike, moderator=moderator, action="approve", now=NOW)
    assert [outcome.decision for outcome in outcomes] == list(Decision.objects.order_by("pk"))
    states = dict(WriteIn.objects.values_list("pk", "status"))
    assert states == {one.pk: "published" for one in alike} | {
        different.pk: "pending",
        elsewhere.pk: "pending",
    }
    alike[1].refresh_from_db()
    later = NOW + timedelta(hours=1)
    decide_write_in(write_in=alike[1], moderator=moderator, now=later, **why("reject"))
    assert set(queue.waiting_write_ins()) == {different, elsewhere}
    assert WriteIn.objects.filter(status="rejected").count() == 3
    assert Decision.objects.count() == 6


def write_by(question: Question, text: str) -> WriteIn:
    """New words of a new reader."""
    known = set(WriteIn.objects.values_list("pk", flat=True))
    vote(Browser(), question, {"choice": "other", "words": text})
    made: WriteIn = WriteIn.objects.exclude(pk__in=known).get()
    return made


def test_the_queue_holds_what_is_said_and_undecided_the_oldest_first(question: Question) -> None:
    author, other = Browser(), Browser()
    write(author, question, "Replaced")
    first = write(author, question, "First")
    second = write(other, question, "Second")
    WriteInFactory(question=question, status="rejected")
    assert list(queue.waiting_write_ins()) == [first, second]
    withdraw(author, question)
    assert list(queue.waiting_write_ins()) == [second]
    again = write_by(question, "Second")  # the very same words wait once
    assert list(queue.waiting_write_ins()) == [second]
    withdraw(other, question)
    assert list(queue.waiting_write_ins()) == [again]


@pytest.mark.django_db(transaction=True)
def test_a_decision_and_a_change_of_words_follow_one_another(at_once: AtOnce) -> None:
    question = QuestionFactory()
    ChoiceFactory(question=question, slug="other", role="other", position=9)
    authors = [Browser() for _number in range(4)]
    words = [write(author, question, f"Text {n}") for n, author in enumerate(authors)]
    moderator = UserFactory(groups=["Moderators"])
    calls: list[Callable[[], Any]] = []
    for number, (author, write_in) in enumerate(zip(authors, words, strict=True)):
        calls.append(partial(write, author, question, f"Changed {number}"))
        calls.append(
            partial(
                decide_write_in, write_in=write_in, moderator=moderator, action="approve", now=NOW
            )
        )
    told = at_once(calls)
    assert {type(answer) for answer in told} <= {WriteIn, Decision, TextChanged}
    standing = WriteIn.objects.standing().order_by("text")
    assert [one.text for one in standing] == [f"Changed {number}" for number in range(4)]


# The page of the queue


def test_the_queue_shows_the_words_with_their_question(
    client: Client, moderator: User, question: Question
) -> None:
    write_in = write(Browser(), question, "<b>autre</b>")
    client.force_login(moderator)
    page = client.get(QUEUE, {"show": "words"}, headers={"Accept-Language": "en"}).content.decode()
    assert "&lt;b&gt;autre&lt;/b&gt;</p>" in page
    assert "A reader writes for “Something else”" in page
    assert "What will happen?" in page
    assert f'value="words-{write_in.pk}:pending"' in page
    assert "1 text for “other”" in client.get(
        "/admin/", headers={"Accept-Language": "en"}
    ).content.decode().replace("\n", " ")


def test_words_are_published_and_taken_back_from_the_page(
    client: Client, moderator: User, question: Question
) -> None:
    write_in = write(Browser(), question)
    client.force_login(moderator)
    client.post(QUEUE, {"text": f"words-{write_in.pk}:pending", "action": "approve"})
    write_in.refresh_from_db()
    assert write_in.status == "published"

    record = client.get(f"/admin/polls/writein/{write_in.pk}/change/").content.decode()
    again = f"{QUEUE}?words={write_in.pk}"
    assert f'href="{again}"' in record
    assert f'value="words-{write_in.pk}:published"' in client.get(again).content.decode()
    client.post(
        again, {"text": f"words-{write_in.pk}:published", "action": "reject", "reason": "abuse"}
    )
    write_in.refresh_from_db()
    assert write_in.status == "rejected"
    log = client.get("/admin/polls/decision/").content.decode()
    assert log.count(TEXT) == 2


@pytest.mark.parametrize("pk", ["999999", "9" * 20, "-1", "abc", "٣"])
def test_what_is_not_there_is_not_decided(client: Client, moderator: User, pk: str) -> None:
    client.force_login(moderator)
    assert client.get(QUEUE, {"words": pk}).context["entries"] == []
    client.post(QUEUE, {"text": f"words-{pk}:pending", "action": "approve"})
    assert not Decision.objects.exists()


def test_the_queue_of_words_costs_the_same_however_long(
    client: Client, moderator: User, django_assert_max_num_queries: Any
) -> None:
    client.force_login(moderator)
    client.get(QUEUE, {"show": "words"})
    for count in (1, 5):
        WriteInFactory.create_batch(count)
        with django_assert_max_num_queries(20):
            client.get(QUEUE, {"show": "words"})


# Who reads them


@pytest.mark.parametrize("status", ["pending", "rejected"])
def test_words_that_are_not_published_are_seen_by_their_author_alone(
    question: Question, status: str
) -> None:
    author, other = Browser(), Browser()
    write_in = write(author, question)
    WriteIn.objects.filter(pk=write_in.pk).update(status=status)
    Turnout.objects.announce(question.pk)
    write(other, question, "Une autre idée")
    dossier = f"/en/{question.article.slug}/"
    for reader in (Browser(), other):
        pages = [
            reader.get("/en/"),
            reader.get(dossier),
            reader.get(address(question)),
            reader.get(address(question).replace("/en/", "/fr/")),
            reader.get(address(question, "results")),
            vote(reader, question, {"choice": "choice-1"}, htmx=True),
            vote(reader, question, {"choice": "other", "words": ""}, htmx=True),
        ]
        assert [page.request["PATH_INFO"] for page in pages if TEXT in page.content.decode()] == []
    told = {"pending": "Waiting for a moderator", "rejected": "Not published"}[status]
    for page in (author.get(address(question)), author.get(dossier)):
        assert TEXT in page.content.decode()
        assert told in page.content.decode()
    assert TEXT not in author.get(address(question, "results")).content.decode()


def test_published_words_stand_under_their_choice_for_everybody(
    question: Question, moderator: User
) -> None:
    for text in (TEXT, "Une fusion"):
        say(write(Browser(), question, text), moderator, "approve")
    vote(Browser(), question, {"choice": "other", "words": TEXT})
    write(Browser(), question, "Waiting")
    fragment = Browser().get(address(question, "results")).content.decode()
    shown = " ".join(fragment[fragment.index("<details") :].split())
    assert "What readers wrote for “Something else”" in shown
    assert f'<q dir="auto" lang="en">{TEXT}</q> <span class="bar-count">2 ' in shown
    assert '<q dir="auto" lang="en">Une fusion</q> <span class="bar-count">1 ' in shown
    assert shown.index(TEXT) < shown.index("Une fusion")
    assert "Waiting" not in fragment


def test_a_decision_is_news_for_open_pages(question: Question, moderator: User) -> None:
    write_in = write(Browser(), question)
    reader = Browser()
    before = reader.get(address(question, "results"))
    say(write_in, moderator, "approve")
    known = {"If-None-Match": before.headers["ETag"]}
    after = reader.get(address(question, "results"), headers=known)
    assert (after.status_code, TEXT in after.content.decode()) == (200, True)
    say(write_in, moderator, "reject")
    assert TEXT not in reader.get(address(question, "results")).content.decode()
