"""Comments on a passage of the article, on a page of their own and in the article."""

import pytest

from dossier.models import Passage
from polls.models import Comment
from tests.factories import CommentFactory, PassageFactory, QuestionFactory
from tests.polls.discussion.reader import HTMX, Reader, comments_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def passage(db: None) -> Passage:
    return PassageFactory()


def url_of(passage: Passage) -> str:
    return f"/en/{passage.article.slug}/passages/{passage.slug}/comments/"


def test_a_comment_on_a_passage_stands_there_and_nowhere_else(
    alice: Reader, passage: Passage
) -> None:
    sent = {"text": "Une phrase à préciser.", "name": "Alice"}
    response = alice.client.post(url_of(passage), sent)
    comment = Comment.objects.get()
    assert (comment.passage, comment.question, comment.status) == (passage, None, "pending")
    assert response.headers["Location"] == f"{url_of(passage)}#comment-{comment.pk}"
    assert comments_in(alice.client.get(url_of(passage)).content.decode()) == [comment.pk]
    assert comments_in(alice.reads(passage.article)) == []


def test_a_passage_tells_how_many_argue_about_it(bob: Reader, passage: Passage) -> None:
    quiet = PassageFactory(article=passage.article)
    start = CommentFactory(article=passage.article, passage=passage)
    CommentFactory(article=passage.article, passage=passage, parent=start)
    CommentFactory(article=passage.article, passage=passage, status="pending")
    CommentFactory(article=passage.article)
    page = " ".join(bob.reads(passage.article).split())
    assert told(page, passage) == "2 comments on this passage"
    assert told(page, quiet) == "Comment on this passage"
    count = page.split('id="discussion-count"')[1].partition(">")[2]
    assert count.partition("<")[0].strip() == "1 comment"


def told(page: str, passage: Passage) -> str:
    found = page.split(f'data-passage="{passage.slug}">')[1].split("</span>")[0]
    assert f'<a href="{url_of(passage)}"' in page
    return found.strip()


def test_htmx_opens_the_discussion_in_the_article_and_folds_it_away(
    bob: Reader, passage: Passage
) -> None:
    comment = CommentFactory(article=passage.article, passage=passage)
    headers = HTMX | {"HX-Target": f"passage-{passage.slug}-talk"}
    opened = bob.client.get(url_of(passage), headers=headers).content.decode()
    assert "<html" not in opened
    assert comments_in(opened) == [comment.pk]
    for part in ("", "-title", "-count", "-list", "-thread"):
        assert f'id="discussion-{passage.pk}{part}"' in opened
    assert f'id="comment-form-{passage.pk}"' in opened
    folded = bob.client.get(f"{url_of(passage)}?folded", headers=headers).content.decode()
    assert told(" ".join(folded.split()), passage) == "1 comment on this passage"


def test_a_reply_stays_on_the_passage(bob: Reader, passage: Passage) -> None:
    start = CommentFactory(article=passage.article, passage=passage)
    sent = {"text": "D’accord.", "name": "Bob", "parent": start.pk}
    bob.client.post(url_of(passage), sent)
    reply = Comment.objects.get(parent=start)
    assert (reply.passage, reply.root) == (passage, start)
    elsewhere = bob.client.post(f"/en/{passage.article.slug}/comments/", sent | {"text": "Non."})
    assert elsewhere.status_code == 409


def test_what_has_no_passage_has_no_discussion(bob: Reader, passage: Passage) -> None:
    other = PassageFactory()
    for slug in ("nothing", other.slug):
        page = bob.client.get(f"/en/{passage.article.slug}/passages/{slug}/comments/")
        assert page.status_code == 404
    passage.article.unpublish()
    assert bob.client.get(url_of(passage)).status_code == 404


def test_comments_stay_when_their_passage_goes(bob: Reader, passage: Passage) -> None:
    comment = CommentFactory(article=passage.article, passage=passage)
    QuestionFactory(article=passage.article)
    passage.delete()
    assert comments_in(bob.reads(comment.article)) == [comment.pk]
