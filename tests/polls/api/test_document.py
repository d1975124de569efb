"""The OpenAPI document: it says what is answered, to whatever is asked."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from django.urls.resolvers import RoutePattern
from hypothesis import HealthCheck, settings
from schemathesis import Case

from polls import kinds
from polls.api import urls
from polls.kinds import Answer
from polls.models import Question
from polls.voting import cast
from tests.factories import ArticleFactory, CommentFactory, QuestionFactory, VoterFactory
from tests.polls.api.asking import ROOT

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db

site = get_wsgi_application()


def uncompressed(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
    """The site for whom it does not compress: this client names codings that it cannot read."""
    return site({**environ, "HTTP_ACCEPT_ENCODING": "identity"}, start_response)


schema = schemathesis.openapi.from_wsgi(f"{ROOT}openapi.json", uncompressed)


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Requests leave the test's connection open, as those of Django's own client do."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_is_asked_is_answered_as_the_document_says(case: Case) -> None:
    case.call_and_validate()


@pytest.mark.parametrize("results", [Question.Results.ALWAYS, Question.Results.AFTER_CLOSE])
def test_what_there_is_is_told_as_the_document_says(results: str) -> None:
    """Every address, for a question of every kind with an answer."""
    article = ArticleFactory(slug="affair")
    comment = CommentFactory(article=article)
    CommentFactory(article=article, parent=comment, root=comment)
    told: Counter[tuple[str, int]] = Counter()
    for kind in kinds.every():
        attributes = {"slug": f"a-{kind.name}", "kind": kind.name, "results": results}
        question = QuestionFactory(article=article, **attributes)
        choice = question.choices.first()
        CommentFactory(article=article, question=question, stance=1)
        if kind.casts_ballots:
            cast(question=question, voter=VoterFactory(), answer=Answer({choice.pk: 1}), now=NOW)
        for path, operations in schema.items():
            parameters = {"dossier": "affair", "question": question.slug}
            named = {name: parameters[name] for name in parameters if f"{{{name}}}" in path}
            case = operations["GET"].Case(path_parameters=named)
            told[path.removeprefix(ROOT), case.call_and_validate().status_code] += 1
    every, question_of = len(kinds.every()), "questions/{dossier}/{question}"
    shown = 200 if results == Question.Results.ALWAYS else 403
    assert told == {
        ("dossiers", 200): every,
        ("dossiers/{dossier}", 200): every,
        ("dossiers/{dossier}/questions", 200): every,
        ("dossiers/{dossier}/comments", 200): every,
        (question_of, 200): every,
        (f"{question_of}/results", shown): every,
        (f"{question_of}/comments", 200): every - 1,
        (f"{question_of}/comments", 404): 1,  # a quiz has no discussion
        (f"{question_of}/groups", shown): 1,
        (f"{question_of}/groups", 404): every - 1,  # only statements have groups
    }


def test_the_document_names_every_address_and_no_other() -> None:
    document = Client().get(f"{ROOT}openapi.json").json()
    assert document["openapi"].startswith("3.")
    served = {
        ROOT + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(one.pattern))
        for one in urls.urlpatterns
        if isinstance(one.pattern, RoutePattern) and one.name not in {"api-root", "openapi-json"}
    }
    assert set(document["paths"]) == served
