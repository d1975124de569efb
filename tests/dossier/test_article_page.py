"""A dossier's page as its readers see it: every part in its place, in their language."""

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from dossier import markdown
from dossier.models import Article, Figure
from dossier.page import draw
from polls.models import MindChange, Question, Side
from tests.factories import (
    ActorFactory,
    ArticleFactory,
    ClaimFactory,
    CommentFactory,
    EventFactory,
    FigureFactory,
    PassageFactory,
    QuestionFactory,
    RebuttalFactory,
    UserFactory,
    VoterFactory,
)

pytestmark = pytest.mark.django_db


def page_of(client: Client, article: Article, language: str = "en") -> str:
    response = client.get(f"/{language}/{article.slug}/")
    assert response.status_code == 200
    return response.content.decode()


def in_order(page: str, *parts: str) -> bool:
    places = [page.index(part) for part in parts]
    return places == sorted(places)


def test_each_question_stands_where_it_belongs(client: Client) -> None:
    article = ArticleFactory()
    first, second = PassageFactory.create_batch(2, article=article)
    before = QuestionFactory(article=article, place="before", ask_again=True)
    after_first = QuestionFactory(article=article, place="passage", passage=first)
    lost = QuestionFactory(article=article, place="passage", passage=None)
    last = QuestionFactory(article=article, place="end")

    page = page_of(client, article)

    assert in_order(
        page,
        f'id="question-{before.pk}"',
        f'id="passage-{first.slug}"',
        f'id="question-{after_first.pk}"',
        f'id="passage-{second.slug}"',
        'id="closing"',
        f'id="question-{before.pk}-again"',
        f'id="question-{lost.pk}"',
        f'id="question-{last.pk}"',
    )
    for question in (after_first, lost, last):
        assert page.count(f'id="question-{question.pk}"') == 1


@pytest.mark.parametrize(("language", "suffix"), [("fr", "(fr)"), ("en", "(en)")])
def test_the_page_speaks_its_readers_language(client: Client, language: str, suffix: str) -> None:
    article = ArticleFactory(dated="2024-03")
    passage = PassageFactory(article=article)
    QuestionFactory(article=article)
    page = page_of(client, article, language)
    assert f'<html lang="{language}"' in page
    assert f"{passage.heading_fr[:-5]} {suffix}" in page
    assert {"fr": "mars 2024", "en": "March 2024"}[language] in page


def test_a_text_missing_in_one_language_is_shown_in_the_other(client: Client) -> None:
    article = ArticleFactory(title_en="")
    assert article.title_fr in page_of(client, article, "en")


def test_claims_name_their_makers_and_what_answers_them(client: Client) -> None:
    article = ArticleFactory()
    answered, unanswered = ClaimFactory.create_batch(2, article=article)
    rebuttal = RebuttalFactory(claim=answered)
    page = page_of(client, article)
    assert in_order(
        page, answered.maker.name_en, answered.text_en, rebuttal.maker.name_en, rebuttal.text_en
    )
    assert in_order(page, unanswered.text_en, "The source gives no answer to this.")


def test_timeline_actors_and_figures_are_told(client: Client) -> None:
    article = ArticleFactory()
    event = EventFactory(article=article, date="2018-02", when_en="early February 2018")
    actor = ActorFactory(article=article)
    FigureFactory(article=article, value=Decimal("5.5"), bound="less_than", unit_en="years")
    page = page_of(client, article)
    assert '<time class="event-when" datetime="2018-02">early February 2018</time>' in page
    assert event.text_en in page
    assert actor.name_en in page
    assert in_order(page.partition('id="figures"')[2], "less than", "5.5", "years")


def test_figures_of_one_series_are_drawn_on_one_scale() -> None:
    whole = FigureFactory.build(value=Decimal(1000), series="money")
    part = FigureFactory.build(value=Decimal(90), series="money", bound=Figure.Bound.MORE_THAN)
    alone = FigureFactory.build(value=Decimal(5), series="")
    (series,) = draw([whole, part, alone])
    assert [(bar.length, bar.open_end) for bar in series.bars] == [(100.0, 0.0), (9.0, 4.0)]


@given(st.lists(st.decimals(min_value=0, max_value=10**15, places=4), min_size=2, max_size=9))
def test_no_bar_is_longer_than_its_scale(values: list[Decimal]) -> None:
    figures = [
        FigureFactory.build(value=value, series="s", bound=Figure.Bound.MORE_THAN)
        for value in values
    ]
    drawn = draw(figures)
    assert len(drawn) == (1 if any(values) else 0)
    for series in drawn:
        assert max(bar.length for bar in series.bars) == 100
        for bar in series.bars:
            assert 0 <= bar.length <= bar.length + bar.open_end <= 100.001


def test_a_draft_is_for_the_newsroom_only(client: Client) -> None:
    article = ArticleFactory(status="draft", published_at=None)
    assert client.get(f"/en/{article.slug}/").status_code == 404
    assert article.title_en not in client.get("/en/").content.decode()

    client.force_login(UserFactory(groups=["Moderators"]))
    assert client.get(f"/en/{article.slug}/").status_code == 404
    client.force_login(UserFactory(groups=["Editors"]))
    assert "Preview: readers do not see this page yet." in page_of(client, article)


def test_an_editor_previews_the_questions_of_a_draft_as_they_will_be_asked(client: Client) -> None:
    article = ArticleFactory(status="draft", published_at=None)
    draft = QuestionFactory(article=article, status=Question.Status.DRAFT)
    withdrawn = QuestionFactory(article=article, status=Question.Status.WITHDRAWN)
    client.force_login(UserFactory(groups=["Editors"]))
    page = page_of(client, article)
    assert draft.prompt_en in page
    assert withdrawn.prompt_en not in page
    assert in_order(page, 'value="choice-1"', 'type="submit" disabled>')
    assert f'href="/admin/dossier/article/{article.pk}/change/"' in page


def test_drafts_and_withdrawn_questions_are_not_on_the_page(client: Client) -> None:
    article = ArticleFactory()
    hidden = [
        QuestionFactory(article=article, status=status)
        for status in (Question.Status.DRAFT, Question.Status.WITHDRAWN)
    ]
    page = page_of(client, article)
    for question in hidden:
        assert question.prompt_en not in page


@pytest.mark.parametrize("many", [1, 6])
def test_the_page_costs_the_same_queries_however_long_it_is(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    article = ArticleFactory()
    for _ in range(many):
        passage = PassageFactory(article=article)
        QuestionFactory(article=article, place="passage", passage=passage)
        QuestionFactory(article=article, kind="ranking")
        RebuttalFactory(claim=ClaimFactory(article=article))
        EventFactory(article=article)
        FigureFactory(article=article)
        CommentFactory(article=article, parent=CommentFactory(article=article))
        CommentFactory(article=article, passage=passage)
    with django_assert_num_queries(DOSSIER_QUERIES):
        page_of(client, article)


# article, questions (2), their choices, counters, comments; passages, figures, their comments, the
# minds they changed, actors, events, claims with makers, rebuttals with makers (2); the
# discussion's first comments, their count, which replies come first, those; whether there is
# demonstration data.
DOSSIER_QUERIES = 20


def test_what_editors_write_cannot_become_script(client: Client) -> None:
    article = ArticleFactory()
    PassageFactory(
        article=article,
        body_en="<script>alert(1)</script> [a](javascript:alert(1)) ![x](y) **bold**",
    )
    page = page_of(client, article)
    assert "<script>alert" not in page
    assert 'javascript:alert(1)"' not in page
    assert "<strong>bold</strong>" in page


@given(st.text())
def test_markdown_never_yields_script_style_or_handlers(text: str) -> None:
    html = str(markdown.render(text)).lower()
    for bad in ("<script", "<style", "<img", "<iframe", "<svg", " onclick", 'href="javascript'):
        assert bad not in html


def test_a_passage_says_how_many_minds_it_changed_from_three_on(client: Client) -> None:
    question = QuestionFactory()
    passage = PassageFactory(article=question.article)
    for readers in range(4):
        said = f"Changed {readers} mind" in page_of(client, question.article)
        assert said == (readers >= 3)
        MindChange.objects.create(
            question=question,
            voter=VoterFactory(),
            revision=2,
            passage=passage,
            direction=Side.FOR,
            told_at=timezone.now(),
        )
