"""The brief: what everybody may see as a page and as files, and all of it for the newsroom."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dossier.models import Article
from polls.brief.blocks import Bullets, Paragraph, Quote, Table
from polls.insight.keeping import shelf
from polls.models import Comment, Policy, Question
from tests.factories import CommentFactory, QuestionFactory, UserFactory
from tests.polls.kinds.ballots import cast_all

ONE, TWO = {"choice-1": 1}, {"choice-2": 1}


@pytest.fixture
def question(article: Article) -> Question:
    made: Question = QuestionFactory(article=article)
    cast_all(made, *[ONE] * 9, *[TWO] * 3)
    return made


@pytest.fixture
def article() -> Article:
    return QuestionFactory().article  # type: ignore[no-any-return]


def brief(client: Client, article: Article, form: str = "/") -> str:
    answer = client.get(f"/en/{article.slug}/results/brief{form}")
    assert answer.status_code == 200
    return answer.content.decode().replace("\xa0", " ")


@pytest.mark.django_db
def test_a_reader_finds_results_and_what_the_newsroom_picked(
    client: Client, question: Question
) -> None:
    CommentFactory(article=question.article, body="Who pays?", pick=Comment.Pick.QUESTION)
    CommentFactory(article=question.article, body="Because.", pick=Comment.Pick.ARGUMENT)

    page = brief(client, question.article)

    headings = re.findall(r"<h2 id=\"([a-z-]+)-title\">", page)
    assert headings == ["figures", "results", "arguments", "raised"]
    assert "leads with 75% of 12 votes." in page
    assert "Who pays?" in page
    assert "Because." in page


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["/", ".md", ".html"])
def test_what_shows_later_and_what_is_not_published_is_in_no_brief(
    client: Client, question: Question, form: str
) -> None:
    hidden = QuestionFactory(article=question.article, results="after_close")
    cast_all(hidden, *[ONE] * 12)
    for status in ("pending", "rejected", "spam"):
        CommentFactory(
            article=question.article,
            status=status,
            body=f"Unpublished {status}",
            pick=Comment.Pick.ARGUMENT,
        )

    text = brief(client, question.article, form)

    assert question.prompt_en in text
    assert hidden.prompt_en not in text
    assert "Unpublished" not in text


@pytest.mark.django_db
def test_a_closed_discussion_is_quoted_in_no_brief(client: Client, question: Question) -> None:
    CommentFactory(article=question.article, body="Who pays?", pick=Comment.Pick.QUESTION)
    assert "Who pays?" in brief(client, question.article)
    Policy.objects.create(article=question.article, mode=Policy.Mode.CLOSED)
    cache.clear()
    shelf.clear()
    assert "Who pays?" not in brief(client, question.article)


@pytest.mark.django_db
def test_the_newsroom_sees_all_of_it(question: Question) -> None:
    hidden = QuestionFactory(article=question.article, results="staff")
    cast_all(hidden, *[ONE] * 12)
    client = Client(headers={"Accept-Language": "en"})
    address = f"/admin/dossier/article/{question.article.pk}/brief"
    client.force_login(UserFactory(is_staff=True, groups=["Analysts"]))

    assert hidden.prompt_en in client.get(f"{address}/").content.decode()
    assert hidden.prompt_en in client.get(f"{address}.md").content.decode()

    client.force_login(UserFactory(is_staff=True, groups=["Moderators"]))
    assert client.get(f"{address}/").status_code == 403
    assert client.get(f"{address}.html").status_code == 403


@pytest.mark.django_db
def test_files_are_to_be_saved_and_fetch_nothing(client: Client, question: Question) -> None:
    answer = client.get(f"/fr/{question.article.slug}/results/brief.html")
    name = f"{question.article.slug}-brief-fr.html"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert not re.search(r"<(script|link|img|iframe)\b", answer.content.decode())
    assert "Votes par choix" in answer.content.decode() or "votes" in answer.content.decode()

    written = client.get(f"/en/{question.article.slug}/results/brief.md")
    assert written.headers["Content-Type"] == "text/markdown; charset=utf-8"
    html = MarkdownIt("commonmark").enable("table").render(written.content.decode())
    assert f'<a href="http://testserver{question.get_absolute_url()}">' in html
    assert '<td style="text-align:right">75' in html


@pytest.mark.django_db
def test_a_draft_has_no_brief(client: Client) -> None:
    question = QuestionFactory()
    Article.objects.filter(pk=question.article.pk).update(status="draft")
    for form in ("/", ".md", ".html"):
        answer = client.get(f"/en/{question.article.slug}/results/brief{form}")
        assert answer.status_code == 404


@pytest.mark.django_db
def test_moderators_pick_published_comments(question: Question) -> None:
    shown = CommentFactory(article=question.article)
    waiting = CommentFactory(article=question.article, status="pending")
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(UserFactory(is_staff=True, groups=["Moderators"]))

    sent = {"action": "pick_as_question", "_selected_action": [shown.pk, waiting.pk]}
    page = client.post("/admin/polls/comment/", sent, follow=True).content.decode()

    assert "1 comment is marked so." in page
    assert "1 is not published and stays as it is." in page
    assert list(Comment.objects.order_by("pk").values_list("pick", flat=True)) == ["question", ""]


@pytest.mark.django_db
def test_a_brief_after_the_close_has_what_showed_only_then(
    client: Client, article: Article
) -> None:
    late = QuestionFactory(article=article, results="after_close")
    cast_all(late, *[ONE] * 12)
    Question.objects.filter(pk=late.pk).update(closes_at=timezone.now() - timedelta(hours=1))
    assert late.prompt_en in brief(client, article)


words = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"], exclude_characters="\u0085"),
    min_size=1,
    max_size=40,
)
parser = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough")


@given(words)
def test_a_reader_s_words_are_no_markup(text: str) -> None:
    """What Markdown makes of every block is the words and the block's own elements, no other."""
    quote = Quote(text=text, by="A", note="", address="/", language="en")
    for block, allowed in (
        (Paragraph(text), {"p"}),
        (Bullets([text]), {"ul", "li"}),
        (quote, {"blockquote", "p"}),
        (Table("", [text, "b"], [[text, "1"]]), {"table", "thead", "tbody", "tr", "th", "td"}),
    ):
        html = parser.render(block.markdown())
        assert set(re.findall(r"<(\w+)", html)) <= allowed
