"""The lines of the results page: what stood when, and the dossier's own changes on them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from dossier.models import Revision
from polls.insight import asked, forecasts, history, tracks
from polls.kinds import Answer
from polls.models import Question
from polls.results import ledger
from polls.voting import cast
from tests.factories import ArticleFactory, QuestionFactory, VoterFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)


def cast_on(question: Question, slug: str, *, day: int, times: int = 1, value: int = 1) -> None:
    choice = question.choices.get(slug=slug).pk
    for _ in range(times):
        moment = NOON + timedelta(days=day)
        cast(question=question, voter=VoterFactory(), answer=Answer({choice: value}), now=moment)


def line(question: Question) -> history.Line:
    told = history.part(question.article, NOON)
    assert told
    return told.lines[0]


def test_a_line_begins_where_ten_have_answered() -> None:
    question = QuestionFactory()
    cast_on(question, "choice-1", day=0, times=9)
    cast_on(question, "choice-2", day=1, times=1)
    cast_on(question, "choice-2", day=2, times=8)

    drawn = line(question)

    assert [[point.text for point in track.so_far] for track in drawn.tracks] == [
        ["9", "90%", "50%"],
        ["0", "10%", "50%"],
    ]
    paths = [path for _number, _track, path in drawn.paths]
    assert paths == ["M50,10L83.333,50", "M50,90L83.333,50"]
    assert drawn.sentence == (
        "18 readers have answered since 2 March 2026. “choice-1 (en)”: 90% on 3 March 2026, "
        "50% now."
    )


def test_a_pointer_is_told_what_stood_at_the_end_of_a_day(client: Client) -> None:
    question = QuestionFactory(results="always")
    cast_on(question, "choice-1", day=0, times=12)
    cast_on(question, "choice-2", day=1, times=12)

    page = client.get(f"/en/{question.article.slug}/results/").content.decode()
    spots = re.findall(
        r'<rect class="spot" x="(\S+)" width="(\S+)".*?<title>(.*?)</title>', page, re.S
    )
    assert spots[:2] == [
        ("0", "50", "2 March 2026\n100% choice-1 (en)\n0% choice-2 (en)"),
        ("50", "50", "3 March 2026\n50% choice-1 (en)\n50% choice-2 (en)"),
    ]


def test_a_pointer_is_told_more_of_a_forecast_than_its_table_tells() -> None:
    question = QuestionFactory(kind="forecast", choices=1, results="always")
    for day in range(12):
        cast_on(question, "choice-1", day=day, value=5 * day)

    told = forecasts.part(question.article, NOON + timedelta(days=20))
    assert told
    (course,) = told.forecasts
    assert len(course.spots) == forecasts.SPOTS > len(course.rows)
    assert course.spots[0].told == "2 March 2026\nMedian 0%"
    assert course.spots[-1].told == "22 March 2026\nMedian 27.5%\nMiddle half 13.8–41.2%"


def test_under_ten_voters_there_is_no_line_and_no_percentage(client: Client) -> None:
    question = QuestionFactory(results="always")
    cast_on(question, "choice-1", day=0, times=5)
    cast_on(question, "choice-2", day=3, times=4)

    page = client.get(f"/en/{question.article.slug}/results/").content.decode()
    part = page[page.index('id="history"') :]

    assert not line(question).is_drawn
    assert "%" not in part.split("</section>")[0].replace('width="100%"', "")


def test_revisions_of_the_dossier_are_marked_where_they_came() -> None:
    article = ArticleFactory(published_at=NOON - timedelta(days=9))
    question = QuestionFactory(article=article)
    cast_on(question, "choice-1", day=0, times=10)
    for number, day, note in ((2, -5, "before"), (3, 1, "A name"), (4, 4, "")):
        made_at = NOON + timedelta(days=day)
        Revision.objects.create(article=article, number=number, made_at=made_at, note_en=note)
    cast_on(question, "choice-2", day=4, times=10)

    marks = [(mark.number, mark.note, mark.x) for mark in line(question).marks]

    assert marks == [(1, "A name", "30"), (2, "", "90")]


@pytest.mark.parametrize(
    ("kind", "choices", "ballots", "told"),
    [
        ("scale", 5, ["choice-1"] * 4 + ["choice-3"] * 2 + ["choice-4"] * 4, ["40%", "20%", "40%"]),
        ("multiple", 2, ["choice-1"] * 6 + ["choice-2"] * 4, ["60%", "40%"]),
        ("quiz", 2, ["choice-1"] * 10, ["0%"]),
    ],
)
def test_what_is_followed_is_of_the_kind(
    kind: str, choices: int, ballots: list[str], told: list[str]
) -> None:
    question = QuestionFactory(kind=kind, choices=choices)
    question.choices.filter(slug="choice-2").update(correct=kind == "quiz")
    for slug in ballots:
        cast_on(question, slug, day=0, value=0 if kind == "quiz" else 1)

    assert [track.now.text for track in line(question).tracks] == told


def test_forecasts_are_followed_by_their_median_and_rankings_by_their_points() -> None:
    forecast = QuestionFactory(kind="forecast", choices=1)
    ranking = QuestionFactory(kind="ranking", choices=2)
    for number in range(10):
        cast_on(forecast, "choice-1", day=0, value=10 * number)
    first, second = ranking.choices.values_list("pk", flat=True)
    for _ in range(10):
        answer = Answer({first: 1, second: 2})
        cast(question=ranking, voter=VoterFactory(), answer=answer, now=NOON)

    assert [track.now.text for track in line(forecast).tracks] == ["45%"]
    assert [track.now.text for track in line(ranking).tracks] == ["100%", "0%"]


def test_what_is_told_of_now_is_the_result() -> None:
    question = QuestionFactory(choices=3)
    for place, times in enumerate((7, 5, 2), start=1):
        cast_on(question, f"choice-{place}", day=place, times=times)
    (one,) = asked.shown(question.article, now=NOON)
    told = ledger.periods([question])[question.pk]

    followed = tracks.tracks_of(one, [p.so_far for p in told], [p.given for p in told])

    assert [track.now.share for track in followed] == [row.share for row in one.result.rows]


def test_a_result_that_is_kept_back_has_no_line(client: Client) -> None:
    question = QuestionFactory(results="after_close")
    cast_on(question, "choice-1", day=0, times=12)

    assert history.part(question.article, NOON) is None
    newsroom = history.for_newsroom(question.article, NOON)
    assert newsroom
    assert len(newsroom.lines) == 1
    page = client.get(f"/en/{question.article.slug}/results/").content.decode()
    assert 'id="history"' not in page


def test_small_shares_have_room_to_be_told_apart() -> None:
    """The plane ends at the least round share above all: a third of the votes fills it."""
    question = QuestionFactory(choices=4)
    for day, times in ((0, 4), (1, 5)):
        for place in (1, 2, 3):
            cast_on(question, f"choice-{place}", day=day, times=times)

    drawn = line(question)

    assert (drawn.top, list(drawn.scale)) == (0.4, ["40%", "20%", "0%"])
    assert {path for _number, _track, path in drawn.paths} == {
        "M25,16.667L75,16.667",
        "M25,100L75,100",
    }


def test_the_legend_stands_in_the_order_in_which_the_lines_end() -> None:
    question = QuestionFactory(choices=2)
    cast_on(question, "choice-1", day=0, times=12)
    cast_on(question, "choice-2", day=1, times=20)

    told = [(number, track.now.text) for number, track in line(question).legend]

    assert told == [(2, "63%"), (1, "38%")]
