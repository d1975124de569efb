"""Writing a comment: what waits, what is refused, and that no text is ever lost."""

import uuid
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from pytest_django import Settings

from dossier.models import Article
from polls.discussion.places import Place
from polls.discussion.posting import post
from polls.discussion.refusals import TooFast
from polls.models import Comment, Question, Voter
from tests.factories import (
    ArticleFactory,
    CommentFactory,
    QuestionFactory,
    UserFactory,
    VoterFactory,
)
from tests.polls.conftest import AtOnce
from tests.polls.discussion.reader import (
    HTMX,
    Reader,
    comment_on,
    comments_in,
    comments_url,
    page_url,
    texts_in,
)

pytestmark = pytest.mark.django_db

WAITS = "Your comment waits for moderation. Until then only you can see it."
NOW = timezone.now()


@pytest.fixture(params=["question", "dossier"])
def place(request: pytest.FixtureRequest, db: None) -> Article | Question:
    return QuestionFactory() if request.param == "question" else ArticleFactory()


# Posting


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "4\xa0000 caractères au plus"), ("en", "4,000 characters at most")],
)
def test_a_form_says_how_long_a_text_may_be(
    alice: Reader, place: Article | Question, settings: Settings, language: str, said: str
) -> None:
    settings.COMMENT_MAX_LENGTH = 4000
    page = alice.client.get(page_url(place).replace("/en/", f"/{language}/")).text
    assert f">{said}</span>" in page


def test_a_plain_form_comes_back_to_the_comment_which_waits(
    alice: Reader, bob: Reader, place: Article | Question
) -> None:
    response = alice.post(place, "Un argument.\n\nEt un autre.")
    comment = Comment.objects.get()
    assert response.status_code == 302
    assert response.headers["Location"] == f"{page_url(place)}#comment-{comment.pk}"
    assert (comment.status, comment.body) == ("pending", "Un argument.\n\nEt un autre.")
    assert (comment.author_name, comment.voter, comment.language) == ("Alice", alice.voter, "en")
    assert comment.question == (place if isinstance(place, Question) else None)

    page = alice.reads(place)
    assert WAITS in page
    assert comments_in(page) == [comment.pk]
    assert "Waits for moderation" in page
    assert ">0 comments" in " ".join(page.split()).replace("> ", ">")
    assert comments_in(bob.reads(place)) == []


def test_htmx_gets_the_comment_an_empty_form_and_a_word(
    alice: Reader, place: Article | Question
) -> None:
    response = alice.client.post(
        comments_url(place),
        {"text": "Un argument.", "name": "Alice", "token": str(uuid.uuid4())},
        headers=HTMX | {"HX-Target": "comment-form"},
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in page
    assert '<ol data-hx-swap-oob="afterbegin:#discussion-thread">' in page
    assert comments_in(page) == [Comment.objects.get().pk]
    assert f'<div id="announcements" data-hx-swap-oob="innerHTML">{WAITS}</div>' in page
    assert 'name="token"' in page
    before, form = page.split("<ol")[0].split("<form", 1)
    assert "Un argument." not in form
    assert 'data-draft-text="Un argument."' in before


def test_a_first_comment_enrols_its_author_once(place: Article | Question) -> None:
    browser, form = Client(), {"text": "Un argument.", "name": "Zoé", "token": str(uuid.uuid4())}
    response = browser.post(comments_url(place), form, follow=True)
    assert [status for _url, status in response.redirect_chain] == [307, 302]
    assert texts_in(response.content.decode()) == ["Un argument."]
    assert Comment.objects.get().voter == Voter.objects.get()


def test_the_name_is_remembered(alice: Reader, place: Article | Question) -> None:
    assert 'value="Alice"' not in alice.reads(place)
    alice.post(place, "Un argument.")
    assert 'value="Alice"' in alice.reads(place)


def test_only_pages_of_this_site_post(alice: Reader, place: Article | Question) -> None:
    response = alice.client.post(
        comments_url(place),
        {"text": "Un argument.", "name": "Alice"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert response.status_code == 403
    assert not Comment.objects.exists()


# The same form again


def test_a_form_sent_twice_is_one_comment(alice: Reader, place: Article | Question) -> None:
    token = str(uuid.uuid4())
    first = alice.post(place, "Un argument.", token=token)
    again = alice.post(place, "Un argument.", token=token)
    assert again.headers["Location"] == first.headers["Location"]
    assert Comment.objects.count() == 1
    assert "This comment has reached us already." in alice.reads(place)


def test_another_text_in_the_same_form_is_another_comment(
    alice: Reader, place: Article | Question
) -> None:
    """As after the back button: the page's form, token and all, is the earlier one."""
    token = str(uuid.uuid4())
    alice.post(place, "Un argument.", token=token)
    alice.post(place, "Un autre.", token=token)
    assert sorted(texts_in(alice.reads(place))) == ["Un argument.", "Un autre."]


def test_a_deleted_comment_can_be_posted_anew(alice: Reader, place: Article | Question) -> None:
    token = str(uuid.uuid4())
    alice.post(place, "Un argument.", token=token)
    alice.do(Comment.objects.get(), "delete")
    alice.post(place, "Un argument.", token=token)
    assert texts_in(alice.reads(place)) == ["Un argument."]


@pytest.mark.parametrize("token", ["", "not-a-token", "\x00", "a" * 10_000])
def test_a_broken_token_costs_no_text(alice: Reader, token: str) -> None:
    article = ArticleFactory()
    alice.post(article, "Un argument.", token=token)
    assert Comment.objects.get().body == "Un argument."


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_many_times_at_once_is_one_comment(at_once: AtOnce) -> None:
    article, voter, token = ArticleFactory(), VoterFactory(), uuid.uuid4()
    receipts = at_once(
        [
            partial(
                post,
                place=Place(article),
                voter=voter,
                name="Alice",
                text="Un argument.",
                form_token=token,
                language="fr",
                now=NOW,
            )
        ]
        * 6
    )
    comment = Comment.objects.get()
    assert [receipt.comment for receipt in receipts] == [comment] * 6
    assert sorted(receipt.action for receipt in receipts) == ["kept"] * 5 + ["posted"]


# What is refused, with the text kept


@pytest.mark.parametrize("htmx", [True, False])
def test_a_text_that_is_too_long_is_kept_whole(
    alice: Reader, place: Article | Question, settings: Settings, htmx: bool
) -> None:
    settings.COMMENT_MAX_LENGTH = 1200
    text = "<mot> " * 400
    response = alice.post(place, text, htmx=htmx)
    page = response.content.decode()
    assert response.status_code == 422
    assert ("<html" in page) == (not htmx)
    assert "Your text is 1,199 characters too long: 1,200 are allowed." in page
    assert escape(text) in page
    assert 'value="Alice"' in page
    assert not Comment.objects.exists()


def test_a_text_as_long_as_allowed_is_taken(alice: Reader, settings: Settings) -> None:
    """Counted as the browser's counter does: characters, a line break being one of them."""
    settings.COMMENT_MAX_LENGTH = 5
    alice.post(ArticleFactory(), "ab\r\n🙂e")
    assert Comment.objects.get().body == "ab\n🙂e"


@pytest.mark.parametrize(
    "text", ["", "  \n ", "\u200b\u2060", "\u200d", "\x00", "\u3164", "\u0301"]
)
def test_a_text_in_which_nothing_is_seen_is_no_comment(alice: Reader, text: str) -> None:
    response = alice.post(ArticleFactory(), text)
    assert response.status_code == 422
    assert "Write your text first." in response.content.decode()
    assert not Comment.objects.exists()


def test_a_name_of_the_newsroom_is_refused_with_the_text_kept(alice: Reader) -> None:
    UserFactory(username="claire", first_name="Claire", last_name="Dubois")
    response = alice.post(ArticleFactory(), "Un argument.", name="Claire Dubois")
    page = response.content.decode()
    assert response.status_code == 422
    assert "This name could be taken for the newsroom’s. Choose another." in page
    assert "Un argument.</textarea>" in page
    assert not Comment.objects.exists()


def closed_places() -> list[Article | Question]:
    return [
        QuestionFactory(status="withdrawn"),
        QuestionFactory(kind="quiz"),
        QuestionFactory(status="draft"),
        ArticleFactory(status="draft"),
    ]


def test_no_comments_where_the_public_does_not_discuss(alice: Reader) -> None:
    """A withdrawn question, a quiz question, and what only the newsroom sees yet."""
    editor = UserFactory(groups=["Editors"])
    for place in closed_places():
        alice.client.force_login(editor)
        response = alice.post(place, "Un argument.")
        page = response.content.decode()
        assert response.status_code == 409
        assert "No comments are taken here." in page
        assert "Un argument.</textarea>" in page
    assert not Comment.objects.exists()


def test_drafts_are_not_there_for_readers(alice: Reader) -> None:
    _withdrawn, _quiz, *drafts = closed_places()
    for place in drafts:
        assert alice.post(place, "Un argument.").status_code == 404
        assert alice.client.get(comments_url(place)).status_code == 404


def test_a_closed_question_is_still_discussed(alice: Reader) -> None:
    alice.post(QuestionFactory(closes_at=NOW - timedelta(days=1)), "Un argument.")
    assert Comment.objects.get().status == "pending"


def test_the_sixth_comment_in_five_minutes_waits_in_its_form(
    alice: Reader, bob: Reader, place: Article | Question
) -> None:
    for number in range(5):
        alice.post(place, f"Argument {number}.")
    for htmx in (True, False):
        response = alice.post(place, "Un de plus.", htmx=htmx)
        page = response.content.decode()
        assert response.status_code == 429
        assert "send it again in a few minutes" in page
        assert "Un de plus.</textarea>" in page
    bob.post(place, "Un argument.")
    assert Comment.objects.count() == 6


def test_five_minutes_later_there_is_room_again(db: None) -> None:
    article, voter = ArticleFactory(), VoterFactory()

    def write(minute: int) -> Comment:
        return post(
            place=Place(article),
            voter=voter,
            name="Alice",
            text="Un argument.",
            form_token=uuid.uuid4(),
            language="fr",
            now=NOW + timedelta(minutes=minute),
        ).comment

    for minute in range(5):
        write(minute)
    with pytest.raises(TooFast):
        write(4)
    write(5)
    assert Comment.objects.count() == 6


# Replies


def test_a_reply_stands_below_what_it_answers(
    alice: Reader, bob: Reader, place: Article | Question
) -> None:
    parent = comment_on(place, voter=alice.voter, author_name="Alice")
    form = bob.look(parent, "reply", htmx=True).content.decode()
    assert "Your reply to Alice" in form
    assert f'name="parent" value="{parent.pk}"' in form
    bob.post(place, "Une réponse.", parent=parent.pk)
    reply = Comment.objects.get(voter=bob.voter)
    assert reply.parent == parent
    assert comments_in(bob.reads(place)) == [parent.pk, reply.pk]


def test_htmx_puts_a_reply_at_the_end_of_its_thread(alice: Reader) -> None:
    article = ArticleFactory()
    first = comment_on(article)
    second = comment_on(article, parent=first)
    third = comment_on(article, parent=second)
    for parent, holder in ((first, first), (second, second), (third, second)):
        response = alice.post(article, f"Réponse à {parent.pk}.", parent=parent.pk, htmx=True)
        page = response.content.decode()
        assert f'<ol data-hx-swap-oob="beforeend:#comment-{holder.pk}-replies">' in page
        assert 'name="token"' not in page


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "deleted"])
@pytest.mark.parametrize("htmx", [True, False])
def test_a_reply_to_what_is_not_published_is_refused_with_its_text_kept(
    alice: Reader, place: Article | Question, status: str, htmx: bool
) -> None:
    parent = comment_on(place, status=status, body="" if status == "deleted" else "Secret.")
    response = alice.post(place, "Une réponse.", parent=parent.pk, htmx=htmx)
    page = response.content.decode()
    assert response.status_code == 409
    assert "The comment that you answer is no longer published." in page
    assert "Une réponse.</textarea>" in page
    assert 'name="parent"' not in page
    assert "Secret." not in page
    assert alice.look(parent, "reply").status_code == 409
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("parent", ["elsewhere", "0", "x", "9" * 30, "\x00"])
def test_a_reply_to_nothing_in_this_place_is_refused_with_its_text_kept(
    alice: Reader, place: Article | Question, parent: str
) -> None:
    sent = str(CommentFactory().pk) if parent == "elsewhere" else parent
    response = alice.post(place, "Une réponse.", parent=sent)
    assert response.status_code == 409
    assert "Une réponse.</textarea>" in response.content.decode()
    assert Comment.objects.filter(voter=alice.voter).count() == 0


def test_an_invalid_reply_keeps_what_it_answers_in_sight(alice: Reader) -> None:
    parent = CommentFactory(body="Le premier argument.")
    response = alice.post(parent.article, "Une réponse.", parent=parent.pk, name="x")
    page = response.content.decode()
    assert response.status_code == 422
    assert texts_in(page) == ["Le premier argument."]
    assert f'name="parent" value="{parent.pk}"' in page
    assert "Une réponse.</textarea>" in page
