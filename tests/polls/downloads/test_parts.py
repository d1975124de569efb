"""Every figure of a dossier's results as every file, and the figures of the page in each."""

import json
from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from pytest_django.fixtures import Settings

from dossier.models import Article
from polls.kinds import wording
from polls.models import Question
from tests.polls.downloads.test_downloads import size_of
from tests.polls.downloads.whole import DRAWN, SVG, TABLES, dossier, parsed, table, tables
from tests.polls.groups.test_pages import grouped

pytestmark = pytest.mark.django_db

CROSS = "?a=twice&b=several:choice-2"
EVERY = [*DRAWN, *TABLES]


@pytest.fixture
def article() -> Article:
    return dossier()


def address(figure: str, form: str, language: str = "en") -> str:
    path, _mark, query = figure.partition("?")
    return f"/{language}/affair/results/{path}.{form}{'?' if query else ''}{query}"


def page(client: Client, path: str = "") -> str:
    with translation.override("en"):
        return client.get(f"/en/affair/results/{path}").content.decode()


def percent(share: str) -> str:
    with translation.override("en"):
        return wording.percent(float(share))


def test_each_figure_is_every_file_in_both_languages(client: Client, article: Article) -> None:
    for figure in [*EVERY, f"cross{CROSS}"]:
        for language in ("fr", "en"):
            told = client.get(address(figure, "json", language)).json()
            rows = table(client, address(figure, "csv", language))
            assert told["language"] == language
            assert told["dossier"]["title"] == {"fr": "L’affaire", "en": "The case"}[language]
            assert len(told["figures"]) == len(rows) > 0
            assert set(told["figures"][0]) < set(rows[0])
            for figured, row in zip(told["figures"], rows, strict=True):
                assert row == row | {name: _written(value) for name, value in figured.items()}
            assert {row["source"] for row in rows} == {told["source"]}
            assert {row["prompt"] for row in rows} == {told["heading"]}
            assert {int(row["respondents"]) for row in rows} == {told["respondents"]}


def _written(value: object) -> str:
    """A cell of the JSON as it stands in the CSV."""
    if isinstance(value, bool):
        return str(int(value))
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith("=") else text


def test_each_drawing_stands_by_itself(client: Client, article: Article) -> None:
    for figure in [*DRAWN, f"cross{CROSS}"]:
        for language in ("fr", "en"):
            told = client.get(address(figure, "json", language)).json()
            svg = client.get(address(figure, "svg", language)).content
            drawn = parsed(svg)
            title, description = (drawn.findtext(f"{SVG}{name}") for name in ("title", "desc"))
            assert title == f"{told['heading']} – {told['title']}"
            assert description == f"{told['told']} {told['who']}"
            said = " ".join(one.text or "" for one in drawn.iter(f"{SVG}text"))
            assert told["source"] in said
            assert told["dossier"]["title"] in said
            assert (b"style" in svg, b"class=" in svg, len(svg) < 60_000) == (False, False, True)
            assert all(0 <= float(one.get("x", "0")) <= 800 for one in drawn.iter())
            png = client.get(address(figure, "png", language)).content
            assert size_of(png) == (1600, 2 * int(drawn.get("height", "0")))
    for figure, form in product(TABLES, ("svg", "png")):
        assert client.get(address(figure, form)).status_code == 404


def test_the_page_leads_to_every_file_and_prints_no_such_link(
    client: Client, article: Article
) -> None:
    shown = page(client)
    for figure in EVERY:
        forms = [form for form in ("csv", "json", "svg", "png") if _is_linked(shown, figure, form)]
        assert forms == ["csv", "json", *(["svg", "png"] if figure in DRAWN else [])]
        source = client.get(address(figure, "json")).json()["source"]
        assert f'id="{source.partition("#")[2]}"' in shown
    crossed = page(client, f"cross/{CROSS}")
    for form in ("csv", "json", "svg", "png"):
        query = "?a=twice&amp;b=several%3Achoice-2"
        assert f'href="/en/affair/results/cross.{form}{query}" download' in crossed
    sheet = (settings.BASE_DIR / "static" / "css" / "polls.css").read_text()
    assert ".downloads" in sheet[sheet.index("@media print") :]


def _is_linked(shown: str, figure: str, form: str) -> bool:
    return f'href="{address(figure, form)}" download' in shown


def test_a_file_has_a_name_and_is_kept_by_its_tag(client: Client, article: Article) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        first = client.get(address("shifts/several:choice-1", "csv"))
        day = f"{timezone.now():%Y-%m-%d}"
        name = f"affair-shifts-several-choice-1-results-{day}.csv"
        assert first["Content-Disposition"] == f'attachment; filename="{name}"'
        assert first["Cache-Control"] == "public, max-age=0, s-maxage=1"
        assert not first.cookies
        tag = {"If-None-Match": first["ETag"]}
        clock.shift(timedelta(seconds=5))
        again = client.get(address("shifts/several:choice-1", "csv"), headers=tag)
        assert (again.status_code, again.content) == (304, b"")
        other = client.get(address("shifts/several:choice-1", "csv", "fr"), headers=tag)
        assert other.status_code == 200


def test_the_licence_is_in_every_file(client: Client, article: Article, settings: Settings) -> None:
    settings.RESULTS_LICENCE = "CC BY 4.0"
    assert client.get(address("wishes/twice", "json")).json()["licence"] == "CC BY 4.0"
    assert {row["licence"] for row in table(client, address("wishes/twice", "csv"))} == {
        "CC BY 4.0"
    }
    assert b"CC BY 4.0" in client.get(address("wishes/twice", "svg")).content


def test_history_has_the_figures_of_both_tables(client: Client, article: Article) -> None:
    for slug in ("twice", "several", "facts", "forecast"):
        question = Question.objects.get(slug=slug)
        so_far, given = tables(page(client), after=f"line-{question.pk}-prompt")
        rows = table(client, address(f"history/{slug}", "csv"))
        width = len(so_far[0]) - 2
        periods = [rows[start : start + width] for start in range(0, len(rows), width)]
        assert so_far[0][2:] == [row["label"] for row in periods[0]]
        for period, line, brought in zip(periods, so_far[1:], given[1:], strict=True):
            assert line[1:] == [
                period[0]["voters"],
                *(_told(row["share"], row["count"], int(row["voters"])) for row in period),
            ]
            assert brought[1] == period[0]["answers_given"]
            whole = int(period[0]["answers_given"])
            assert brought[2:] == [_told(row["given_share"], row["given"], whole) for row in period]


def _told(share: str, count: str, voters: int) -> str:
    """As the table tells it: a share, a count of few, or none."""
    assert (share == "") or voters >= 10
    return percent(share) if share else count or "–"


def test_shifts_are_the_table(client: Client, article: Article) -> None:
    shown = page(client)
    for name in ("twice", "several:choice-1"):
        question = Question.objects.get(slug=name.partition(":")[0])
        matrix = tables(shown, after=f"shifts-{question.pk}")[0]
        rows = table(client, address(f"shifts/{name}", "csv"))
        width = len(matrix[0]) - 2
        counts = [row["count"] for row in rows]
        assert [line[1:-1] for line in matrix[1 : width + 1]] == [
            counts[start : start + width] for start in range(0, len(counts), width)
        ]
        assert [row["after_label"] for row in rows[:width]] == matrix[0][1:-1]
        told = client.get(address(f"shifts/{name}", "json")).json()
        assert told["summary"]["gross_change"] == sum(
            int(row["count"]) for row in rows if row["before"] != row["after"]
        )


def test_minds_are_told_towards_a_side_where_the_page_tells_it(
    client: Client, article: Article
) -> None:
    question = Question.objects.get(slug="twice")
    shown = tables(page(client), after=f"minds-{question.pk}")[0]
    rows = table(client, address("minds/twice", "csv"))
    names = ("thing", "minds", "towards_for", "towards_against", "kept_back")
    assert [[row[name] for name in names] for row in rows] == [
        ["(all)", "8", "4", "4", "0"],
        ["passage", "5", "", "", "1"],
        ["comment", "3", "", "", "1"],
    ]
    assert [line[1:] for line in shown[1:]] == [
        ["too few to say", row["minds"]] for row in rows[1:]
    ]
    assert rows[2]["text"] == "'=Un fait."


def test_forecasts_have_the_moments_of_the_table_and_no_quartiles_of_few(
    client: Client, article: Article
) -> None:
    question = Question.objects.get(slug="forecast")
    shown = tables(page(client), after=f"forecast-{question.pk}-title")[0]
    rows = table(client, address("forecasts/forecast", "csv"))
    read = [(row["forecasts"], float(row["median"]), row["lower"], row["upper"]) for row in rows]
    assert {row["kept_back"] == "1" for row in rows if int(row["forecasts"]) < 10} == {True}
    assert {bool(row["lower"]) for row in rows if int(row["forecasts"]) >= 10} == {True}
    with translation.override("en"):
        told = [
            [count, wording.percentage(median), _middle(lower, upper)]
            for count, median, lower, upper in read
        ]
    assert all(line[1:] in told for line in shown[1:])
    assert shown[-1][1:] == told[-1]


def _middle(lower: str, upper: str) -> str:
    return wording.span(float(lower), float(upper)) if lower else "–"


def test_scores_and_calibration_are_what_the_page_says(client: Client, article: Article) -> None:
    shown = page(client)
    scores = table(client, address("scores/forecast", "csv"))
    assert [(row["score"], row["of"]) for row in scores] == [
        ("brier", "crowd"),
        ("brier", "average"),
        ("logarithmic", "mean"),
    ]
    told = [f"{float(row['value']):.2f}" for row in scores]
    assert f"the crowd’s median {told[0]}, the average forecaster {told[1]}" in shown
    assert f"Mean logarithmic score: {told[2]}." in shown

    rows = table(client, address("calibration", "csv"))
    with translation.override("en"):
        assert tables(shown, after="calibration-title")[0][1:] == [
            [
                percent(row["said"]),
                percent(row["happened"]),
                wording.interval(float(row["happened_low"]), float(row["happened_high"])),
                row["forecasts"],
                row["questions"],
            ]
            for row in rows
        ]


def test_calibration_of_a_few_is_a_table_alone(client: Client) -> None:
    dossier(resolutions=1)
    assert client.get(address("calibration", "csv")).status_code == 200
    assert client.get(address("calibration", "svg")).status_code == 404


def test_wishes_informed_and_guesses_are_their_tables(client: Client, article: Article) -> None:
    shown, twice = page(client), Question.objects.get(slug="twice")
    with translation.override("en"):
        wishes = [
            [
                row["answer"],
                row["readers"],
                wording.percentage(float(row["median"])),
                wording.span(float(row["lower"]), float(row["upper"])),
                wording.percentage(float(row["mean"])),
            ]
            for row in table(client, address("wishes/twice", "csv"))
        ]
        assert tables(shown, after=f"wish-{twice.pk}-title")[0][1:] == wishes

        rows = table(client, address("informed/twice", "csv"))
        cells = [f"{percent(row['share'])} ({_interval(row['low'], row['high'])})" for row in rows]
        assert [line[1:] for line in tables(shown, after=f"informed-{twice.pk}-title")[0][1:]] == [
            cells[:2],
            cells[2:],
        ]
        assert [(row["right_from"], row["right_to"], row["readers"]) for row in rows[:2]] == [
            ("0", "49", "12"),
            ("50", "100", "12"),
        ]

    guessed = Question.objects.get(slug="guessed")
    rows = table(client, address("guesses/guessed", "csv"))
    lines = tables(shown, after=f"guesses-{guessed.pk}-title")[0][1:]
    assert [[rows[at]["readers"], *_shares(rows[at : at + 2], "guessed")] for at in (0, 2, 4)] == [
        line[1:] for line in lines[:-1]
    ]
    assert lines[-1][2:] == _shares(rows[:2], "votes")


def _interval(low: str, high: str) -> str:
    return wording.interval(float(low), float(high))


def _shares(rows: list[dict[str, str]], column: str) -> list[str]:
    with translation.override("en"):
        return [wording.percentage(round(100 * float(row[column]))) for row in rows]


def test_opinion_groups_are_their_own_file_and_the_map(client: Client) -> None:
    grouped(20, 14, article__slug="affair", slug="stated")
    own = table(client, "/en/affair/stated/groups.csv")
    rows = table(client, address("opinions/stated", "csv"))
    assert [{name: row[name] for name in own[0] if name != "question"} for row in rows] == [
        {name: value for name, value in row.items() if name != "question"} for row in own
    ]
    told = client.get(address("opinions/stated", "json")).json()
    assert [one["size"] for one in told["summary"]["groups"]] == [20, 14]
    drawn = parsed(client.get(address("opinions/stated", "svg")).content)
    said = [one.text for one in drawn.iter(f"{SVG}text")]
    assert {"A", "B", "Group A", "Group B"} < set(said)
    assert drawn.findtext(f"{SVG}desc") == f"{told['told']} {told['who']}"
    assert size_of(client.get(address("opinions/stated", "png")).content)[0] == 1600
    assert _is_linked(page(client), "opinions/stated", "svg")


def test_a_map_of_a_few_is_no_file(client: Client) -> None:
    grouped(5, 4, article__slug="affair", slug="stated")
    assert client.get(address("opinions/stated", "svg")).status_code == 404
    assert not _is_linked(page(client), "opinions/stated", "csv")


def test_json_is_told_in_the_same_words_always(client: Client, article: Article) -> None:
    """The schema that docs/analysts.md writes down."""
    told = client.get(address("wishes/twice", "json")).json()
    assert list(told) == [
        *("part", "name", "title", "heading", "dossier", "questions", "told", "respondents"),
        *("who", "source", "licence", "language", "exported_at", "summary", "figures"),
    ]
    assert [list(question) for question in told["questions"]] == [
        ["slug", "kind", "prompt", "url"]
    ] * 2
    assert json.dumps(told["summary"]).count("null") == 0


def test_a_file_takes_a_constant_number_of_queries_and_few_once_it_is_kept(
    client: Client, article: Article, settings: Settings
) -> None:
    figures = {
        "history/twice": 7,
        "shifts/twice": 6,
        "minds/twice": 9,
        "wishes/twice": 7,
        "informed/twice": 10,
        "guesses/guessed": 8,
        f"cross{CROSS}": 7,
    }
    assert {figure: queries(client, figure) for figure in figures} == figures
    # one for each forecast of the site that is resolved among them
    assert queries(client, "forecasts/forecast") <= 17

    settings.MICROCACHE_MS = 1000
    client.cookies["dossier_voter"] = "unknown"  # or the whole answer is kept
    queries(client, "history/twice")
    assert queries(client, "history/twice") == 2
    assert queries(client, "history/several") == 2


def queries(client: Client, figure: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address(figure, "csv")).status_code == 200
    return len(asked)
