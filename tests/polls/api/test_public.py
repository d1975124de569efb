"""What all answers have in common: who may read and keep them, and how they are asked for anew."""

import pytest
from django.test import Client

from polls.models import Question
from tests.factories import CommentFactory, QuestionFactory
from tests.polls.api.asking import ROOT

pytestmark = pytest.mark.django_db
PATHS = [
    "dossiers",
    "dossiers/affair",
    "dossiers/affair/questions",
    "dossiers/affair/comments",
    "questions/affair/why",
    "questions/affair/why/results",
    "questions/affair/why/comments",
    "openapi.json",
]


@pytest.fixture(autouse=True)
def question() -> Question:
    return QuestionFactory(article__slug="affair", slug="why")


@pytest.mark.parametrize("path", PATHS)
def test_whoever_has_the_newest_answer_is_told_only_that(path: str) -> None:
    first = Client().get(ROOT + path)
    assert first.headers["Cache-Control"] == "public, max-age=0, s-maxage=1"
    etag = first.headers["ETag"]
    again = Client().get(ROOT + path, headers={"If-None-Match": f'"other", W/{etag}'})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    other = Client().get(ROOT + path, headers={"If-None-Match": '"other"'})
    assert (other.status_code, other.content) == (200, first.content)


@pytest.mark.parametrize("path", [path for path in PATHS if path.startswith(("doss", "quest"))])
def test_each_language_is_an_answer_of_its_own(path: str, question: Question) -> None:
    CommentFactory(article=question.article)
    CommentFactory(article=question.article, question=question)
    french, english = (Client().get(ROOT + path, {"lang": one}) for one in ("fr", "en"))
    assert french.headers["ETag"] != english.headers["ETag"]


@pytest.mark.parametrize("path", [*PATHS, "nothing", "dossiers?limit=0"])
def test_pages_of_any_site_may_read(path: str) -> None:
    answered = Client().get(ROOT + path, headers={"Origin": "https://elsewhere.example"})
    assert answered.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answered.headers


def test_a_browser_that_asks_first_is_told_what_it_may_do() -> None:
    answered = Client().options(ROOT + "dossiers")
    assert (answered.status_code, answered.content) == (204, b"")
    assert answered.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert answered.headers["Access-Control-Allow-Headers"] == "Accept-Language, If-None-Match"


@pytest.mark.parametrize("path", PATHS)
def test_the_head_alone(path: str) -> None:
    whole, head = Client().get(ROOT + path), Client().head(ROOT + path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == str(len(whole.content))
    assert head.headers["ETag"] == whole.headers["ETag"]


@pytest.mark.parametrize("path", [*PATHS, "nothing"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_sent(path: str, method: str) -> None:
    answered = getattr(Client(enforce_csrf_checks=True), method)(ROOT + path)
    assert (answered.status_code, answered.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert set(answered.json()) == {"detail"}


def test_what_is_refused_is_not_kept() -> None:
    for path in ("nothing", "dossiers?limit=0", "dossiers/none"):
        answered = Client().get(ROOT + path)
        assert answered.headers["Cache-Control"] == "no-cache"
        assert not answered.has_header("ETag")
