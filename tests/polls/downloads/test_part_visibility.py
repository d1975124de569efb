"""No figure of the results leaves as a file for whom the page does not show it."""

from datetime import timedelta

import numpy as np
import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dossier.models import Article
from polls.downloads.parts.crossings import ALL, NONE, excerpt
from polls.insight.asked import Asked
from polls.insight.crossing import Crossing
from polls.insight.variables import Level, Variable
from polls.kinds import TallyRead
from polls.models import Question
from polls.statistics.disclosure import LEAST, hidden_in
from tests.factories import ArticleFactory, QuestionFactory, UserFactory
from tests.polls.downloads.test_parts import address, page
from tests.polls.downloads.whole import DRAWN, TABLES, dossier, parsed, table, tables
from tests.polls.insight.test_cross import ONE, TWO, answer

CROSS = "cross?a=twice&b=several:choice-2"
NEWSROOM = "/admin/dossier/article/{pk}/insight/{figure}.{form}{query}"


def newsroom_address(article: Article, figure: str, form: str) -> str:
    path, mark, query = figure.partition("?")
    return NEWSROOM.format(pk=article.pk, figure=path, form=form, query=mark + query)


@pytest.mark.django_db
def test_what_shows_later_is_no_file_yet_and_the_newsroom_has_it(client: Client) -> None:
    article = dossier(resolutions=1)
    every = [*DRAWN, *TABLES, CROSS]
    Question.objects.filter(article=article).update(
        results="after_close", closes_at=timezone.now() + timedelta(days=1)
    )
    member, reader, desk = Client(), Client(), Client(headers={"Accept-Language": "en"})
    member.force_login(UserFactory(groups=["Moderators"]))
    desk.force_login(UserFactory(groups=["Analysts"]))
    for figure in every:
        for form in ("csv", "json", "svg"):
            there = newsroom_address(article, figure, form)
            for asking in (client, desk):
                response = asking.get(address(figure, form))
                # of the calibration no question's result is asked for
                assert response.status_code == (404 if figure == "calibration" else 403)
                assert "no-cache" in response["Cache-Control"]
                assert b"choice-1" not in response.content
            assert (reader.get(there).status_code, member.get(there).status_code) == (302, 403)
            drawn = form != "svg" or figure not in {*TABLES, "calibration"}
            taken = desk.get(there)
            assert taken.status_code == (200 if drawn else 404)
            assert taken.status_code == 404 or "no-store" in taken["Cache-Control"]
    shown = desk.get(f"/admin/dossier/article/{article.pk}/insight/?a=twice&b=several:choice-2")
    links = shown.content.decode()
    for figure in (*DRAWN, *TABLES):
        assert f'href="{newsroom_address(article, figure, "json")}" download' in links
    query = "?a=twice&amp;b=several%3Achoice-2"
    assert f'href="/admin/dossier/article/{article.pk}/insight/cross.json{query}"' in links


@pytest.mark.django_db
@pytest.mark.parametrize(
    "figure",
    [
        *("history/none", "history/why.pdf", "nothing/why", "shifts/why", "shifts/why:choice-1"),
        *("minds/why", "wishes/why", "informed/why", "guesses/why", "forecasts/why"),
        *("scores/why", "calibration", "history/%00", "history/..", "cross", "cross?a=why&b=why"),
        *("cross?a=why&b=%00", "cross?a=why&b=none"),
    ],
)
def test_what_is_not_there_is_no_file(client: Client, figure: str) -> None:
    question = QuestionFactory(article__slug="affair", slug="why")
    answer((question, ONE), times=12)
    assert client.get(address("history/why", "csv")).status_code == 200
    assert client.get(address(figure, "csv")).status_code == 404
    assert client.get(address("history/why", "pdf")).status_code == 404
    assert client.post(address("history/why", "csv")).status_code == 405


@pytest.mark.django_db
def test_a_draft_is_for_its_newsroom(client: Client) -> None:
    question = QuestionFactory(article__slug="affair", slug="why")
    answer((question, ONE), times=12)
    Article.objects.filter(pk=question.article_id).update(status="draft", published_at=None)
    assert client.get(address("history/why", "json")).status_code == 404
    client.force_login(UserFactory(groups=["Editors"]))
    preview = client.get(address("history/why", "json"))
    assert (preview.status_code, preview["Cache-Control"]) == (200, "no-cache, private")


@pytest.mark.django_db
def test_a_crossing_keeps_back_in_files_what_it_keeps_back_on_the_page(client: Client) -> None:
    article = ArticleFactory(slug="affair")
    first, second = (QuestionFactory(article=article, slug=slug, choices=3) for slug in "ab")
    three = {"choice-3": 1}
    for one, other, times in (
        *((ONE, ONE, 12), (ONE, TWO, 2), (ONE, three, 9), (TWO, ONE, 7), (TWO, TWO, 15)),
        *((TWO, three, 8), (three, TWO, 11), (ONE, None, 6), (None, TWO, 3), (None, three, 6)),
    ):
        answer((first, one), (second, other), times=times)

    matrix = tables(page(client, "cross/?a=a&b=b") + "</article>", after="cross-title")[0]
    rows = table(client, address("cross?a=a&b=b", "csv"))

    kept = [row for row in rows if row["kept_back"] == "1"]
    assert len(kept) >= 4
    assert {(row["count"], row["share"]) for row in kept} == {("", "")}
    cells = {(row["row_label"], row["column_label"]): row for row in rows}
    names = matrix[0][1:]
    for line in matrix[1:]:
        for name, said in zip(names, line[1:], strict=True):
            row = cells.get((line[0], name))
            assert said.split(" ")[0] == (
                {"": "·"}.get(row["count"], row["count"]) if row else "–" if said else ""
            )
    svg = client.get(address("cross?a=a&b=b", "svg")).content
    parsed(svg)
    assert b"stroke-dasharray" in svg


def _crossing(table: np.ndarray, hidden: np.ndarray) -> Crossing:
    article = Article(slug="affair", title="Affair")
    rows, columns = (_variable(article, size - 1) for size in table.shape)
    return Crossing(rows, columns, table, hidden)


def _variable(article: Article, levels: int) -> Variable:
    question = Question(article=article, slug=f"q-{levels}", prompt="Why?", kind="single")
    asked = Asked(question, [], Question.State.OPEN, TallyRead())
    made = [Level(f"Level {place}", "choice-1", f"level-{place}") for place in range(levels)]
    return Variable(asked, made)


@settings(deadline=None, max_examples=40)
@given(
    st.tuples(st.integers(3, 5), st.integers(3, 5)).flatmap(
        lambda shape: arrays(np.int64, shape, elements=st.integers(0, 14))
    )
)
def test_whatever_the_table_no_file_tells_a_count_that_is_kept_back(counts: np.ndarray) -> None:
    counts[-1, -1] = 0
    hidden = hidden_in(counts)
    if hidden is None or counts[:-1, :-1].sum() < 10:
        return

    told = excerpt(_crossing(counts, hidden))

    places = {f"level-{place}": place for place in range(max(counts.shape))} | {NONE: -1}
    cells = [one for one in told.records if ALL not in {one["row"], one["column"]}]
    assert len(cells) == counts.size - 1
    for cell in cells:
        at = places[str(cell["row"])], places[str(cell["column"])]
        assert cell["kept_back"] == bool(hidden[at])
        assert cell["count"] == (None if hidden[at] else counts[at])
        assert not cell["kept_back"] or cell["share"] is None
        assert cell["count"] not in range(1, LEAST)
