"""Two questions beside one another: only what everybody may see, and nothing of single readers."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from dossier.models import Article
from polls.insight import asked
from polls.insight.crossing import Crossing, TooFew, cross
from polls.insight.crosstable import CrossTable
from polls.insight.variables import Variable, variables_of
from polls.kinds import Answer
from polls.models import Question
from polls.results import tally
from polls.voting import cast
from tests.factories import ArticleFactory, QuestionFactory, VoterFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def two(article: Article, **options: Any) -> tuple[Question, Question]:
    made = [
        QuestionFactory(article=article, slug=slug, position=place, **options)
        for place, slug in enumerate(("first", "second"))
    ]
    return made[0], made[1]


def answer(*said: tuple[Question, dict[str, int] | None], times: int) -> None:
    """So many voters who say all of this, each question's answer by slugs; None for no answer."""
    for _ in range(times):
        voter = VoterFactory()
        for question, values in said:
            if values is not None:
                by_slug = dict(question.choices.values_list("slug", "pk"))
                marks = {by_slug[slug]: value for slug, value in values.items()}
                now = timezone.now()
                cast(question=question, voter=voter, answer=Answer(marks), now=now)


def variables(article: Article) -> dict[str, Variable]:
    shown = asked.everything(article, now=timezone.now())
    return {variable.name: variable for one in shown for variable in variables_of(one)}


def crossed(article: Article, rows: str, columns: str) -> Crossing:
    offered = variables(article)
    return cross(offered[rows], offered[columns])


ONE, TWO, THREE = ({f"choice-{place}": 1} for place in (1, 2, 3))


@pytest.fixture
def article() -> Article:
    made: Article = ArticleFactory()
    return made


@pytest.fixture
def linked(article: Article) -> tuple[Question, Question]:
    """Two questions that go together, with some who answered one of them alone."""
    first, second = two(article)
    for one, other, times in ((ONE, ONE, 12), (ONE, TWO, 6), (TWO, ONE, 7), (TWO, TWO, 15)):
        answer((first, one), (second, other), times=times)
    answer((first, ONE), (second, None), times=5)
    answer((first, None), (second, TWO), times=6)
    return first, second


def page(client: Client, article: Article, a: str, b: str, *, status: int = 200) -> str:
    response = client.get(f"/en/{article.slug}/results/cross/", {"a": a, "b": b})
    assert response.status_code == status
    return response.content.decode()


def test_every_voter_is_in_the_table_once_and_totals_are_the_public_results(
    linked: tuple[Question, Question],
) -> None:
    first, second = linked

    told = crossed(first.article, "first", "second")

    assert told.table.tolist() == [[12, 6, 5], [7, 15, 0], [0, 6, 0]]
    assert not told.hidden.any()
    counts = tally.read([first, second])
    for question, totals in ((first, told.table.sum(axis=1)), (second, told.table.sum(axis=0))):
        choices = question.choices.values_list("pk", flat=True)
        assert totals[:-1].tolist() == [counts[question.pk].counts[pk, 1] for pk in choices]


def test_the_page_has_the_table_with_shares_and_says_how_strong_the_link_is(
    client: Client, linked: tuple[Question, Question]
) -> None:
    shown = page(client, linked[0].article, "first", "second")

    assert '<td>12 <span class="cell-share">67%</span></td>' in shown
    assert (
        "40 readers answered both questions. Whether their answers are linked is not sure "
        "(Cramér’s V 0.31, 95% interval 0.00 to 0.66, on a scale from 0 to 1)."
    ) in shown
    assert "at least so much in 2.8% of cases (χ²(1) = 4.8)." in shown
    assert "kept back" not in shown


def test_small_counts_are_kept_back_and_so_is_what_would_give_them_away(
    client: Client, article: Article
) -> None:
    first, second = two(article)
    for one, other, times in ((ONE, ONE, 3), (ONE, TWO, 11), (TWO, ONE, 13), (TWO, TWO, 17)):
        answer((first, one), (second, other), times=times)

    told = crossed(article, "first", "second")
    shown = page(client, article, "first", "second")

    assert told.hidden.tolist() == [[True, True, False], [True, True, False], [False] * 3]
    assert "<td>3 \n" not in shown.replace("<", " \n<")
    assert shown.count('<span class="visually-hidden">kept back</span>') == 4
    assert "Counts under 5 are kept back" in shown


def test_what_is_told_of_the_whole_is_made_of_what_is_published(article: Article) -> None:
    """With the totals alone known, nothing speaks for a link."""
    first, second = two(article)
    for one, other, times in ((ONE, ONE, 4), (ONE, TWO, 20), (TWO, ONE, 20), (TWO, TWO, 4)):
        answer((first, one), (second, other), times=times)

    told = crossed(article, "first", "second")

    assert told.strength
    assert told.strength.value == 0
    assert "next to nothing" in CrossTable(told).sentence


@pytest.mark.parametrize("times", [2, 3])
def test_of_too_few_there_is_no_table(client: Client, article: Article, times: int) -> None:
    first, second = two(article)
    for one, other in ((ONE, ONE), (TWO, TWO), (ONE, TWO)):
        answer((first, one), (second, other), times=times)

    assert "Too few readers have answered both questions" in page(
        client, article, "first", "second"
    )
    with pytest.raises(TooFew):
        crossed(article, "first", "second")


@pytest.mark.parametrize("rule", ["after_vote", "after_close", "staff"])
def test_a_result_that_is_not_public_is_not_offered(
    client: Client, linked: tuple[Question, Question], rule: str
) -> None:
    first, second = linked
    third = QuestionFactory(article=first.article, slug="third")
    Question.objects.filter(pk=second.pk).update(results=rule)

    shown = page(client, first.article, "first", "second", status=404)

    assert "its result does not show yet" in shown
    assert f'<option value="{third.slug}"' in shown
    assert '<option value="second"' not in shown


@pytest.mark.parametrize("names", [("first", "nothing"), ("first", ""), ("", "first:choice-1")])
def test_what_is_not_there_is_said_to_be(
    client: Client, linked: tuple[Question, Question], names: tuple[str, str]
) -> None:
    assert "One of these questions is not there" in page(
        client, linked[0].article, *names, status=404
    )


def test_a_question_is_not_laid_beside_itself(
    client: Client, linked: tuple[Question, Question]
) -> None:
    assert "Choose two different questions" in page(client, linked[0].article, "first", "first")


def test_one_question_alone_offers_nothing(client: Client) -> None:
    question = QuestionFactory()
    shown = client.get(f"/en/{question.article.slug}/results/cross/").content.decode()
    assert "There are no two questions yet" in shown
    assert "<select" not in shown


@pytest.mark.parametrize(
    ("kind", "choices", "answers", "labels", "row"),
    [
        (
            "forecast",
            1,
            [{"choice-1": value} for value in (0, 19, 20, 99, 100)],
            ["0–19%", "20–39%", "40–59%", "60–79%", "80–100%"],
            [20, 10, 0, 0, 20, 0],
        ),
        (
            "ranking",
            2,
            [{"choice-1": 1, "choice-2": 2}, {"choice-1": 0, "choice-2": 1}] * 2
            + [{"choice-1": 1, "choice-2": 1}],
            ["choice-1 (en)", "choice-2 (en)", "Several together"],
            [20, 20, 10, 0],
        ),
        (
            "quiz",
            2,
            [{"choice-1": 0}, {"choice-2": 100}, {"choice-1": 50, "choice-2": 50}] * 2,
            ["Right", "Partly right", "Wrong"],
            [20, 20, 20, 0],
        ),
        ("scale", 3, [ONE, TWO, TWO], [f"choice-{n} (en)" for n in (1, 2, 3)], [10, 20, 0, 0]),
    ],
)
def test_each_kind_has_levels_of_its_own(
    article: Article,
    kind: str,
    choices: int,
    answers: list[dict[str, int]],
    labels: list[str],
    row: list[int],
) -> None:
    first = QuestionFactory(article=article, slug="first", choices=1)
    second = QuestionFactory(article=article, slug="second", kind=kind, choices=choices)
    for given in answers:
        answer((first, ONE), (second, given), times=10)

    told = crossed(article, "first", "second")

    assert [level.label for level in told.column_levels] == labels
    assert told.table[0].tolist() == row


def test_of_several_choices_each_is_chosen_or_not(client: Client, article: Article) -> None:
    first = QuestionFactory(article=article, slug="first")
    second = QuestionFactory(article=article, slug="second", kind="multiple", choices=3)
    answer((first, ONE), (second, ONE | TWO), times=8)
    answer((first, TWO), (second, TWO), times=9)

    told = crossed(article, "first", "second:choice-1")

    assert told.table[:-1, :-1].tolist() == [[8, 0], [0, 9]]
    shown = page(client, article, "first", "second:choice-1")
    assert "Of several choices, one is looked at: chosen or not." in shown
    assert "Their answers are strongly linked" in shown


def test_choices_that_add_up_are_shown_only_if_all_are_shown_whole(article: Article) -> None:
    """Of exactly two, who did not choose one of the shown two chose the third."""
    first = QuestionFactory(article=article, slug="first")
    second = QuestionFactory(
        article=article, slug="second", kind="multiple", choices=3, min_choices=2, max_choices=2
    )
    answer((first, ONE), (second, ONE | TWO), times=20)
    answer((first, TWO), (second, ONE | TWO), times=20)
    answer((first, ONE), (second, ONE | THREE), times=2)
    answer((first, TWO), (second, ONE | THREE), times=9)

    with pytest.raises(TooFew):
        crossed(article, "first", "second:choice-1")


def test_abstentions_and_statements_have_no_level(article: Article) -> None:
    first, second = two(article, allows_abstention=True)
    QuestionFactory(article=article, slug="statements", kind="statements")
    answer((first, ONE), (second, ONE), times=10)
    for _ in range(5):
        voter, now = VoterFactory(), timezone.now()
        cast(question=first, voter=voter, answer=Answer(abstains=True), now=now)

    told = crossed(article, "first", "second")

    assert told.table.sum() == 10
    assert sorted(variables(article)) == ["first", "second"]


def test_a_statement_is_laid_beside_a_question(client: Client, article: Article) -> None:
    first = QuestionFactory(article=article, slug="first")
    stated = QuestionFactory(article=article, slug="stated", kind="statements", choices=3)
    for one, stance, times in ((ONE, 1, 9), (ONE, -1, 6), (TWO, 1, 7), (TWO, 0, 8)):
        answer((first, one), (stated, {"choice-1": stance, "choice-2": 1}), times=times)
    answer((first, TWO), (stated, {"choice-2": 1}), times=5)
    answer((first, ONE), (stated, {"choice-2": -1, "choice-3": 1}), times=6)

    shown = page(client, article, "first", "stated:choice-1")

    assert [cells_of(shown, row) for row in range(2)] == [
        ["9", "6", "0", "6", "21"],
        ["7", "0", "8", "5", "20"],
    ]
    assert "who answered only others counts as not having answered" in shown
    options = client.get(f"/en/{article.slug}/results/").content.decode()
    assert 'value="stated:choice-2"' in options
    assert 'value="stated:choice-3"' not in options  # six answers are too few
    page(client, article, "first", "stated:choice-3", status=404)
    rows = client.get(
        f"/en/{article.slug}/results/cross.json", {"a": "first", "b": "stated:choice-1"}
    ).json()["figures"]
    assert [(one["column"], one["count"]) for one in rows[:4]] == [
        ("agree", 9),
        ("disagree", 6),
        ("pass", 0),
        ("(no-answer)", 6),
    ]


def cells_of(shown: str, row: int) -> list[str]:
    """The counts in a row of the table."""
    body = shown[shown.index("<tbody>") : shown.index("</tbody>")]
    return re.findall(r"<td>(\d+)", body.split("</tr>")[row])


def test_a_table_takes_a_constant_number_of_queries(
    client: Client,
    linked: tuple[Question, Question],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    address = f"/en/{linked[0].article.slug}/results/cross/?a=first&b=second"
    with django_assert_num_queries(8):
        client.get(address)


def test_the_form_is_on_the_results_page(client: Client, linked: tuple[Question, Question]) -> None:
    shown = client.get(f"/en/{linked[0].article.slug}/results/").content.decode()

    assert f'action="/en/{linked[0].article.slug}/results/cross/"' in shown
