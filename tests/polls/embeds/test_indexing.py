"""What search engines make of a frame: it may be read, and the question’s own page counts."""

import re

import pytest
from django.test import Client

from polls.models import Question
from tests.factories import QuestionFactory
from tests.linked import Head
from tests.polls.embeds.framing import embed

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])


@pytest.fixture
def question() -> Question:
    return QuestionFactory(
        article__slug="affair",
        slug="why",
        prompt_fr="Pourquoi ?",
        prompt_en="Why?",
        help_fr="Dites <tout>.",
        help_en="Say <all>.",
    )


def links(html: str) -> list[tuple[str, str]]:
    """Each canonical and alternate address of a page, with its relation."""
    return re.findall(r'<link rel="(canonical|alternate)"[^>]*?href="([^"]*)"', html)


@LANGUAGES
@pytest.mark.parametrize("query", ["", "?theme=dark"])
def test_it_may_be_indexed_and_defers_to_the_questions_page_in_its_language(
    client: Client, question: Question, language: str, query: str
) -> None:
    answer = client.get(embed(question, language=language) + query)
    html = answer.content.decode()
    assert "robots" not in dict(Head(html).meta)
    assert "X-Robots-Tag" not in answer.headers
    # no alternates: those of the question belong to the page that counts, and it names them
    assert links(html) == [("canonical", f"{SITE}/{language}/affair/why/")]
    page = client.get(f"/{language}/affair/why/").content.decode()
    assert [address for relation, address in links(page) if relation == "canonical"] == [
        f"{SITE}/{language}/affair/why/"
    ]


@pytest.mark.parametrize(
    ("language", "described"), [("fr", "Pourquoi ? Dites <tout>."), ("en", "Why? Say <all>.")]
)
def test_it_is_described_as_the_questions_page_is(
    client: Client, question: Question, language: str, described: str
) -> None:
    for page in (embed(question, language=language), f"/{language}/affair/why/"):
        meta = Head(client.get(page).content.decode()).meta
        assert [told for name, told in meta if name == "description"] == [described]


def test_robots_may_fetch_it_and_the_sitemap_does_not_tell_of_it(
    client: Client, question: Question
) -> None:
    closed = re.findall(r"Disallow: (\S+)", client.get("/robots.txt").content.decode())
    patterns = [path.replace("*", "[^ ]*") for path in closed]
    assert [one for one in patterns if re.match(one, embed(question))] == []
    assert "/embed/" not in client.get("/sitemap.xml").content.decode()


def test_a_frame_without_its_question_is_kept_out(client: Client, question: Question) -> None:
    Question.objects.update(status="draft")
    gone = client.get(embed(question))
    assert gone.status_code == 404
    assert dict(Head(gone.content.decode()).meta)["robots"] == "noindex"
