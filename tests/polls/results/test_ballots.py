"""Ballots for analysts: every mark, nobody's name, and nothing that only few have in common."""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from dossier.models import Article
from polls.kinds import Answer
from polls.models import BallotRevision, Question, WriteIn
from polls.results.ballots import bundle
from polls.results.ballots.protecting import FEWEST, RARE
from polls.voting import cast, withdraw
from tests.factories import (
    ArticleFactory,
    ChoiceFactory,
    CommentFactory,
    QuestionFactory,
    UserFactory,
    VoterFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
type Table = list[dict[str, str]]
ANSWER = ("question", "choice", "value", "abstains", "blanked")
CIRCUMSTANCES = "first_cast_on last_changed_on dossier_revision informed place".split()


@pytest.fixture
def article() -> Article:
    made: Article = ArticleFactory(slug="affair", title_en="The affair")
    return made


def asked(article: Article, **attributes: Any) -> Question:
    made: Question = QuestionFactory(article=article, **{"slug": "why", **attributes})
    return made


def vote(
    question: Question, marks: dict[str, int] | None, *, times: int = 1, **given: Any
) -> list[Any]:
    """So many new readers give the same answer: choices by their numbers, or None for none."""
    keys = {choice.slug: choice.pk for choice in question.choices.all()}
    voters = [VoterFactory() for _number in range(times)]
    said = Answer(abstains=True)
    if marks is not None:
        said = Answer({keys[f"choice-{number}"]: value for number, value in marks.items()})
    for voter in voters:
        cast(question=question, voter=voter, answer=said, **{"now": NOW, **given})
    return voters


def files(article: Article, *, linked: bool = True) -> dict[str, bytes]:
    out = io.BytesIO()
    bundle.write(out, article, linked=linked, now=NOW)
    with zipfile.ZipFile(out) as bundled:
        return {name: bundled.read(name) for name in bundled.namelist()}


def table(content: bytes) -> Table:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def ballots(article: Article, *, linked: bool = True) -> Table:
    return table(files(article, linked=linked)["ballots.csv"])


def answers(rows: Table) -> Counter[tuple[str, ...]]:
    return Counter(tuple(row[name] for name in ANSWER) for row in rows)


def test_a_row_holds_a_mark(article: Article) -> None:
    question = asked(article, kind="multiple", choices=3)
    vote(question, {"1": 1, "3": 1}, times=10)
    rows = ballots(article)
    assert len({row.pop("voter") for row in rows}) == 10
    about = {
        "question": "why",
        "value": "1",
        "abstains": "0",
        "blanked": "0",
        "first_cast_on": "2026-03-01",
        "last_changed_on": "2026-03-01",
        "dossier_revision": "1",
        "informed": "0",
        "place": "elsewhere",
    }
    assert rows == [about | {"choice": "choice-1"}, about | {"choice": "choice-3"}] * 10


def test_the_newest_answer_and_where_it_was_given(article: Article) -> None:
    question = asked(article, place="before", ask_again=True)
    place = BallotRevision.Place
    voters = vote(question, {"1": 1}, times=10, place=place.BEFORE)
    second = question.choices.get(slug="choice-2").pk
    for voter in voters:
        answer, later = Answer({second: 1}), NOW + timedelta(days=2)
        cast(question=question, voter=voter, answer=answer, now=later, place=place.AGAIN)
    rows = ballots(article)
    told = {
        (row["choice"], row["place"], *(row[name] for name in CIRCUMSTANCES[:2])) for row in rows
    }
    assert told == {("choice-2", "again", "2026-03-01", "2026-03-03")}


def test_an_answer_that_is_no_opinion(article: Article) -> None:
    question = asked(article, allows_abstention=True)
    vote(question, {"1": 1}, times=6)
    vote(question, None, times=6)
    assert answers(ballots(article)) == {
        ("why", "choice-1", "1", "0", "0"): 6,
        ("why", "", "", "1", "0"): 6,
    }


def test_what_was_withdrawn_and_what_is_no_ballot_is_in_no_file(article: Article) -> None:
    question = asked(article)
    vote(question, {"1": 1}, times=10)
    withdraw(question=question, voter=vote(question, {"2": 1})[0], now=NOW)
    asked(article, slug="draft", status="draft")
    asked(article, slug="open", kind="open", choices=0)
    found = files(article)
    assert answers(table(found["ballots.csv"])) == {("why", "choice-1", "1", "0", "0"): 10}
    assert [row["question"] for row in table(found["questions.csv"])] == ["why"]


def test_nothing_that_readers_wrote_and_nothing_of_who_they_are(article: Article) -> None:
    question = asked(article)
    ChoiceFactory(question=question, slug="choice-9", role="other")
    voters = vote(question, {"9": 1}, times=10)
    said = {"question": question, "choice": question.choices.get(slug="choice-9"), "revision": 1}
    for voter in voters:
        voter.display_name = "Ségolène"
        voter.save()
        WriteIn.objects.create(
            **said, voter=voter, text="Verlatim", status="published", written_at=NOW, language="fr"
        )
    CommentFactory(article=article, voter=voters[0], body="Verlatim", author_name="Ségolène")
    ChoiceFactory(question=question, status="pending", label_fr="Verlatim", proposed_by=voters[0])
    whole = b"".join(files(article).values()).decode()
    assert len(table(files(article)["ballots.csv"])) == 10
    for secret in ("Verlatim", "Ségolène", *(voter.key_hash for voter in voters)):
        assert secret not in whole


def test_pseudonyms_are_drawn_for_each_export_and_join_nothing_else(article: Article) -> None:
    first, second = asked(article, slug="first"), asked(article, slug="second")
    for voter in vote(first, {"1": 1}, times=10):
        choice = second.choices.get(slug="choice-1").pk
        cast(question=second, voter=voter, answer=Answer({choice: 1}), now=NOW)

    def named(*, linked: bool) -> tuple[set[str], set[str]]:
        rows = ballots(article, linked=linked)
        return tuple(  # type: ignore[return-value]
            {row["voter"] for row in rows if row["question"] == slug}
            for slug in ("first", "second")
        )

    one, again, unlinked = named(linked=True), named(linked=True), named(linked=False)
    assert one[0] == one[1]
    assert all(re.fullmatch("[0-9a-f]{16}", name) for name in one[0])
    assert one[0] & again[0] == set()
    assert unlinked[0] & unlinked[1] == set()
    assert [len(names) for names in unlinked] == [10, 10]


def test_rows_stand_in_no_order_of_time(article: Article) -> None:
    question = asked(article)
    vote(question, {"1": 1}, times=20)
    rows = ballots(article)
    assert [row["voter"] for row in rows] == sorted(row["voter"] for row in rows)


def test_a_question_of_few_is_left_out(article: Article) -> None:
    question = asked(article)
    vote(question, {"1": 1}, times=FEWEST - 1)
    found = files(article)
    assert table(found["ballots.csv"]) == table(found["tally.csv"]) == []
    told = table(found["questions.csv"])[0]
    assert [told[name] for name in ("ballots", "blanked", "left_out")] == ["", "", "few"]


def test_a_rare_answer_hides_among_others(article: Article) -> None:
    question = asked(article, choices=3)
    vote(question, {"1": 1}, times=40)
    vote(question, {"2": 1}, times=40)
    vote(question, {"3": 1}, times=2)
    counts = answers(ballots(article))
    blank = ("why", "", "", "", "1")
    assert counts.pop(blank) == 2 * RARE
    assert {cell[1] for cell in counts} == {"choice-1", "choice-2"}
    assert sum(counts.values()) == 82 - 2 * RARE


def test_a_rare_answer_that_cannot_hide_takes_its_question_along(article: Article) -> None:
    question = asked(article)
    vote(question, {"1": 1}, times=12)
    vote(question, {"2": 1}, times=3)
    found = files(article)
    assert table(found["ballots.csv"]) == []
    assert table(found["questions.csv"])[0]["left_out"] == "rare"


def test_a_ballot_with_one_rare_mark_is_blanked_whole(article: Article) -> None:
    question = asked(article, kind="multiple", choices=3)
    vote(question, {"1": 1, "2": 1}, times=30)
    rare = vote(question, {"1": 1, "3": 1})
    assert len(rare) == 1
    rows = ballots(article)
    blanked = {row["voter"] for row in rows if row["blanked"] == "1"}
    assert len(blanked) == RARE
    assert all(row["choice"] == row["value"] == "" for row in rows if row["voter"] in blanked)


def test_statements_are_protected_one_by_one(article: Article) -> None:
    question = asked(article, kind="statements", choices=4)
    vote(question, {"1": 1, "2": -1, "3": 1}, times=30)
    vote(question, {"1": -1, "4": 1}, times=1)
    found = files(article)
    counts = answers(table(found["ballots.csv"]))
    assert counts == {
        ("why", "choice-1", "1", "0", "0"): 31 - RARE,
        ("why", "choice-1", "", "", "1"): RARE,
        ("why", "choice-2", "-1", "0", "0"): 30,
        ("why", "choice-3", "1", "0", "0"): 30,
    }
    left_out = {row["choice"]: row["left_out"] for row in table(found["choices.csv"])}
    assert left_out == {"choice-1": "", "choice-2": "", "choice-3": "", "choice-4": "few"}


def test_forecasts_are_given_in_tens(article: Article) -> None:
    question = asked(article, kind="forecast", choices=1)
    for percent in (30, 37, 100):
        vote(question, {"1": percent}, times=5)
    values = Counter(row["value"] for row in ballots(article))
    assert values == {"30": 10, "90": 5}


def test_circumstances_that_few_share_are_blank_and_so_many_that_they_hide(
    article: Article,
) -> None:
    question = asked(article)
    for day, times in ((0, 20), (1, 7), (2, 6), (3, 1)):
        vote(question, {"1": 1}, times=times, now=NOW + timedelta(days=day))
    days = Counter(tuple(row[name] for name in CIRCUMSTANCES) for row in ballots(article))
    known = ("1", "0", "elsewhere")
    assert days == {
        ("2026-03-01", "2026-03-01", *known): 20,
        ("2026-03-02", "2026-03-02", *known): 7,
        ("", "", "", "", ""): 7,
    }


@given(st.lists(st.integers(0, 12), min_size=2, max_size=5), st.integers(0, 9))
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_rare_answer_is_ever_seen_or_can_be_worked_out(
    article: Article, counts: Sequence[int], abstaining: int
) -> None:
    """Whatever readers answer: against the public counts, at most one of five blanked is rare."""
    Question.objects.filter(article=article).update(status="draft")
    slug = f"q-{Question.objects.count()}"
    question = asked(article, slug=slug, choices=len(counts), allows_abstention=True)
    for number, count in enumerate(counts, 1):
        vote(question, {str(number): 1}, times=count)
    vote(question, None, times=abstaining)
    public = {f"choice-{number}": count for number, count in enumerate(counts, 1)}
    public[""] = abstaining
    rows = ballots(article)
    shown = Counter(row["choice"] for row in rows if row["blanked"] == "0")
    blanked = sum(row["blanked"] == "1" for row in rows)
    rare = {choice: count for choice, count in public.items() if 0 < count < RARE}
    assert shown.keys() & rare.keys() == set()
    if rows:
        assert len(rows) == sum(public.values()) >= FEWEST
        assert blanked == RARE * sum(rare.values())
    else:
        together = sum(public.values())
        assert together < FEWEST or together <= RARE * sum(rare.values())


def everything(article: Article) -> None:
    """A dossier with a question of most kinds, and rare answers in it."""
    for kind in ("single", "multiple", "ranking", "statements"):
        question = asked(article, slug=f"a-{kind}", kind=kind, choices=3)
        vote(question, {"1": 1, "2": 0} if kind == "ranking" else {"1": 1}, times=14)
        vote(question, {"2": 1, "1": 0} if kind == "ranking" else {"2": 1}, times=12)
        vote(question, {"3": 1})
    vote(asked(article, slug="a-forecast", kind="forecast", choices=1), {"1": 42}, times=12)
    vote(asked(article, slug="of-few"), {"1": 1}, times=2)


def test_the_tally_can_be_worked_out_from_the_ballots(article: Article) -> None:
    everything(article)
    found = files(article)
    told = {
        tuple(row[name] for name in ANSWER): int(row["rows"]) for row in table(found["tally.csv"])
    }
    rows = table(found["ballots.csv"])
    assert answers(rows) == told
    people = Counter(
        question for question, _voter in {(row["question"], row["voter"]) for row in rows}
    )
    for row in table(found["questions.csv"]):
        if row["left_out"]:
            assert people[row["question"]] == 0
        else:
            assert people[row["question"]] == int(row["ballots"])
            blanked = sum(
                count
                for cell, count in told.items()
                if cell[0] == row["question"] and cell[4] == "1"
            )
            assert blanked == int(row["blanked"])


def test_every_cell_is_of_the_type_that_the_dictionary_says(article: Article) -> None:
    everything(article)
    found = files(article)
    types: dict[str, dict[str, str]] = {}
    for row in table(found["dictionary.csv"]):
        types.setdefault(row["file"], {})[row["column"]] = row["type"]
    reads: dict[str, Callable[[str], object]] = {
        "text": str,
        "integer": int,
        "boolean": ("", "0", "1").index,
        "date": date.fromisoformat,
    }
    assert types.keys() == {name for name in found if name.endswith(".csv")}
    for name, columns in types.items():
        rows = table(found[name])
        assert rows
        assert list(rows[0]) == list(columns)
        for row in rows:
            for column, cell in row.items():
                if cell:
                    reads[columns[column]](cell)


def test_every_question_and_choice_of_a_ballot_is_described(article: Article) -> None:
    everything(article)
    found = files(article)
    described = {(row["question"], row["choice"]) for row in table(found["choices.csv"])}
    named = {
        (row["question"], row["choice"]) for row in table(found["ballots.csv"]) if row["choice"]
    }
    assert named < described


def test_the_readme_holds_the_checksums_of_what_goes_with_it(article: Article) -> None:
    everything(article)
    found = files(article)
    told = dict(re.findall(r"\| `(\w+\.csv)` \| `([0-9a-f]{64})` \|", found["README.md"].decode()))
    assert told == {
        name: sha256(content).hexdigest()
        for name, content in found.items()
        if name.endswith(".csv")
    }


def test_the_command_writes_what_is_asked_for(article: Article, tmp_path: Path) -> None:
    everything(article)
    out = tmp_path / "ballots.zip"
    call_command("export_results", "affair", "--ballots", "--output", str(out))
    with zipfile.ZipFile(out) as bundled:
        assert bundled.testzip() is None
        assert bundled.namelist() == [
            "ballots.csv",
            "questions.csv",
            "choices.csv",
            "tally.csv",
            "dictionary.csv",
            "README.md",
        ]
        assert "one pseudonym in all questions" in bundled.read("README.md").decode()
    call_command("export_results", "affair", "--ballots", "--unlinked", "--output", str(out))
    with zipfile.ZipFile(out) as bundled:
        assert "another pseudonym in each" in bundled.read("README.md").decode()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--ballots", "--format", "json"], "Ballots are a ZIP of CSV files: leave --format out."),
        (["--unlinked"], "--unlinked goes with --ballots."),
        (["--ballots", "--output", "/nowhere/x.zip"], "/nowhere/x.zip cannot be written"),
    ],
)
def test_what_the_command_cannot_do(article: Article, options: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=re.escape(said)):
        call_command("export_results", "affair", *options)


def test_analysts_take_the_ballots_from_the_admin_and_nobody_else_does(article: Article) -> None:
    vote(asked(article), {"1": 1}, times=10)
    address = f"/admin/dossier/article/{article.pk}/ballots.zip"
    analyst, editor = (Client() for _number in range(2))
    analyst.force_login(UserFactory(groups=["Analysts"]))
    editor.force_login(UserFactory(groups=["Editors"]))
    answered = analyst.get(address)
    assert answered.headers["Content-Type"] == "application/zip"
    assert re.search(
        r'filename="affair-ballots-\d{4}-\d\d-\d\d\.zip"', answered.headers["Content-Disposition"]
    )
    with zipfile.ZipFile(io.BytesIO(answered.getvalue())) as bundled:
        assert len(table(bundled.read("ballots.csv"))) == 10
    assert (editor.get(address).status_code, Client().get(address).status_code) == (403, 302)
    results = f"/admin/dossier/article/{article.pk}/results/"
    assert [address in one.get(results).content.decode() for one in (analyst, editor)] == [
        True,
        False,
    ]


def test_as_many_queries_however_many_ballots(
    article: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    question = asked(article)
    for times in (10, 20):
        vote(question, {"1": 1}, times=times)
        with django_assert_num_queries(7):
            files(article)


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_all_is_read_in_a_snapshot_that_ends() -> None:
    """As the site and the command run it; what is written afterwards is written."""
    question = asked(ArticleFactory())
    vote(question, {"1": 1}, times=10)
    assert len(ballots(question.article)) == 10
    vote(question, {"1": 1}, times=10)
    assert len(ballots(question.article)) == 20
