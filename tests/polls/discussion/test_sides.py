"""An author's side beside a comment: by consent, taken back at will, in crowds alone."""

from typing import Any

import pytest

from polls.discussion import counters
from polls.models import Approval, Comment, Question, Side
from polls.roll.merging import merge
from polls.roll.removal import remove
from tests.factories import QuestionFactory, VoterFactory
from tests.polls.discussion.reader import HTMX, Reader, comments_in, page_url
from tests.polls.sides.camps import NO, YES, approve, comment_by, contested, vote, voters_of

pytestmark = pytest.mark.django_db

BOX = 'name="shows_side"'
BADGE = "answered “choice-1 (en)”"


@pytest.fixture
def crowd() -> Question:
    """Nine for and ten against: one more and both are crowds."""
    return contested(yes=9, no=10)


def stances() -> list[int | None]:
    return list(Comment.objects.order_by("pk").values_list("stance", flat=True))


class TestConsent:
    def test_it_is_asked_of_whoever_takes_a_side_and_never_assumed(self, alice: Reader) -> None:
        question = QuestionFactory()
        assert BOX not in alice.reads(question)
        vote(question, YES, alice.voter)
        page = alice.reads(question)
        assert BOX in page
        assert "Show beside my comment that I answered “choice-1 (en)”" in page
        assert f'{BOX} value="1" checked' not in page
        alice.post(question, "Sans le dire.")
        assert stances() == [None]

    def test_what_was_agreed_to_before_is_said_and_not_ticked(self, alice: Reader) -> None:
        question = QuestionFactory()
        vote(question, YES, alice.voter)
        alice.post(question, "En le disant.", shows_side="1")
        assert stances() == [Side.FOR]
        page = alice.reads(question)
        assert "Your last comment here shows it." in page
        assert f'{BOX} value="1" checked' not in page

    @pytest.mark.parametrize("sent", ["-1", "0", "yes", "7"])
    def test_nothing_is_shown_but_what_was_agreed_to(self, alice: Reader, sent: str) -> None:
        question = QuestionFactory()
        vote(question, YES, alice.voter)
        alice.post(question, "Autre chose.", shows_side=sent)
        assert stances() == [None]

    def test_without_a_ballot_there_is_nothing_to_show(self, alice: Reader) -> None:
        question = QuestionFactory()
        alice.post(question, "Sans vote.", shows_side="1")
        alice.post(question.article, "Ailleurs.", shows_side="1")
        assert stances() == [None, None]

    def test_it_stays_as_it_was_when_posting(self, alice: Reader) -> None:
        question = QuestionFactory()
        vote(question, YES, alice.voter)
        alice.post(question, "Alors.", shows_side="1")
        vote(question, NO, alice.voter)
        assert stances() == [Side.FOR]

    def test_a_form_that_comes_back_keeps_what_was_ticked(self, alice: Reader) -> None:
        question = QuestionFactory()
        vote(question, YES, alice.voter)
        page = alice.post(question, "", shows_side="1").content.decode()
        assert f'{BOX} value="1" checked' in page

    @pytest.mark.parametrize("htmx", [False, True])
    def test_it_is_taken_back_by_its_author_alone(
        self, alice: Reader, bob: Reader, htmx: bool
    ) -> None:
        question = QuestionFactory()
        vote(question, YES, alice.voter)
        alice.post(question, "En le disant.", shows_side="1")
        comment = Comment.objects.get()
        assert bob.do(comment, "hide-side", htmx=htmx).status_code == 403
        assert stances() == [Side.FOR]
        for _again in range(2):
            assert alice.do(comment, "hide-side", htmx=htmx).status_code == (200 if htmx else 302)
            assert stances() == [None]

    @pytest.mark.parametrize("goes", ["comment", "author"])
    def test_it_goes_with_the_text(self, alice: Reader, goes: str) -> None:
        question = QuestionFactory()
        vote(question, YES, alice.voter)
        alice.post(question, "En le disant.", shows_side="1")
        if goes == "comment":
            alice.do(Comment.objects.get(), "delete")
        else:
            remove(voter=alice.voter, now=question.created_at)
        assert stances() == [None]


class TestCrowds:
    def test_a_side_shows_once_ten_are_on_it(
        self, alice: Reader, bob: Reader, crowd: Question
    ) -> None:
        author = voters_of(crowd, YES)[0]
        comment_by(author, crowd, stance=Side.FOR)
        assert BADGE not in bob.reads(crowd)
        vote(crowd, YES)
        assert BADGE in bob.reads(crowd)

    def test_its_author_is_told_that_it_waits(self, alice: Reader) -> None:
        question = QuestionFactory()
        vote(question, YES, alice.voter)
        comment_by(alice.voter, question, stance=Side.FOR)
        page = alice.reads(question)
        assert "once enough readers have given it" in page
        assert "No longer show my answer" in page

    def test_no_order_tells_it_before(self, bob: Reader, crowd: Question) -> None:
        author = voters_of(crowd, YES)[0]
        comments = [
            comment_by(author, crowd),
            comment_by(author, crowd, stance=Side.FOR),
            comment_by(author, crowd),
        ]
        in_turn = bob.reads(crowd, "?sort=balanced")
        assert "Sides in turn" not in in_turn
        assert comments_in(in_turn) == [one.pk for one in reversed(comments)]
        vote(crowd, YES)
        assert "Sides in turn" in bob.reads(crowd)

    def test_the_api_tells_it_no_earlier(self, bob: Reader, crowd: Question) -> None:
        comment_by(voters_of(crowd, YES)[0], crowd, stance=Side.FOR)
        url = f"/api/v1/questions/{crowd.article.slug}/{crowd.slug}/comments"

        def told() -> list[Any]:
            return [one["stance"] for one in bob.client.get(url).json()["items"]]

        assert told() == [None]
        vote(crowd, YES)
        assert told() == ["for"]


class TestApprovals:
    def test_they_keep_the_side_of_their_moment(self, alice: Reader) -> None:
        question = QuestionFactory()
        comment = comment_by(VoterFactory(), question)
        vote(question, YES, alice.voter)
        alice.do(comment, "approve", to="on")
        vote(question, NO, alice.voter)
        assert self.counts(comment) == (1, 1, 0)
        alice.do(comment, "approve", to="off")
        assert self.counts(comment) == (0, 0, 0)
        alice.do(comment, "approve", to="on")
        assert self.counts(comment) == (1, 0, 1)

    def test_they_count_once_for_two_who_turn_out_to_be_one(
        self, alice: Reader, bob: Reader
    ) -> None:
        question = QuestionFactory()
        comment = comment_by(VoterFactory(), question)
        for reader, slug in ((alice, YES), (bob, NO)):
            vote(question, slug, reader.voter)
            reader.do(comment, "approve", to="on")
        assert self.counts(comment) == (2, 1, 1)
        merge(kept=alice.voter, merged=bob.voter, now=question.created_at)
        assert self.counts(comment) == (1, 1, 0)
        remove(voter=alice.voter, now=question.created_at)
        assert self.counts(comment) == (0, 0, 0)

    def counts(self, comment: Comment) -> tuple[int, int, int]:
        comment.refresh_from_db()
        assert counters.recount(comment.article) == []
        assert Approval.objects.filter(comment=comment).count() == comment.approvals_count
        return comment.approvals_count, comment.approvals_for, comment.approvals_against


class TestAboveTheComments:
    @pytest.fixture
    def argued(self) -> Question:
        question = contested(yes=12, no=12)
        argument = comment_by(
            voters_of(question, YES)[0], question, stance=Side.FOR, body="Un argument fort."
        )
        approve(argument, voters_of(question, NO)[:6])
        return question

    @pytest.mark.parametrize("query", ["", "?sort=oldest", "?sort=balanced", "?page=2"])
    def test_the_best_argument_stands_there_in_every_order(
        self, bob: Reader, argued: Question, query: str
    ) -> None:
        page = " ".join(bob.reads(argued, query).split())
        head = page[page.index('id="best-title"') :]
        assert "Un argument fort." in head
        assert "6 readers who answered “choice-2 (en)” have marked good arguments here" in page
        assert "6 of them marked this one: at least 61\xa0%, with 95% confidence." in page.replace(
            "61%", "61\xa0%"
        )

    def test_not_for_a_reader_who_muted_its_author(self, bob: Reader, argued: Question) -> None:
        bob.do(Comment.objects.get(), "mute", to="on")
        assert "best-title" not in bob.reads(argued)

    def test_the_mirror_shows_with_the_result(self, bob: Reader) -> None:
        question = contested(yes=12, no=12, results="after_vote")
        for slug in (YES, NO):
            for voter in voters_of(question, slug)[:5]:
                comment_by(voter, question)
        title = "Do commenters stand where voters do?"
        assert title not in bob.reads(question)
        vote(question, YES, bob.voter)
        assert title in bob.reads(question)
        fragment = bob.client.get(f"{page_url(question)}sides/", headers=HTMX).content.decode()
        assert title in fragment
        assert BOX in fragment
        assert "<html" not in fragment
