"""A public result as a file: for whoever may see it, the same figures, and nothing of a reader."""

import csv
import io
import struct
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from polls import kinds
from polls.kinds import Answer
from polls.models import Question
from polls.voting import cast
from tests.factories import QuestionFactory, QuizQuestionFactory, UserFactory, VoterFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ADDRESS = "/fr/affair/why/results"
FORMS = ["csv", "json", "svg", "png"]
SVG = "{http://www.w3.org/2000/svg}"


def asked(kind: str = "single", **attributes: object) -> Question:
    question: Question = QuestionFactory(
        article__slug="affair", slug="why", kind=kind, **attributes
    )
    return question


def vote(question: Question, slug: str = "choice-1", value: int = 1, times: int = 1) -> None:
    choice = question.choices.get(slug=slug)
    for _number in range(times):
        cast(question=question, voter=VoterFactory(), answer=Answer({choice.pk: value}), now=NOW)


def parsed(svg: bytes) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314, what we have made ourselves


def texts(svg: bytes) -> list[str]:
    return [element.text or "" for element in parsed(svg).iter(f"{SVG}text")]


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize(
    ("form", "content_type"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("json", "application/json"),
        ("svg", "image/svg+xml"),
        ("png", "image/png"),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_each_form_is_a_file_with_a_name(form: str, content_type: str) -> None:
    vote(asked())
    answered = Client().get(f"{ADDRESS}.{form}")
    assert answered.headers["Content-Type"] == content_type
    name = f"affair-why-results-2026-03-01.{form}"
    assert answered.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answered.headers["Cache-Control"] == "public, max-age=0, s-maxage=1"
    assert not answered.cookies
    etag = {"If-None-Match": answered.headers["ETag"]}
    again = Client().get(f"{ADDRESS}.{form}", headers=etag)
    assert (again.status_code, again.content) == (304, b"")
    vote(Question.objects.get())
    assert Client().get(f"{ADDRESS}.{form}", headers=etag).status_code == 200


def test_the_json_is_what_the_api_answers() -> None:
    vote(asked())
    api = Client().get("/api/v1/questions/affair/why/results", {"lang": "fr"}).json()
    assert Client().get(f"{ADDRESS}.json").json() == api


def test_the_table_has_the_figures() -> None:
    vote(asked(), times=2)
    table = csv.DictReader(io.StringIO(Client().get(f"{ADDRESS}.csv").content.decode()))
    assert [(row["choice"], row["label"], row["count"], row["share"]) for row in table] == [
        ("choice-1", "choice-1 (fr)", "2", "1.000000"),
        ("choice-2", "choice-2 (fr)", "0", "0.000000"),
    ]


def test_the_picture_says_what_was_asked_who_answered_and_where(settings: Settings) -> None:
    settings.RESULTS_LICENCE = "CC BY 4.0"
    question = asked(prompt_fr="Fondée ou non ?", article__title_fr="L’affaire")
    vote(question, times=9)
    vote(question, "choice-2", times=3)
    with time_machine.travel(NOW, tick=False):
        svg = Client().get(f"{ADDRESS}.svg").content
    said = texts(svg)
    assert said[0] == "Fondée ou non ?"
    assert {"choice-1 (fr)", "choice-2 (fr)"} < set(said)
    assert [text.replace("\xa0", " ").split(" · ")[-1] for text in said if "%" in text][1:3] == [
        "9",
        "3",
    ]
    assert "12" in said[-4]
    assert "L’affaire" in said[-3]
    assert said[-2].endswith("CC BY 4.0")
    assert said[-1].split(" · ")[0] == "http://testserver/fr/affair/why/"
    assert said[-1].endswith(" mars 2026")
    assert parsed(svg).findtext(f"{SVG}title") == "Fondée ou non ?"
    assert b"style" not in svg
    assert b"class=" not in svg


@pytest.mark.parametrize("kind", [kind.name for kind in kinds.every() if kind.casts_ballots])
@pytest.mark.parametrize("times", [1, 12])
def test_every_kind_has_a_picture_of_bounded_size(kind: str, times: int) -> None:
    long = "Une étiquette qui n’en finit pas, " * 8
    question = asked(kind, choices=1 if kind == "forecast" else 24, prompt_fr=long[:290])
    question.choices.update(label_fr=long, correct=False)
    question.choices.filter(slug="choice-1").update(correct=True)
    vote(question, value=100 if kind == "quiz" else 1, times=times)
    svg = Client().get(f"{ADDRESS}.svg").content
    sizes = {float(element.get("x", "0")) for element in parsed(svg).iter(f"{SVG}text")}
    assert max(sizes) <= 800
    assert (parsed(svg).get("width"), float(parsed(svg).get("height", "0")) <= 3000) == (
        "800",
        True,
    )
    assert len(svg) < 40_000


def test_an_image_is_twice_as_fine_as_its_drawing() -> None:
    vote(asked())
    height = parsed(Client().get(f"{ADDRESS}.svg").content).get("height", "0")
    assert size_of(Client().get(f"{ADDRESS}.png").content) == (1600, 2 * int(height))


@pytest.mark.parametrize("label", ["<script>&", "\x0b\x1f]]>", "x" * 900, "𝄞 中文 العربية", " "])
def test_whatever_a_label_holds_the_picture_is_well_formed(label: str) -> None:
    question = asked()
    question.choices.filter(slug="choice-1").update(label_fr=label)
    vote(question)
    assert len(texts(Client().get(f"{ADDRESS}.svg").content)) > 3
    assert size_of(Client().get(f"{ADDRESS}.png").content)[0] == 1600


@pytest.mark.parametrize("form", FORMS)
def test_a_file_is_for_those_who_may_see_the_result(form: str, client: Client) -> None:
    question = asked(results="after_vote")
    vote(question)
    hidden = Client().get(f"{ADDRESS}.{form}")
    assert (hidden.status_code, b"choice-1" in hidden.content) == (403, False)
    client.post("/fr/affair/why/vote/", {"choice": "choice-1"})
    shown = client.get(f"{ADDRESS}.{form}")
    assert shown.status_code == 200
    for answered in (hidden, shown):
        assert answered.headers["Cache-Control"] == "no-cache, private"
        assert "Cookie" in answered.headers["Vary"]
    desk = Client()
    desk.force_login(UserFactory(groups=["Analysts"]))
    assert desk.get(f"{ADDRESS}.{form}").status_code == 200
    assert Client().get(f"{ADDRESS}.{form}").status_code == 403


@pytest.mark.parametrize("form", FORMS)
def test_what_the_newsroom_keeps_stays_there_after_closing(form: str) -> None:
    question = asked(results="staff", closes_at=NOW + timedelta(1))
    vote(question)
    with time_machine.travel(NOW + timedelta(2)):
        assert Client().get(f"{ADDRESS}.{form}").status_code == 403


@pytest.mark.parametrize("path", ["/fr/affair/why/results.pdf", "/fr/affair/none/results.csv"])
def test_no_other_form_and_no_other_question(path: str) -> None:
    asked()
    assert Client().get(path).status_code == 404


def test_an_open_question_has_no_chart() -> None:
    asked("open", choices=0)
    assert Client().get(f"{ADDRESS}.svg").status_code == 404


def test_no_file_gives_a_quiz_away() -> None:
    question = QuizQuestionFactory(article__slug="affair", slug="why", results="always")
    vote(question, "choice-2", 100, times=3)
    vote(question, "choice-1", 0)
    for form in ("csv", "json", "svg"):
        content = Client().get(f"{ADDRESS}.{form}").content.decode()
        assert ("choice-1" in content, "choice-2" in content) == (False, False)
    row = next(csv.DictReader(io.StringIO(Client().get(f"{ADDRESS}.csv").content.decode())))
    assert (row["choice"], row["value"], row["count"], row["share"]) == ("", "100", "3", "0.750000")


def test_a_result_leads_to_its_files(client: Client) -> None:
    question = asked()
    page = client.get("/fr/affair/why/").content.decode()
    assert "results.csv" not in page
    vote(question)
    page = client.get("/fr/affair/why/").content.decode()
    assert [f'href="{ADDRESS}.{form}" download' in page for form in FORMS] == [True] * 4


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("choices", [2, 9])
def test_as_many_queries_however_many_choices(
    form: str, choices: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    asked(choices=choices)
    with django_assert_num_queries(7 if form == "csv" else 5):
        Client().get(f"{ADDRESS}.{form}")
