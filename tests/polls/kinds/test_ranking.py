"""An order of the choices: ranks without gaps, duels, who comes first and by what."""

from collections import Counter
from typing import Any

import pytest
from django.test import Client

from polls.kinds.ranking import Ranking, RankingResult
from polls.models import PairTally, Question
from polls.results import tally
from polls.results.recount import recount
from tests.factories import ChoiceFactory, QuestionFactory
from tests.polls.kinds.asking import marks, vote
from tests.polls.kinds.ballots import cast_all, drawn, problems_of, result_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

NAMES = "abcde"


def ranking(*ballots: str, names: str = NAMES) -> Question:
    """A ranking of choices called by letters; a ballot is an order such as "b ac", ties joined."""
    question: Question = QuestionFactory(kind="ranking", choices=0)
    for position, name in enumerate(names):
        ChoiceFactory(question=question, slug=name, label_en=name.upper(), position=position)
    cast_all(question, *[ranked(ballot, names) for ballot in ballots])
    return question


def ranked(ballot: str, names: str) -> dict[str, int]:
    ranks = {name: rank for rank, tied in enumerate(ballot.split(), start=1) for name in tied}
    return {name: ranks.get(name, 0) for name in names}


def outcome(question: Question) -> RankingResult:
    result = result_of(question)
    assert isinstance(result, RankingResult)
    return result


def pairs(question: Question) -> dict[str, int]:
    """How many put one before another, by both their letters."""
    rows = PairTally.objects.filter(question=question).exclude(count=0)
    return {f"{row.preferred.slug}{row.other.slug}": row.count for row in rows}


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"a": "1", "b": "2", "c": "3"}, {"a": 1, "b": 2, "c": 3}),
        ({"a": "3", "b": "1"}, {"a": 2, "b": 1, "c": 0}),
        ({"a": "2", "b": "2", "c": "3"}, {"a": 1, "b": 1, "c": 2}),
        ({"c": "3"}, {"a": 0, "b": 0, "c": 1}),
        ({"a": "２", "b": "1", "c": ""}, {"a": 2, "b": 1, "c": 0}),
    ],
)
def test_ranks_are_kept_without_gaps(
    sent: dict[str, str], kept: dict[str, int], client: Client
) -> None:
    question = ranking(names="abc")
    vote(client, question, {f"rank-{name}": rank for name, rank in sent.items()})
    assert marks(question) == [kept]


def test_what_is_unranked_is_tied_behind_all_that_is_ranked() -> None:
    question = ranking("a b")
    assert pairs(question) == dict.fromkeys(["ab", "ac", "ad", "ae", "bc", "bd", "be"], 1)


def test_ties_prefer_neither() -> None:
    assert pairs(ranking("ab c", names="abc")) == {"ac": 1, "bc": 1}


def test_a_ballot_weighs_only_what_was_offered_when_it_was_cast() -> None:
    question = ranking("a b", "b a c", names="abc")
    ChoiceFactory(question=question, slug="late", position=9)
    late = {"a": 2, "b": 0, "c": 0, "late": 1}

    cast_all(question, late)

    assert pairs(question) == {
        "ab": 2, "ac": 3, "ba": 1, "bc": 2, "latea": 1, "lateb": 1, "latec": 1,
    }  # fmt: skip
    assert recount(question) == []
    points = [(one.choice.slug, one.points) for one in outcome(question).standings]
    assert points == [("late", 6), ("a", 6), ("b", 4.5), ("c", 1.5)]


def test_the_example_of_45_voters() -> None:
    """Wikipedia, “Schulze method”: E wins, then A, C, B and D."""
    ballots = Counter(
        {
            "a c b e d": 5,
            "a d e c b": 5,
            "b e d a c": 8,
            "c a b e d": 3,
            "c a e b d": 7,
            "c b a d e": 2,
            "d c e b a": 7,
            "e b a d c": 8,
        }
    )
    result = outcome(ranking(*ballots.elements()))

    assert [standing.choice.slug for standing in result.standings] == list("eacbd")
    assert result.sentence == "“E” comes first by the Schulze method, without winning every duel."
    matrix = [[duel.count if duel else 0 for duel in duels] for _row, duels in result.matrix]
    assert matrix == [
        [0, 23, 21, 27, 31],
        [22, 0, 26, 20, 30],
        [24, 19, 0, 29, 17],
        [18, 25, 16, 0, 33],
        [14, 15, 28, 12, 0],
    ]


@pytest.mark.parametrize(
    ("ballots", "sentence"),
    [
        ([], "Nobody has voted yet."),
        (["a b c"], "“A” comes first: it wins the duel with every other choice."),
        (["ab c"], "“A” and “B” are tied for the first place."),
        (["a b c", "b c a", "c a b"], "No choice comes out ahead: they are all tied."),
        (["abc"], "No choice comes out ahead: they are all tied."),
    ],
)
def test_the_sentence_says_who_comes_first_and_tells_ties(
    ballots: list[str], sentence: str
) -> None:
    assert outcome(ranking(*ballots, names="abc")).sentence == sentence


def test_bars_are_the_share_of_the_points_that_could_be_won() -> None:
    question = ranking(*["a b c"] * 6, *["b a c"] * 4, names="abc")
    standings = outcome(question).standings
    assert [(one.place, one.tied, one.in_points, one.percent) for one in standings] == [
        (1, False, "16", "80%"),
        (2, False, "14", "70%"),
        (3, False, "0", "0%"),
    ]
    assert '<td class="wins">▲ 60%</td>' in drawn(question)


def test_under_ten_voters_there_is_no_percentage() -> None:
    fragment = drawn(ranking(*["a b c"] * 9, names="abc"))
    assert "%" not in fragment
    assert '<td class="wins">▲ 9</td>' in fragment


def test_a_row_a_choice_and_rank_is_exported() -> None:
    question = ranking("a b", "b a", "b a", names="abc")
    read = tally.read([question])[question.pk]
    rows = Ranking().rows(choices=list(question.choices.all()), tally=read)
    assert {(row.choice.slug, row.value): row.count for row in rows if row.count} == {
        ("a", 1): 1,
        ("a", 2): 2,
        ("b", 1): 2,
        ("b", 2): 1,
        ("c", 0): 3,
    }


def test_the_form_shows_a_voter_s_order(client: Client) -> None:
    question = ranking(names="abc")
    sent: dict[str, Any] = {"rank-b": "1", "rank-c": "2"}
    page = vote(client, question, sent, htmx=True).content.decode()
    places = [page.index(f'name="rank-{name}"') for name in "bca"]
    assert places == sorted(places)


def test_a_ranking_of_one_choice_cannot_be_asked() -> None:
    assert problems_of(ranking(names="a")) == [
        "A question of this kind needs at least two choices."
    ]
