"""Groups on a question's page: the same for everybody, and where one stands for oneself alone."""

import csv
import re
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from polls.groups import renew
from polls.models import Choice, OpinionRun, Question
from tests.browsing import Browser
from tests.factories import QuestionFactory, UserFactory
from tests.polls.groups.conversing import conversation, join

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
MAP, MINE = '<figure class="opinion-map">', 'class="me"'
FEW = "The map of opinions is drawn once 10 readers have answered"


def address(question: Question, *parts: str, language: str = "en") -> str:
    return "/".join([f"/{language}", question.article.slug, question.slug, *parts, ""])


def grouped(*sizes: int, **fields: Any) -> Question:
    question = conversation(*sizes, **fields)
    renew(question, now=timezone.now())
    return question


def page(client: Client, question: Question) -> str:
    return client.get(address(question)).content.decode()


def answer(client: Client, question: Question, number: int, stance: str = "agree") -> None:
    sent = {"statement": f"choice-{number}", "stance": stance}
    assert client.post(address(question, "vote"), sent).status_code == 302


def spot(html: str) -> tuple[str, str]:
    found = re.search(r'class="me" cx="([^"]+)" cy="([^"]+)"', html)
    assert found
    return found[1], found[2]


def test_the_page_draws_groups_with_what_tells_them(client: Client) -> None:
    shown = page(client, grouped(20, 14))
    assert MAP in shown
    assert "34 readers fall into 2 groups by what they answer: A 20 (59%), B 14 (41%)." in shown
    assert len(re.findall(r'class="opinion-group choice-\d"', shown)) == 2
    assert "Group A, unlike the others" in shown
    agreed = shown.split("What every group agrees with")[1].split("What divides")[0]
    assert {"choice-1 (en)", "choice-2 (en)"} == set(re.findall(r"choice-\d \(en\)", agreed))


def test_it_is_the_same_for_everybody_and_says_nothing_of_the_reader(client: Client) -> None:
    question = grouped(20, 14)
    for number in range(1, 10):
        answer(client, question, number)
    parts = [
        html.split('id="opinion-groups"')[1].split("</section>\n")[0]
        for html in (page(client, question), page(Client(), question))
    ]
    assert parts[0] == parts[1]
    assert MINE not in page(client, question)


@pytest.mark.parametrize("sizes", [(), (5, 4)])
def test_few_readers_are_not_drawn(client: Client, sizes: tuple[int, ...]) -> None:
    shown = page(client, grouped(*sizes) if sizes else QuestionFactory(kind="statements"))
    assert (MAP in shown, FEW in shown) == (False, True)


def test_ten_are_enough(client: Client) -> None:
    assert MAP in page(client, grouped(6, 4))


@pytest.mark.parametrize("rule", ["after_vote", "after_close", "staff"])
def test_groups_are_hidden_where_the_result_is(client: Client, rule: str) -> None:
    question = grouped(20, 14, results=rule)
    assert MAP not in page(client, question)
    assert client.get(f"{address(question)}groups.csv").status_code == 404
    assert MAP not in client.get(f"/en/{question.article.slug}/results/").content.decode()
    answer(client, question, 1)
    assert (MAP in page(client, question)) == (rule == "after_vote")
    standing = client.get(address(question, "standing")).content.decode()
    assert (MAP in standing) == (rule == "after_vote")


def test_they_stand_among_the_results_of_the_dossier(client: Client) -> None:
    question = grouped(20, 14)
    results = f"/en/{question.article.slug}/results/"
    assert "A 20 (59%), B 14 (41%)" in client.get(results).content.decode()
    join(question, 0, 16)
    renew(question, now=timezone.now())
    assert "A 20 (40%), B 30 (60%)" in client.get(results).content.decode()


def test_a_drawn_page_costs_one_query_more_than_without(client: Client) -> None:
    question = grouped(20, 14)
    page(client, question)
    with CaptureQueriesContext(connection) as drawn:
        page(client, question)
    asked = [query["sql"] for query in drawn if "opinion" in query["sql"]]
    assert len(asked) == 1


def test_a_statement_that_was_taken_away_is_told_no_more(client: Client) -> None:
    question = grouped(20, 14)
    Choice.objects.filter(question=question, slug="choice-1").update(status="rejected")
    Question.objects.filter(pk=question.pk).update(edition=9)
    shown = page(client, question)
    assert MAP in shown
    assert "choice-1 (en)" not in shown


class TestStanding:
    def test_my_dot_follows_my_votes_without_anything_computed(self, client: Client) -> None:
        question = grouped(20, 14)
        made_at = OpinionRun.objects.get().made_at
        spots = []
        for number, stance in [(3, "agree"), (4, "disagree"), (5, "agree")]:
            answer(client, question, number, stance)
            spots.append(spot(client.get(address(question, "standing")).content.decode()))
        assert len(set(spots)) == 3
        answer(client, question, 5, "disagree")
        assert spot(client.get(address(question, "standing")).content.decode()) not in spots
        assert OpinionRun.objects.get().made_at == made_at

    def test_who_answers_as_a_group_is_nearest_to_it(self, client: Client) -> None:
        question = grouped(20, 14)
        told = []
        for number in range(1, 8):
            stance = "agree" if number < 3 or number % 2 == 0 else "disagree"
            answer(client, question, number, stance)
            told.append(client.get(address(question, "standing")).content.decode())
        assert "Answer 6 more statements, and you are told which group is nearest." in told[0]
        assert "Answer 1 more statement, and you are told which group is nearest." in told[5]
        assert "You are the ringed dot, nearest to group A." in told[6]
        agreements = re.findall(r"Group (\w)</span>\s*<strong>(\d+)%", told[6])
        assert [letter for letter, _ in agreements] == ["A", "B"]
        assert int(agreements[0][1]) > 85 > 50 > int(agreements[1][1])

    def test_no_cache_keeps_it(self, client: Client) -> None:
        question = grouped(20, 14)
        for reader in (client, Browser()):
            for headers in ({}, HTMX):
                response = reader.get(address(question, "standing"), headers=headers)
                assert "private" in response.headers["Cache-Control"]
                assert "Cookie" in response.headers["Vary"]
            answer(reader, question, 1)

    def test_the_fragment_is_the_part_of_the_page(self, client: Client) -> None:
        question = grouped(20, 14)
        answer(client, question, 1)
        part = client.get(address(question, "standing"), headers=HTMX).content.decode()
        whole = client.get(address(question, "standing")).content.decode()
        assert ("<html" in part, "<html" in whole) == (False, True)
        assert spot(part) == spot(whole)

    def test_a_reader_without_answers_is_led_to_the_statements(self, client: Client) -> None:
        question = grouped(20, 14)
        told = client.get(address(question, "standing")).content.decode()
        assert "Answer a few statements" in told
        assert MAP not in told

    def test_before_there_are_groups_it_says_so(self, client: Client) -> None:
        question = QuestionFactory(kind="statements")
        answer(client, question, 1)
        assert "There are no opinion groups yet" in page_of_standing(client, question)

    def test_it_tells_what_became_of_my_statements_and_of_no_one_else_s(self) -> None:
        question = grouped(20, 14)
        author, other = Browser(), Browser()
        for reader, texts in [(author, ["Alpha idea.", "Beta thought."]), (other, ["Gamma view."])]:
            for text in texts:
                reader.post(address(question, "statements"), {"text": text})
        Choice.objects.filter(label_en="Alpha idea.").update(status="published")
        published = Choice.objects.get(label_en="Alpha idea.")
        other.post(address(question, "vote"), {"statement": published.slug, "stance": "agree"})
        told = page_of_standing(author, question)
        assert "Waiting for a moderator" in told
        assert "Published" in told
        Choice.objects.filter(label_en="Beta thought.").update(status="rejected")
        author.post(address(question, "vote"), {"statement": published.slug, "stance": "agree"})
        told = page_of_standing(author, question)
        assert "Not published" in told
        assert "2 answers: 100% agree, 0% disagree" in told
        assert "Gamma" not in told

    def test_other_kinds_have_none(self, client: Client) -> None:
        assert client.get(address(QuestionFactory(), "standing")).status_code == 404


def page_of_standing(client: Client, question: Question) -> str:
    return client.get(address(question, "standing")).content.decode()


class TestFile:
    def test_it_has_a_row_a_statement_and_group(self, client: Client) -> None:
        question = grouped(20, 14)
        response = client.get(f"{address(question)}groups.csv")
        rows = list(csv.DictReader(StringIO(response.content.decode())))
        assert len(rows) == 20
        assert {(row["group"], row["size"]) for row in rows} == {("0", "20"), ("1", "14")}
        first = rows[0]
        counts = [int(first[name]) for name in ("agree", "disagree", "pass")]
        assert sum(counts) == 20
        assert float(first["share"]) == counts[0] / 20
        ranks = [row["representative"] for row in rows if row["group"] == "0"]
        assert sorted(rank for rank in ranks if rank) == ["1", "2", "3", "4", "5"]

    def test_of_few_it_has_only_the_head(self, client: Client) -> None:
        question = grouped(5, 4)
        assert len(client.get(f"{address(question)}groups.csv").content.splitlines()) == 1

    def test_the_newsroom_gets_it_before_readers(self, client: Client) -> None:
        question = grouped(20, 14, results="staff")
        client.force_login(UserFactory(groups=["Analysts"]))
        assert len(client.get(f"{address(question)}groups.csv").content.splitlines()) == 21
