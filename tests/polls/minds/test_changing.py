"""What changed your mind? Asked of whoever changed an answer, told once, taken back, counted."""

from typing import Any

import pytest

from polls.kinds import Answer
from polls.models import MindChange, Question, Side
from polls.roll.merging import merge
from polls.roll.removal import remove
from polls.sides import minds
from polls.voting import cast, confirm, withdraw
from tests.factories import CommentFactory, PassageFactory, QuestionFactory
from tests.polls.discussion.reader import HTMX, Reader, page_url, url_of
from tests.polls.sides.camps import NO, YES, vote

pytestmark = pytest.mark.django_db

OFFERED = "What changed your mind?"


@pytest.fixture
def alice(db: None) -> Reader:
    return Reader("Alice")


@pytest.fixture
def bob(db: None) -> Reader:
    return Reader("Bob")


@pytest.fixture
def question(db: None) -> Question:
    return QuestionFactory()


def change(reader: Reader, question: Question, *slugs: str) -> None:
    for slug in slugs:
        vote(question, slug, reader.voter)


def tell(reader: Reader, question: Question, *, htmx: bool = False, **sent: str) -> Any:
    url = f"{page_url(question)}changed/"
    return reader.client.post(url, sent, headers=HTMX if htmx else {})


def told() -> list[tuple[int, int | None, int | None, int]]:
    rows = MindChange.objects.order_by("pk")
    return list(rows.values_list("revision", "comment", "passage", "direction"))


def offers(reader: Reader, question: Question) -> bool:
    return OFFERED in reader.reads(question)


def test_only_a_reader_who_has_changed_an_answer_is_asked(
    alice: Reader, question: Question
) -> None:
    assert not offers(alice, question)
    change(alice, question, YES)
    assert not offers(alice, question)
    change(alice, question, NO)
    assert offers(alice, question)
    assert offers(alice, question)  # and not insisted upon: the answer stands without it


def test_whoever_withdraws_and_answers_otherwise_has_changed(
    alice: Reader, question: Question
) -> None:
    change(alice, question, YES)
    question.refresh_from_db()
    withdraw(question=question, voter=alice.voter, now=question.created_at)
    assert not offers(alice, question)
    assert minds.newest_change(alice.voter, question) is None
    change(alice, question, YES)
    assert minds.newest_change(alice.voter, question) is None
    change(alice, question, NO)
    newest = minds.newest_change(alice.voter, question)
    assert newest is not None
    assert (newest.revision, newest.direction) == (4, Side.AGAINST)


def test_a_confirmation_is_no_change_and_leaves_the_one_before(alice: Reader) -> None:
    question = QuestionFactory(place="before", ask_again=True)
    change(alice, question, NO, YES)
    confirm(question=question, voter=alice.voter, now=question.created_at)
    newest = minds.newest_change(alice.voter, question)
    assert newest is not None
    assert (newest.revision, newest.direction) == (2, Side.FOR)


def test_a_passage_is_named_changed_for_a_comment_and_taken_back(
    alice: Reader, question: Question
) -> None:
    passage = PassageFactory(article=question.article)
    comment = CommentFactory(article=question.article, question=question, body="Un fait.")
    change(alice, question, YES, NO)
    page = alice.client.get(f"{page_url(question)}changed/").content.decode()
    assert f'value="passage-{passage.pk}"' in page
    assert f'value="comment-{comment.pk}"' in page
    assert "checked" not in page

    response = tell(alice, question, what=f"passage-{passage.pk}")
    assert response.status_code == 302
    assert told() == [(2, None, passage.pk, Side.AGAINST)]
    tell(alice, question, what=f"comment-{comment.pk}")
    tell(alice, question, what=f"comment-{comment.pk}")
    assert told() == [(2, comment.pk, None, Side.AGAINST)]
    page = alice.client.get(f"{page_url(question)}changed/").content.decode()
    assert page.count("checked") == 1
    tell(alice, question, forget="1")
    assert told() == []


def test_each_change_is_told_once(alice: Reader, question: Question) -> None:
    passage = PassageFactory(article=question.article)
    for slugs in ((YES, NO), (YES,)):
        change(alice, question, *slugs)
        tell(alice, question, what=f"passage-{passage.pk}")
    assert told() == [(2, None, passage.pk, Side.AGAINST), (3, None, passage.pk, Side.FOR)]


def test_htmx_has_the_form_in_the_card_and_then_a_word(alice: Reader, question: Question) -> None:
    passage = PassageFactory(article=question.article)
    change(alice, question, YES, NO)
    form = alice.client.get(f"{page_url(question)}changed/", headers=HTMX).content.decode()
    assert "<html" not in form
    assert f'data-hx-target="#question-{question.pk}-mind"' in form
    assert f'id="question-{question.pk}-mind"' in alice.reads(question)
    response = tell(alice, question, htmx=True, what=f"passage-{passage.pk}")
    assert "Noted." in response.content.decode()


@pytest.mark.parametrize("what", ["", "passage-0", "comment-0", "nothing"])
def test_what_is_not_here_cannot_be_named(alice: Reader, question: Question, what: str) -> None:
    elsewhere = CommentFactory()
    change(alice, question, YES, NO)
    assert tell(alice, question, what=what).status_code == 422
    sent = f"comment-{elsewhere.pk}"
    assert tell(alice, question, what=sent).status_code == 422
    assert told() == []


def test_one_s_own_comment_and_one_not_published_are_not_offered(
    alice: Reader, question: Question
) -> None:
    change(alice, question, YES, NO)
    own = CommentFactory(article=question.article, question=question, voter=alice.voter)
    waiting = CommentFactory(article=question.article, question=question, status="pending")
    for comment in (own, waiting):
        response = tell(alice, question, what=f"comment-{comment.pk}")
        assert response.status_code == 422
    assert told() == []


def test_without_a_change_nothing_is_kept(alice: Reader, question: Question) -> None:
    passage = PassageFactory(article=question.article)
    change(alice, question, YES)
    response = tell(alice, question, what=f"passage-{passage.pk}")
    assert response.status_code == 409
    assert told() == []


class TestTheCommentItself:
    def test_it_has_a_mark_for_whoever_changed_an_answer(
        self, alice: Reader, question: Question
    ) -> None:
        comment = CommentFactory(article=question.article, question=question)
        mark = "This changed my mind"
        assert mark not in alice.reads(question)
        change(alice, question, YES, NO)
        assert mark in alice.reads(question)
        for to, kept in (("on", 1), ("on", 1), ("off", 0), ("off", 0)):
            response = alice.do(comment, "changed-my-mind", to=to)
            assert response.status_code == 302
            assert len(told()) == kept

    def test_htmx_swaps_the_mark_alone(self, alice: Reader, question: Question) -> None:
        comment = CommentFactory(article=question.article, question=question)
        change(alice, question, YES, NO)
        page = alice.do(comment, "changed-my-mind", to="on", htmx=True).content.decode()
        assert page.split()[:2] == ["<div", 'class="credit"']
        assert 'aria-pressed="true"' in page

    def test_without_a_change_it_is_refused(self, alice: Reader, question: Question) -> None:
        comment = CommentFactory(article=question.article, question=question)
        change(alice, question, YES)
        response = alice.do(comment, "changed-my-mind", to="on", htmx=True)
        assert response.status_code == 409
        assert told() == []

    def test_whoever_follows_its_address_is_led_to_the_comment(
        self, alice: Reader, question: Question
    ) -> None:
        comment = CommentFactory(article=question.article, question=question)
        assert alice.look(comment, "changed-my-mind").headers["Location"] == url_of(comment)


class TestWhoseItIs:
    def test_of_two_who_turn_out_to_be_one_it_stays_told_and_counts_once(
        self, alice: Reader, bob: Reader, question: Question
    ) -> None:
        passage = PassageFactory(article=question.article)
        for reader in (alice, bob):
            change(reader, question, YES, NO)
            tell(reader, question, what=f"passage-{passage.pk}")
        merge(kept=alice.voter, merged=bob.voter, now=question.created_at)
        assert minds.of(alice.voter).count() == 2
        remove(voter=alice.voter, now=question.created_at)
        assert told() == []

    def test_it_goes_with_its_reader_and_stays_with_an_erased_comment(
        self, alice: Reader, bob: Reader, question: Question
    ) -> None:
        comment = CommentFactory(article=question.article, question=question, voter=bob.voter)
        change(alice, question, YES, NO)
        tell(alice, question, what=f"comment-{comment.pk}")
        remove(voter=bob.voter, now=question.created_at)
        assert told() == [(2, comment.pk, None, Side.AGAINST)]
        page = alice.client.get(f"{page_url(question)}changed/").content.decode()
        assert f"comment-{comment.pk}" not in page
        remove(voter=alice.voter, now=question.created_at)
        assert told() == []


def test_an_answer_between_kinds_of_no_sides_has_no_direction(alice: Reader) -> None:
    question = QuestionFactory(kind="multiple", choices=3)
    passage = PassageFactory(article=question.article)
    for slug in (YES, NO):
        choice = question.choices.get(slug=slug)
        question.refresh_from_db()
        answer = Answer({choice.pk: 1})
        cast(question=question, voter=alice.voter, answer=answer, now=question.created_at)
    tell(alice, question, what=f"passage-{passage.pk}")
    assert told() == [(2, None, passage.pk, Side.BETWEEN)]
