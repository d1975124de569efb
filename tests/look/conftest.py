"""A dossier with everything in it, read in a language that marks what is translated."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone, translation
from django.utils.translation import trans_real
from playwright.sync_api import Page

from dossier.models import Article
from polls.models import Question
from tests.factories import (
    ArticleFactory,
    ClaimFactory,
    EventFactory,
    FigureFactory,
    PassageFactory,
    QuestionFactory,
    QuizQuestionFactory,
    RebuttalFactory,
)
from tests.look import stage as stages
from tests.look.marking import Marking
from tests.look.stage import Stage


@pytest.fixture
def stage(page: Page) -> Stage:
    """Puts content on a page of the site that nobody serves."""
    return partial(stages.open_page, page)


@pytest.fixture
def marking(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """English marks its texts."""
    languages = trans_real._translations  # noqa: SLF001 - there is no other way in
    monkeypatch.setitem(languages, "en", Marking("en"))
    with translation.override("en"):
        yield


@pytest.fixture
def article(db: None) -> Article:
    article = ArticleFactory(slug="affair", byline_fr="Signature", byline_en="Byline")
    passage = PassageFactory(article=article)
    RebuttalFactory(claim=ClaimFactory(article=article))
    ClaimFactory(article=article)
    EventFactory(article=article)
    for bound in ("exact", "less_than", "more_than", "about"):
        FigureFactory(article=article, series="money", bound=bound)
    QuestionFactory(article=article, place="passage", passage=passage)
    QuestionFactory(article=article, place="before", ask_again=True, results="after_vote")
    QuestionFactory(article=article, kind=Question.Kind.OPEN, choices=0)
    QuestionFactory(article=article, closes_at=timezone.now() - timedelta(days=1))
    QuestionFactory(article=article, opens_at=timezone.now() + timedelta(days=1))
    QuizQuestionFactory(article=article, passage=passage)
    QuizQuestionFactory(article=article, choices=3, right=[1, 2])
    return article
