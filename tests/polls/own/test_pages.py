"""What a reader finds on their own pages, what nobody else finds there, and what it costs."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from polls.discussion.places import Place
from polls.discussion.posting import post
from polls.discussion.reactions import flag
from polls.discussion.refusals import Erased
from polls.kinds import Answer
from polls.models import Ballot, Comment, Follow, Mute, Question, Voter
from polls.moderation import decide
from polls.voting import cast
from tests.factories import (
    ArticleFactory,
    CommentFactory,
    QuestionFactory,
    QuizQuestionFactory,
    UserFactory,
)
from tests.polls.discussion.reader import HTMX, Reader, comment_on, url_of

pytestmark = pytest.mark.django_db

NOW = timezone.now()
PAGES = ["", "answers/", "comments/", "replies/", "threads/", "held/", "erase/"]


def me(reader: Reader | Client, page: str = "", *, language: str = "en") -> str:
    client = reader.client if isinstance(reader, Reader) else reader
    response = client.get(f"/{language}/me/{page}")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def answer(reader: Reader, question: Question, choice: str = "choice-1") -> None:
    marks = {question.choices.get(slug=choice).pk: 1}
    cast(question=question, voter=reader.voter, answer=Answer(marks), now=timezone.now())


def said_in(page: str) -> list[str]:
    return re.findall(r"<strong>(choice-\d \(en\))</strong>", page)


# Whose they are


def test_without_a_cookie_the_page_says_kindly_what_it_would_hold(client: Client) -> None:
    response = client.get("/en/me/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "Nothing is known of you here" in page
    assert not response.cookies
    for path in (*PAGES[1:5], "erase/", "export.json"):
        assert client.get(f"/en/me/{path}").headers["Location"] == "/en/me/"


@pytest.mark.parametrize("path", [*PAGES, "export.json", "erased/"])
@pytest.mark.parametrize("known", [True, False])
def test_no_cache_keeps_a_page_and_no_search_engine_lists_it(
    path: str, known: bool, alice: Reader, client: Client
) -> None:
    response = (alice.client if known else client).get(f"/en/me/{path}")
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in response.headers["Vary"]


def test_pages_that_are_equal_for_everybody_lead_here_and_say_nothing_of_the_reader(
    alice: Reader, client: Client
) -> None:
    question = QuestionFactory()
    answer(alice, question)
    own = 'href="/en/me/"'
    for path in ("/en/", f"/en/{question.article.slug}/"):
        assert own in client.get(path).content.decode()
    assert alice.client.get("/en/").content == client.get("/en/").content


def test_no_dossier_is_named_me() -> None:
    assert "Your own page" in me(Client())


# Answers


def test_an_answer_is_told_in_words_and_can_be_withdrawn(alice: Reader, bob: Reader) -> None:
    question, other = QuestionFactory(), QuestionFactory()
    answer(alice, question, "choice-2")
    answer(bob, other)

    page = me(alice, "answers/")
    assert said_in(page) == ["choice-2 (en)"]
    assert other.prompt not in page
    assert "last changed" not in page

    response = alice.client.post(f"/en/me/answers/{question.pk}/withdraw/")
    assert response.headers["Location"] == "/en/me/answers/"
    page = me(alice, "answers/")
    assert "<em>Withdrawn</em>" in page
    assert "last changed" in page
    assert list(Ballot.objects.standing().values_list("question", flat=True)) == [other.pk]


def test_nobody_withdraws_another_s_answer(alice: Reader, bob: Reader, client: Client) -> None:
    question = QuestionFactory()
    answer(alice, question)
    for stranger in (bob.client, client):
        path = f"/en/me/answers/{question.pk}/withdraw/"
        assert stranger.post(path).status_code == 404
    sent = {"Sec-Fetch-Site": "cross-site"}
    assert alice.client.post(path, headers=sent).status_code == 403
    assert Ballot.objects.standing().count() == 1


def test_a_closed_question_is_not_offered_to_be_withdrawn(alice: Reader) -> None:
    question = QuestionFactory()
    answer(alice, question)
    Question.objects.filter(pk=question.pk).update(closes_at=timezone.now())
    assert "withdraw/" not in me(alice, "answers/")
    alice.client.post(f"/en/me/answers/{question.pk}/withdraw/")
    assert Ballot.objects.standing().count() == 1
    assert "notice-warning" in me(alice, "answers/")


def test_a_quiz_answer_says_whether_it_was_right(alice: Reader) -> None:
    right, wrong = QuizQuestionFactory(), QuizQuestionFactory()
    for question, choice, credit in ((right, "choice-2", 100), (wrong, "choice-1", 0)):
        marks = {question.choices.get(slug=choice).pk: credit}
        cast(question=question, voter=alice.voter, answer=Answer(marks), now=timezone.now())
    page = me(alice, "answers/")
    assert re.findall(r"</svg> (Right|Wrong)</span>", page) == ["Wrong", "Right"]


def test_a_forecast_that_came_out_says_how_good_it_was(alice: Reader) -> None:
    question = QuestionFactory(kind="forecast", choices=1)
    marks = {question.choices.get().pk: 80}
    cast(question=question, voter=alice.voter, answer=Answer(marks), now=timezone.now())
    assert "Brier" not in me(alice, "answers/")
    Question.objects.filter(pk=question.pk).update(outcome="yes")
    assert "Brier score of your last forecast: 0.04 (0 is best, 1 is worst)." in me(
        alice, "answers/"
    )


def test_an_unpublished_dossier_s_answer_is_still_told_and_leads_nowhere(alice: Reader) -> None:
    question = QuestionFactory()
    answer(alice, question)
    question.article.unpublish()
    page = me(alice, "answers/")
    assert said_in(page) == ["choice-1 (en)"]
    assert f"/{question.slug}/" not in page
    assert "withdraw/" not in page


# Comments and replies


def test_comments_say_what_became_of_them_and_why(alice: Reader, bob: Reader) -> None:
    article = ArticleFactory()
    for status in ("pending", "published", "deleted"):
        body = "" if status == "deleted" else f"Mine {status}"
        comment_on(article, voter=alice.voter, body=body, status=status)
    rejected = comment_on(article, voter=alice.voter, body="Mine rejected", status="pending")
    comment_on(article, voter=bob.voter, body="Not mine")
    moderator = UserFactory(groups=["Moderators"])
    decide(comment=rejected, moderator=moderator, action="reject", reason="off_topic", now=NOW)

    page = me(alice, "comments/")

    assert re.findall(r"Mine \w+", page) == ["Mine rejected", "Mine published", "Mine pending"]
    assert "Not mine" not in page
    assert "Waits for moderation" in page
    assert "Not published" in page
    assert "off topic" in page.lower()


def test_replies_are_new_until_they_have_been_opened(alice: Reader, bob: Reader) -> None:
    mine = CommentFactory(voter=alice.voter)
    before = CommentFactory(article=mine.article, parent=mine, voter=bob.voter, body="Reply one")
    CommentFactory(article=mine.article, parent=mine, voter=alice.voter, body="To myself")
    CommentFactory(article=mine.article, parent=before, voter=bob.voter, body="To another")
    CommentFactory(article=mine.article, parent=mine, status="pending", body="Not published")

    def seen(page: str) -> tuple[list[str], int]:
        page = page.split('id="answers-title"')[0]
        replies = re.findall(r"Reply one|To myself|To another|Not published<|Later", page)
        return replies, page.count(">New</span>")

    assert seen(me(alice)) == (["Reply one"], 1)
    assert seen(me(alice)) == (["Reply one"], 1)
    assert seen(me(alice, "replies/")) == (["Reply one"], 1)
    assert seen(me(alice, "replies/")) == (["Reply one"], 0)
    assert seen(me(alice)) == ([], 0)
    CommentFactory(article=mine.article, parent=mine, voter=bob.voter, body="Later")
    assert seen(me(alice)) == (["Later"], 1)
    assert seen(me(bob)) == ([], 0)


def test_a_page_fetched_ahead_has_not_been_seen(alice: Reader) -> None:
    mine = CommentFactory(voter=alice.voter)
    CommentFactory(article=mine.article, parent=mine)
    alice.client.get("/en/me/replies/", headers={"Sec-Purpose": "prefetch"})
    assert "All replies, 1 of them new" in me(alice)
    alice.client.get("/en/me/replies/")
    assert "No new reply." in me(alice)


@pytest.mark.parametrize("hidden", ["dossier", "question"])
def test_nothing_is_told_of_a_place_that_readers_do_not_reach(
    hidden: str, alice: Reader, bob: Reader
) -> None:
    question = QuestionFactory()
    mine = comment_on(question, voter=alice.voter)
    comment_on(question, parent=mine, voter=bob.voter, body="A reply")
    alice.do(mine, "follow")
    assert "A reply" in me(alice)
    if hidden == "dossier":
        question.article.unpublish()
    else:
        Question.objects.filter(pk=question.pk).update(status="draft")
    page = me(alice)
    assert "A reply" not in page
    assert "You follow no thread" in page


# Following


def test_a_followed_thread_counts_what_is_new_until_it_is_opened(
    alice: Reader, bob: Reader
) -> None:
    thread = CommentFactory(body="It began so", voter=bob.voter)
    reply = CommentFactory(article=thread.article, parent=thread)
    alice.do(reply, "follow")
    assert "new comment" not in me(alice, "threads/")
    later = {"published_at": timezone.now() + timedelta(seconds=1)}
    for parent in (thread, reply):
        CommentFactory(article=thread.article, parent=parent, **later)
    CommentFactory(article=thread.article, parent=thread, status="pending")
    CommentFactory(article=thread.article, parent=thread, voter=alice.voter, **later)
    CommentFactory(article=thread.article, **later)

    assert "2 new comments" in me(alice, "threads/")
    assert "2 new comments" in me(alice)
    assert "You follow no thread" in me(bob)
    Follow.objects.update(seen_at=timezone.now())
    response = alice.client.get(f"/en/me/threads/{thread.pk}/")
    expected = f"{thread.article.get_absolute_url()}#comment-{thread.pk}"
    assert (
        response.headers["Location"]
        .replace("/en/", "/")
        .endswith(expected.replace("/fr/", "/").replace("/en/", "/"))
    )
    Comment.objects.filter(published_at__gt=timezone.now()).update(published_at=NOW)
    assert "new comment" not in me(alice, "threads/")
    assert bob.client.get(f"/en/me/threads/{thread.pk}/").status_code == 404


def test_following_twice_is_following_once_and_ends_from_the_own_page(alice: Reader) -> None:
    thread = CommentFactory()
    for _time in range(2):
        assert alice.do(thread, "follow").status_code == 302
    assert Follow.objects.count() == 1
    fragment = alice.do(thread, "follow", htmx=True).content.decode()
    assert "<html" not in fragment
    assert "Following" in fragment
    response = alice.do(thread, "follow", to="off", back="own")
    assert response.headers["Location"] == "/en/me/threads/"
    assert Follow.objects.count() == 0


@pytest.mark.parametrize("wanted", [True, False])
def test_a_thread_is_followed_from_posting_on_if_one_likes(wanted: bool, alice: Reader) -> None:
    """A comment of one's own begins it, or it is the one replied to."""
    article = ArticleFactory()
    thread = comment_on(article)
    follow = "on" if wanted else ""
    alice.post(article, "A thread of my own", follow=follow)
    alice.post(article, "A reply", parent=thread.pk, follow=follow)
    own = Comment.objects.get(body="A thread of my own")
    followed = set(Follow.objects.filter(voter=alice.voter).values_list("comment", flat=True))
    assert followed == ({own.pk, thread.pk} if wanted else set())


def test_whoever_was_just_erased_posts_nothing(alice: Reader) -> None:
    """A form that was under way is refused, and its words are kept nowhere."""
    article = ArticleFactory()
    place = Place(article)
    alice.client.post("/en/me/erase/", {"way": "anonymise"})
    with pytest.raises(Erased):
        post(
            place=place,
            voter=alice.voter,
            name="Alice",
            text="Too late",
            form_token=uuid.uuid4(),
            language="en",
            now=NOW,
        )
    with pytest.raises(Erased):
        flag(comment=comment_on(article), voter=alice.voter, reason="abuse", note="Late", now=NOW)
    assert not Comment.objects.filter(body="Too late").exists()


@pytest.mark.parametrize("way", ["", "x"])
def test_nothing_is_erased_without_saying_how(way: str, alice: Reader) -> None:
    comment_on(ArticleFactory(), voter=alice.voter, body="Mine")
    response = alice.client.post("/en/me/erase/", {"way": way})
    assert response.status_code == 422
    assert "Nothing is erased yet" in response.content.decode()
    sent = {"Sec-Fetch-Site": "cross-site"}
    forged = alice.client.post("/en/me/erase/", {"way": "remove"}, headers=sent)
    assert forged.status_code == 403
    assert Comment.objects.get().body == "Mine"


@pytest.mark.parametrize(("way", "ballots"), [("anonymise", 1), ("remove", 0)])
def test_what_is_erased_is_gone_and_the_cookie_with_it(
    way: str, ballots: int, alice: Reader, bob: Reader
) -> None:
    question = QuestionFactory()
    answer(alice, question)
    comment_on(question, voter=alice.voter, body="Mine")
    comment_on(question, voter=bob.voter, body="His")
    for _time in range(2):  # sent twice, it has been done
        response = alice.client.post("/en/me/erase/", {"way": way})
        assert response.headers["Location"] == "/en/me/erased/"
        assert response.cookies["dossier_voter"]["max-age"] == 0
    assert Ballot.objects.standing().count() == ballots
    page = alice.reads(question)
    assert "Mine" not in page
    assert "His" in page
    assert "Nothing is known of you here" in me(alice)


def test_what_nobody_can_read_is_not_followed(alice: Reader) -> None:
    waiting = CommentFactory(status="pending")
    assert alice.do(waiting, "follow").status_code == 409
    assert Follow.objects.count() == 0
    own = CommentFactory(status="pending", voter=alice.voter)
    assert alice.do(own, "follow").status_code == 302


def test_a_reader_who_is_not_known_yet_follows_with_a_cookie(client: Client) -> None:
    thread = CommentFactory()
    response = client.post(url_of(thread, "follow"), headers=HTMX, follow=True)
    assert "Following" in response.content.decode()
    assert Follow.objects.get().voter == Voter.objects.exclude(pk=thread.voter_id).get()


# Muting


def test_a_muted_author_folds_away_for_one_reader_alone(alice: Reader, bob: Reader) -> None:
    article = ArticleFactory()
    said = comment_on(article, voter=bob.voter, body="Bob said", author_name="Bob")
    comment_on(article, voter=bob.voter, body="Bob again", author_name="Bobby")
    others = comment_on(article, body="Another said")
    folded = "Muted by you – show"

    fragment = alice.do(said, "mute", htmx=True).content.decode()

    assert folded in fragment
    assert alice.reads(article).count(folded) == 2
    assert folded not in bob.reads(article)
    assert folded not in Client().get(f"/en/{article.slug}/").content.decode()
    assert "<bdi>Bob, Bobby</bdi>" in me(alice)
    assert alice.reads(article).count(others.body) == 1

    mute = Mute.objects.get()
    assert bob.client.post(f"/en/me/muted/{mute.pk}/").status_code == 404
    assert alice.client.post(f"/en/me/muted/{mute.pk}/").status_code == 302
    assert folded not in alice.reads(article)


def test_a_muted_author_s_replies_are_no_news(alice: Reader, bob: Reader) -> None:
    mine = CommentFactory(voter=alice.voter)
    reply = CommentFactory(article=mine.article, parent=mine, voter=bob.voter, body="A reply")
    alice.do(mine, "follow")
    Follow.objects.update(seen_at=NOW - timedelta(days=1))
    assert "A reply" in me(alice)
    assert "1 new comment" in me(alice)
    alice.do(reply, "mute")
    assert "A reply" not in me(alice)
    assert "1 new comment" not in me(alice)


def test_nobody_is_muted_by_themselves_and_nothing_unpublished_is(alice: Reader) -> None:
    for comment in (CommentFactory(voter=alice.voter), CommentFactory(status="rejected")):
        assert alice.do(comment, "mute").status_code == 409
    assert Mute.objects.count() == 0


# What it costs


@pytest.mark.parametrize("rows", [1, 4])
@pytest.mark.parametrize(
    ("path", "queries"),
    [("", 23), ("answers/", 7), ("comments/", 8), ("replies/", 8), ("threads/", 4), ("held/", 18)],
)
def test_a_page_takes_as_many_queries_however_much_there_is(
    path: str,
    queries: int,
    rows: int,
    alice: Reader,
    bob: Reader,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _row in range(rows):
        question = QuestionFactory()
        answer(alice, question)
        mine = comment_on(question, voter=alice.voter)
        comment_on(question, parent=mine, voter=bob.voter)
        alice.do(mine, "follow")
        alice.do(comment_on(question), "mute")
    me(alice, path)
    Voter.objects.update(replies_seen_at=None)
    with django_assert_num_queries(queries):
        me(alice, path)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_discussion_takes_as_many_queries_with_muted_authors_and_followed_threads(
    rows: int, alice: Reader, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    article = ArticleFactory()
    for _row in range(rows):
        thread = comment_on(article)
        alice.do(thread, "follow")
        alice.do(comment_on(article, parent=thread), "mute")
    alice.reads(article)
    with django_assert_num_queries(QUERIES_OF_A_DOSSIER):
        alice.reads(article)


QUERIES_OF_A_DOSSIER = 18
