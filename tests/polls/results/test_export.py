"""Results as CSV: one row a figure, safe in a spreadsheet, the same from the page and the shell."""

import csv
import io
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from polls import kinds
from polls.kinds import Answer
from polls.models import Question
from polls.results import export
from polls.voting import cast
from tests.factories import (
    ArticleFactory,
    CommentFactory,
    QuestionFactory,
    UserFactory,
    VoterFactory,
)

NOW = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
KINDS = [kind.name for kind in kinds.every()]


def table(questions: Iterable[Question]) -> list[dict[str, str]]:
    out = io.StringIO(newline="")
    with translation.override("fr"):
        export.write(out, questions, now=NOW)
    return list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))


def vote(question: Question, **marks: int) -> None:
    choices = {choice.slug: choice.pk for choice in question.choices.all()}
    said = {choices[slug.replace("_", "-")]: value for slug, value in marks.items()}
    cast(question=question, voter=VoterFactory(), answer=Answer(said), now=NOW)


@pytest.mark.django_db
def test_a_row_holds_a_figure() -> None:
    question = QuestionFactory(slug="why", article__slug="affair")
    vote(question, choice_1=1)
    vote(question, choice_1=1)
    vote(question, choice_2=1)
    about, at = ["affair", "why", "single"], "2026-03-01T23:30:00+00:00"
    two_thirds, third = ["0.666667", "0.207660", "0.938508"], ["0.333333", "0.061492", "0.792340"]
    assert [list(row.values()) for row in table([question])] == [
        [*about, "choice-1", "choice-1 (fr)", "1", "2", *two_thirds, "3", at],
        [*about, "choice-2", "choice-2 (fr)", "1", "1", *third, "3", at],
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_rows_even_before_anybody_answers(kind: str) -> None:
    choices = {"forecast": 1, "open": 0}.get(kind, 3)
    question = QuestionFactory(kind=kind, choices=choices)
    rows = table([question])
    assert {row["kind"] for row in rows} <= {kind}
    assert {row["voters"] for row in rows} <= {"0"}
    assert {row["share"] for row in rows} <= {""}


@pytest.mark.django_db
def test_each_kind_gives_its_own_figures() -> None:
    article = ArticleFactory()
    ranking = QuestionFactory(article=article, kind="ranking", position=1)
    forecast = QuestionFactory(article=article, kind="forecast", choices=1, position=2)
    statements = QuestionFactory(article=article, kind="statements", choices=1, position=3)
    talk = QuestionFactory(article=article, kind="open", choices=0, position=4)
    vote(ranking, choice_1=1, choice_2=2)
    vote(forecast, choice_1=70)
    vote(statements, choice_1=-1)
    first = CommentFactory(article=article, question=talk)
    CommentFactory(article=article, question=talk, voter=first.voter)
    CommentFactory(article=article, question=talk, status="pending")
    figures = [
        (row["kind"], row["choice"], row["value"], row["count"], row["voters"])
        for row in table([ranking, forecast, statements, talk])
    ]
    assert figures == [
        ("ranking", "choice-1", "1", "1", "1"),
        ("ranking", "choice-1", "2", "0", "1"),
        ("ranking", "choice-2", "1", "0", "1"),
        ("ranking", "choice-2", "2", "1", "1"),
        ("forecast", "choice-1", "70", "1", "1"),
        ("statements", "choice-1", "1", "0", "1"),
        ("statements", "choice-1", "0", "0", "1"),
        ("statements", "choice-1", "-1", "1", "1"),
        ("open", "", "", "2", "1"),
    ]


@pytest.mark.django_db
def test_those_without_an_opinion_are_a_row_of_their_own() -> None:
    allowed = QuestionFactory(kind="forecast", choices=1, allows_abstention=True)
    with translation.override("fr"):
        about = [allowed.article.slug, allowed.slug, "forecast", "", gettext("No opinion"), ""]
    assert [list(row.values())[:-1] for row in table([allowed])] == [[*about, "0", *[""] * 3, "0"]]

    cast(question=allowed, voter=VoterFactory(), answer=Answer(abstains=True), now=NOW)
    vote(allowed, choice_1=70)
    abstentions = [list(row.values())[:-1] for row in table([allowed])][1:]
    assert abstentions == [[*about, "1", *[""] * 3, "1"]]

    # what was said stays in the figures when the editor allows it no longer
    Question.objects.filter(pk=allowed.pk).update(allows_abstention=False)
    assert [row["count"] for row in table([allowed])] == ["1", "1"]


@pytest.mark.django_db
def test_a_label_is_no_formula() -> None:
    question = QuestionFactory(choices=1)
    question.choices.update(label_fr='=HYPERLINK("http://evil.example")')
    assert table([question])[0]["label"] == '\'=HYPERLINK("http://evil.example")'


@given(st.text())
def test_no_text_starts_like_a_formula(text: str) -> None:
    cell = export.as_text(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert cell.removeprefix("'") == text.removeprefix("'")


@pytest.mark.django_db
def test_many_questions_cost_as_few_queries_as_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    article = ArticleFactory()
    for count in (1, 3):
        asked = [QuestionFactory(article=article) for _number in range(count)]
        with django_assert_num_queries(3):  # questions, choices, tallies
            table(asked)


@pytest.fixture
def asked(db: None) -> Question:
    question: Question = QuestionFactory(slug="why", article__slug="affair")
    QuestionFactory(slug="draft", article=question.article, status="draft")
    QuestionFactory(slug="gone", article=question.article, status="withdrawn", position=99)
    vote(question, choice_1=1)
    return question


@time_machine.travel(NOW, tick=False)
def test_the_file_of_a_dossier(asked: Question, client: Client) -> None:
    client.force_login(UserFactory(groups=["Analysts"]))
    response = client.get(
        f"/admin/dossier/article/{asked.article_id}/results.csv", headers={"Accept-Language": "en"}
    )
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    disposition = 'attachment; filename="affair-results-2026-03-01.csv"'
    assert response.headers["Content-Disposition"] == disposition
    rows = list(csv.DictReader(io.StringIO(response.content.decode(), newline="")))
    assert [(row["question"], row["label"]) for row in rows] == [
        ("why", "choice-1 (en)"),
        ("why", "choice-2 (en)"),
        ("gone", "choice-1 (en)"),
        ("gone", "choice-2 (en)"),
    ]


@time_machine.travel(NOW, tick=False)
def test_the_command_writes_what_the_page_gives(
    asked: Question, client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    client.force_login(UserFactory(groups=["Analysts"]))
    file = client.get(
        f"/admin/dossier/article/{asked.article_id}/results.csv", headers={"Accept-Language": "fr"}
    )
    call_command("export_results", "affair")
    assert capsys.readouterr().out == file.content.decode()
    call_command("export_results", "affair", "--output", str(tmp_path / "out.csv"))
    assert (tmp_path / "out.csv").read_bytes() == file.content
    call_command("export_results", "affair", "--language", "en")
    assert "choice-1 (en)" in capsys.readouterr().out


@time_machine.travel(NOW, tick=False)
def test_the_file_of_a_question(asked: Question, client: Client) -> None:
    client.force_login(UserFactory(groups=["Analysts"]))
    response = client.get(f"/admin/polls/question/{asked.pk}/results.csv")
    disposition = 'attachment; filename="affair-why-results-2026-03-01.csv"'
    assert response.headers["Content-Disposition"] == disposition
    assert response.content.decode().count("\r\n") == 3


@pytest.mark.django_db
def test_an_unknown_dossier_is_one_clear_line() -> None:
    with pytest.raises(CommandError, match=r"^There is no dossier 'nowhere'\.$"):
        call_command("export_results", "nowhere")


def test_a_file_that_cannot_be_written_is_one_clear_line(asked: Question, tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "out.csv"
    with pytest.raises(CommandError, match=r"cannot be written: No such file or directory\.$"):
        call_command("export_results", "affair", "--output", str(target))


@pytest.mark.django_db
def test_as_json_with_the_shapes_of_the_api(capsys: pytest.CaptureFixture[str]) -> None:
    question = QuestionFactory(slug="why", article__slug="affair", results="staff")
    QuestionFactory(slug="open", article=question.article, kind="open", choices=0)
    QuestionFactory(slug="draft", article=question.article, status="draft")
    vote(question, choice_1=1)
    call_command("export_results", "affair", "--format", "json", "--language", "en")
    told = json.loads(capsys.readouterr().out)
    assert (told["dossier"], told["language"]) == ("affair", "en")
    assert [(one["question"], one["kind"], one["turnout"]) for one in told["results"]] == [
        ("why", "single", 1),
        ("open", "open", 0),
    ]
    assert told["results"][0]["tally"][0]["label"] == "choice-1 (en)"
