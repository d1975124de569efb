"""What a stream tells, to whom, and when: the room without a browser and without a server."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.translation import gettext

from dossier.models import Article
from polls.kinds import Answer
from polls.live import hub
from polls.live.stream import Streams
from polls.live.watching import Watcher
from polls.models import Comment, Question, Turnout, Voter
from polls.moderation.decide import decide
from polls.results import passes
from polls.voting import cast, windows, withdraw
from tests.factories import (
    ArticleFactory,
    ChoiceFactory,
    CommentFactory,
    PassageFactory,
    QuestionFactory,
    UserFactory,
    VoterFactory,
)
from tests.polls.live.pages import Page, in_a_loop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article() -> Article:
    return ArticleFactory(slug="affaire")


def asked(article: Article, results: str = "always", **given: object) -> Question:
    question = QuestionFactory(article=article, results=results, **given)
    ChoiceFactory.create_batch(2, question=question)
    return question


def vote(question: Question, voter: Voter | None = None, choice: int = 0) -> None:
    marks = {question.choices.all()[choice].pk: 1}
    cast(
        question=question,
        voter=voter or VoterFactory(),
        answer=Answer(marks=marks),
        now=timezone.now(),
    )


def mark(question: Question) -> str:
    version = Turnout.objects.filter(question=question).values_list("version", flat=True).first()
    return f"{question.pk}.{version or 0}.{question.state(now=timezone.now()).value[0]}"


def test_a_ballot_moves_every_page_that_shows_its_question(article: Article) -> None:
    first, second = asked(article), asked(article)

    async def pages(streams: Streams) -> None:
        dossier = Page(streams, "/fr/affaire/live/")
        english = Page(streams, f"/en/affaire/live/?have={mark(first)},{mark(second)}")
        packed = Page(streams, f"/fr/affaire/live/?have={mark(first)}", accept_encoding="gzip, br")
        other = Page(streams, f"/fr/affaire/live/?have={mark(second)}")
        await dossier.until(lambda page: len(page.events) == 2)
        for page in (english, packed, other):
            await page.until(lambda page: page.status == 200)
        assert (english.events, packed.events, other.events) == ([], [], [])

        vote(first)
        for page in (dossier, english, packed):
            await page.until(lambda page: mark(first) in page.marks)
        vote(second)
        await other.until(lambda page: page.of(second.pk))
        assert other.of(first.pk) == []
        assert packed.of(second.pk) == []

        [told] = packed.of(first.pk)
        assert told["mark"] == mark(first)
        assert told["state"] == "open"
        assert told["parts"]["votes"] == "<strong>1</strong> vote"
        assert f'id="question-{first.pk}-result"' in told["result"]
        assert "Open" in english.of(first.pk)[0]["parts"]["state"]
        assert "Ouverte" in told["parts"]["state"]
        for page in (dossier, english, packed, other):
            await page.close()

    in_a_loop(pages)


def test_nobody_is_told_a_number_that_their_page_would_not_show(article: Article) -> None:
    always, after_vote, after_close, staff = (
        asked(article, results) for results in ("always", "after_vote", "after_close", "staff")
    )
    questions = (always, after_vote, after_close, staff)
    now = timezone.now()
    reader = ",".join(passes.for_readers(question.pk) for question in questions)
    newsroom = ",".join(passes.for_newsroom(question.pk, now=now) for question in questions)

    async def pages(streams: Streams) -> None:
        nobody = Page(streams, "/fr/affaire/live/")
        voter = Page(streams, f"/fr/affaire/live/?pass={reader}")
        forged = Page(streams, f"/fr/affaire/live/?pass={after_vote.pk}r{'0' * 20}")
        editor = Page(streams, f"/fr/affaire/live/?pass={newsroom}")
        for page in (nobody, voter, forged, editor):
            await page.until(lambda page: len(page.events) == 4)
        for question in questions:
            vote(question)
        for page in (nobody, voter, forged, editor):
            await page.until(lambda page: {mark(one) for one in questions} <= page.marks)

        def shown(page: Page) -> list[bool]:
            return [any("result" in told for told in page.of(asked.pk)) for asked in questions]

        assert shown(nobody) == shown(forged) == [True, False, False, False]
        assert shown(voter) == [True, True, False, False]
        assert shown(editor) == [True, True, True, True]
        for page in (nobody, voter, forged, editor):
            await page.close()

    in_a_loop(pages)


def test_a_page_that_comes_back_is_told_what_it_has_missed_and_nothing_else(
    article: Article,
) -> None:
    first, second = asked(article), asked(article)

    async def pages(streams: Streams) -> None:
        page = Page(streams, "/fr/affaire/live/")
        await page.until(lambda page: len(page.events) == 2)
        vote(first)
        await page.until(lambda page: len(page.of(first.pk)) == 2)
        came_so_far = page.last_id
        await page.close()
        assert came_so_far == f"{mark(first)},{mark(second)}"

        vote(second)
        back = Page(streams, "/fr/affaire/live/", last_event_id=came_so_far)
        await back.until(lambda page: page.events)
        assert [event.data["question"] for event in back.events] == [second.pk]
        await back.close()

    in_a_loop(pages)


def test_a_question_closes_on_open_pages_by_hand_and_by_the_clock(article: Article) -> None:
    by_hand = asked(article, "after_close")
    soon = timezone.now() + timedelta(seconds=2)
    by_clock = asked(article, "after_close", closes_at=soon)
    vote(by_hand)

    async def pages(streams: Streams) -> None:
        page = Page(streams, "/fr/affaire/live/")
        await page.until(lambda page: len(page.events) == 2)
        assert all("result" not in event.data for event in page.events)
        editor = UserFactory(is_superuser=True)
        windows.close_question(question=by_hand, editor=editor, now=timezone.now())
        await page.until(lambda page: {mark(by_hand), mark(by_clock)} <= page.marks)
        await page.until(lambda page: page.of(by_clock.pk)[-1]["state"] == "closed")
        assert f'id="question-{by_hand.pk}-result"' in page.of(by_hand.pk)[-1]["result"]
        with translation.override("fr"):
            closed_on = gettext("Closed on")
        assert page.of(by_clock.pk)[-1]["parts"]["window"].startswith(closed_on)
        await page.close()

    in_a_loop(pages)


def test_comments_are_counted_on_open_pages(article: Article) -> None:
    question = asked(article)
    on_question = CommentFactory(article=article, question=question, status="pending")
    on_dossier = CommentFactory(article=article, question=None, status="pending")
    passage = PassageFactory(article=article, slug="mission")
    on_passage = CommentFactory(article=article, passage=passage, status="pending")

    def publish(comment: Comment) -> None:
        moderator = UserFactory(is_superuser=True)
        decide(comment=comment, moderator=moderator, action="approve", now=timezone.now())

    async def pages(streams: Streams) -> None:
        page = Page(streams, "/fr/affaire/live/")
        await page.until(lambda page: page.events)
        publish(on_question)
        await page.until(lambda page: len(page.of(question.pk)) == 2)
        assert page.of(question.pk)[-1]["parts"]["comments"] == "1 commentaire"
        publish(on_dossier)
        await page.until(lambda page: page.events[-1].name == "discussion")
        assert "1 commentaire" in page.events[-1].data["count"]
        told = len(page.events)
        publish(on_passage)
        await page.until(lambda page: page.events[told:] and page.events[-1].name == "discussion")
        mission = page.events[-1].data["passages"]["mission"]
        assert mission.replace("\N{NO-BREAK SPACE}", " ") == "1 commentaire sur ce passage"
        await page.close()

    in_a_loop(pages)


def test_a_withdrawn_ballot_and_a_withdrawn_dossier_are_told(article: Article) -> None:
    question, voter = asked(article), VoterFactory()
    vote(question, voter)

    async def pages(streams: Streams) -> None:
        page = Page(streams, "/fr/affaire/live/")
        await page.until(lambda page: page.events)
        withdraw(question=question, voter=voter, now=timezone.now())
        await page.until(lambda page: "<strong>0</strong>" in str(page.of(question.pk)[-1]))
        Article.objects.filter(pk=article.pk).update(status=Article.Status.DRAFT)
        await page.until(lambda page: page.events[-1].name == "gone")
        await page.task
        again = Page(streams, "/fr/affaire/live/")
        await again.until(lambda page: page.status)
        assert again.status == 404
        await again.close()

    in_a_loop(pages)


def test_a_reader_who_does_not_keep_up_is_let_go_and_holds_up_nobody(article: Article) -> None:
    question = asked(article)

    async def pages(streams: Streams) -> None:
        slow, quick = (Page(streams, "/fr/affaire/live/") for _ in range(2))
        for page in (slow, quick):
            await page.until(lambda page: page.events)
        slow.is_stuck = True
        vote(question)
        await quick.until(lambda page: len(page.of(question.pk)) == 2)
        assert len(streams.hub.rooms["affaire"].all()) == 1
        slow.is_stuck = False
        for page in (slow, quick):
            await page.close()
        assert streams.hub.rooms == {}

    in_a_loop(pages)


@override_settings(STREAMS_MOST=3, STREAMS_MOST_OF_ADDRESS=2)
def test_past_its_limits_a_process_sends_pages_to_ask_instead(article: Article) -> None:
    asked(article)

    async def pages(streams: Streams) -> None:
        taken = [Page(streams, "/fr/affaire/live/") for _ in range(3)]
        for page in taken:
            await page.until(lambda page: page.status)
        assert [page.status for page in taken] == [200, 200, 503]
        assert taken[2].headers["retry-after"] == "30"
        await taken[0].close()
        again = Page(streams, "/fr/affaire/live/")
        await again.until(lambda page: page.status)
        assert again.status == 200
        for page in (*taken[1:], again):
            await page.close()

    in_a_loop(pages)


def test_a_database_that_is_silent_is_told_and_what_moved_meanwhile_comes_after(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = asked(article)
    monkeypatch.setattr(hub, "LATE", 0.5)
    look = Watcher.look

    async def pages(streams: Streams) -> None:
        page = Page(streams, "/fr/affaire/live/")
        await page.until(lambda page: page.events)
        with monkeypatch.context() as broken:
            broken.setattr(Watcher, "look", lambda *_: 1 / 0)
            await page.until(lambda page: page.events[-1] == ("status", "late"))
            late = Page(streams, "/en/affaire/live/")
            await late.until(lambda page: page.status)
            assert late.status == 503
            vote(question)
        assert Watcher.look is look
        await page.until(lambda page: len(page.of(question.pk)) == 2)
        assert ("status", "live") in page.events
        for one in (page, late):
            await one.close()

    in_a_loop(pages)


def test_a_server_that_ends_sends_its_readers_away_first(article: Article) -> None:
    asked(article)

    async def pages(streams: Streams) -> None:
        page = Page(streams, "/fr/affaire/live/")
        await page.until(lambda page: page.events)
        await streams.end(within=0.5)
        await page.task
        assert page.events[-1] == ("move", {"within": 400})
        late = Page(streams, "/fr/affaire/live/")
        await late.until(lambda page: page.status)
        assert late.status == 503
        await late.close()

    in_a_loop(pages)


@pytest.mark.parametrize("questions", [1, 12])
def test_a_look_costs_one_query_and_a_change_few_however_many_questions(
    article: Article, questions: int
) -> None:
    several = [asked(article) for _ in range(questions)]
    watcher = Watcher()
    wanted: dict[str, dict[str, set[int]]] = {"affaire": {"fr": set(), "en": set()}}
    watcher.look(wanted)
    with CaptureQueriesContext(
        connection,
    ) as nothing_moved:
        watcher.look(wanted)
    for question in several:
        vote(question)
    with CaptureQueriesContext(connection) as all_moved:
        news = watcher.look(wanted)
    assert len(nothing_moved) == 1
    assert len(all_moved) == 3  # how far all have come, their counters, their comments
    assert news["affaire"].moved == {question.pk for question in several}
    assert set(news["affaire"].pieces) == {"fr", "en"}


def test_a_watcher_knows_when_the_clock_will_move_something(article: Article) -> None:
    now = timezone.now()
    asked(article, closes_at=now + timedelta(seconds=90))
    asked(article, opens_at=now + timedelta(seconds=30))
    watcher = Watcher()
    with time_machine.travel(now, tick=False):
        watcher.look({"affaire": {"fr": set()}})
        assert watcher.next_turn() == 30
