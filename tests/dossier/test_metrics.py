"""What the site measures of itself, who may read it, and that the processes' counts add up."""

import re
import tomllib
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import hypothesis
import pytest
from django.conf import settings as site
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.utils import floatToGoString
from pytest_django.fixtures import Settings

from dossier import VERSION, metrics
from dossier.metrics import Distribution
from polls.models import Comment
from tests.browsing import Browser
from tests.factories import ArticleFactory, QuestionFactory, UserFactory

Reading = Callable[..., float]
BOUNDS = [floatToGoString(bound) for bound in (*metrics.REQUEST_SECONDS, float("inf"))]


def read(text: str, name: str, **labels: str) -> float:
    """The sum of a measure's samples that have these labels."""
    return sum(
        sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == f"dossier_{name}" and labels.items() <= sample.labels.items()
    )


@pytest.fixture
def grown(client: Client) -> Reading:
    """How much a measure has grown since the test began, as ``/metrics`` tells."""
    before = client.get("/metrics").content.decode()

    def growth(name: str, **labels: str) -> float:
        now = client.get("/metrics").content.decode()
        return read(now, name, **labels) - read(before, name, **labels)

    return growth


# Who may read


def test_this_machine_is_told_the_measures(client: Client) -> None:
    response = client.get("/metrics")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize(
    "origin",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_X_REAL_IP": "127.0.0.1"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_VIA": "1.1 proxy"},
    ],
)
def test_to_others_it_is_an_address_like_any_that_does_not_exist(
    client: Client, origin: dict[str, Any], db: None
) -> None:
    asked = client.get("/metrics", headers={"Accept-Language": "en"}, **origin)
    unknown = client.get("/nothing-here", headers={"Accept-Language": "en"}, **origin)
    assert (asked.status_code, unknown.status_code) == (302, 302)
    assert asked.headers["Location"] == "/en/metrics/"
    assert client.get(asked.headers["Location"], **origin).status_code == 404


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ("Bearer a-long-token", True),
        ("Bearer another", False),
        ("Bearer ", False),
        ("a-long-token", False),
        ("Bearer a-long-tokén", False),
        ("", False),
    ],
)
def test_the_token_opens_it_from_elsewhere(
    client: Client, settings: Settings, sent: str, told: bool
) -> None:
    settings.METRICS_TOKEN = "a-long-token"
    response = client.get("/metrics", REMOTE_ADDR="192.0.2.7", HTTP_AUTHORIZATION=sent)
    assert (response.status_code == 200) is told


@pytest.mark.parametrize("sent", ["Bearer ", "Bearer", ""])
def test_without_a_token_set_none_opens_it(client: Client, settings: Settings, sent: str) -> None:
    settings.METRICS_TOKEN = ""
    response = client.get("/metrics", REMOTE_ADDR="192.0.2.7", HTTP_AUTHORIZATION=sent)
    assert response.status_code == 302


def test_what_asks_from_inside_is_not_led_to_https(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/metrics").status_code == 200


# What is counted


@pytest.mark.django_db
def test_a_request_is_counted_by_view_method_and_class_of_status(
    client: Client, grown: Reading
) -> None:
    article = ArticleFactory()
    assert client.get(f"/en/{article.slug}/").status_code == 200
    assert client.head(f"/en/{article.slug}/").status_code == 200
    assert client.get("/en/nothing-of-this-name/").status_code == 404
    of_page = {"view": "dossier:article"}
    assert grown("requests_total", **of_page, method="GET", status="2xx") == 1
    assert grown("requests_total", **of_page, method="HEAD", status="2xx") == 1
    assert grown("requests_total", **of_page, method="GET", status="4xx") == 1
    assert grown("request_seconds_count", **of_page) == 3


@pytest.mark.django_db
def test_an_answer_from_memory_is_counted_as_its_view_s(client: Client, settings: Settings) -> None:
    settings.MICROCACHE_MS = 10_000
    article = ArticleFactory()
    reader = Browser()  # whose site is built with the setting
    before = client.get("/metrics").content.decode()
    for _ in range(3):
        reader.get(f"/en/{article.slug}/")
    after = client.get("/metrics").content.decode()

    def growth(name: str, **labels: str) -> float:
        return read(after, name, **labels) - read(before, name, **labels)

    assert growth("requests_total", view="dossier:article", status="2xx") == 3
    assert growth("cache_hits_total", cache="microcache") == 2
    assert growth("cache_misses_total", cache="microcache") == 1


@pytest.mark.django_db
def test_the_admin_is_one_view_and_what_no_view_answers_another(
    client: Client, grown: Reading
) -> None:
    staff = Client()
    staff.force_login(UserFactory(is_staff=True, is_superuser=True))
    assert staff.get("/admin/").status_code == 200
    assert staff.get("/admin/polls/question/").status_code == 200
    client.generic("BREW", "/nothing")
    assert grown("requests_total", view="admin", method="GET", status="2xx") == 2
    assert grown("requests_total", view="none", method="other") == 1


@pytest.mark.django_db
def test_ballots_are_counted_by_kind_and_outcome(client: Client, grown: Reading) -> None:
    open_one = QuestionFactory()
    closed = QuestionFactory(closes_at=timezone.now() - timedelta(days=1))
    address = f"/en/{open_one.article.slug}/{open_one.slug}/"
    client.post(f"{address}vote/", {"choice": "choice-1"})
    client.post(f"{address}vote/", {"choice": "choice-1", "seen": 1})
    client.post(f"{address}vote/", {"choice": "choice-2", "seen": 1})
    client.post(f"{address}withdraw/", {"seen": 2})
    client.post(f"/en/{closed.article.slug}/{closed.slug}/vote/", {"choice": "choice-1"})
    told = {
        outcome: grown("casts_total", kind="single", outcome=outcome)
        for outcome in ("cast", "kept", "changed", "withdrawn", "refused")
    }
    assert told == {"cast": 1, "kept": 1, "changed": 1, "withdrawn": 1, "refused": 1}
    assert grown("casts_total") == 5


@pytest.mark.django_db
def test_comments_are_counted_by_outcome(client: Client, grown: Reading) -> None:
    place = f"/en/{ArticleFactory().slug}/comments/"
    form = {"text": "An argument.", "name": "Alice", "token": str(uuid.uuid4())}
    for _ in range(2):
        client.post(place, form)
    posted = Comment.objects.get()
    client.post(f"/en/comments/{posted.pk}/edit/", {"text": "A better one."})
    client.post(f"/en/comments/{posted.pk}/delete/")
    told = {
        outcome: grown("comments_total", outcome=outcome)
        for outcome in ("posted", "kept", "edited", "deleted")
    }
    assert told == {"posted": 1, "kept": 1, "edited": 1, "deleted": 1}


@pytest.mark.django_db
def test_a_result_is_rendered_once_a_version_and_language(client: Client, grown: Reading) -> None:
    question = QuestionFactory()
    for language in ("en", "en", "fr"):
        client.get(f"/{language}/{question.article.slug}/{question.slug}/results/")
    assert grown("fragments_rendered_total") == 2
    assert grown("cache_hits_total", cache="fragments") == 1
    assert grown("cache_misses_total", cache="fragments") == 2


def test_no_label_names_a_reader_a_dossier_or_a_question(client: Client) -> None:
    text = client.get("/metrics").content.decode()
    labels = {
        label
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        for label in sample.labels
    }
    allowed = "view method status kind outcome cache reason event version python django le"
    assert labels <= set(allowed.split())


@hypothesis.settings(deadline=None)
@given(
    st.lists(
        st.floats(min_value=0, max_value=100) | st.sampled_from(metrics.REQUEST_SECONDS),
        max_size=50,
    )
)
def test_many_values_at_once_fall_where_each_would_alone(values: list[float]) -> None:
    registries = [CollectorRegistry(), CollectorRegistry()]
    alone, together = (
        Distribution("taken", "…", registry=registry, buckets=metrics.REQUEST_SECONDS)
        for registry in registries
    )
    for value in values:
        alone.observe(value)
    together.observe_all(values)
    buckets = [
        {bound: registry.get_sample_value("taken_bucket", {"le": bound}) for bound in BOUNDS}
        for registry in registries
    ]
    assert buckets[0] == buckets[1]
    sums = [registry.get_sample_value("taken_sum") for registry in registries]
    assert sums[0] == pytest.approx(sums[1])


def test_every_measure_is_documented_and_nothing_else_is(client: Client) -> None:
    text = client.get("/metrics").content.decode()
    measured = {family.name for family in text_string_to_metric_families(text)}
    guide = (site.BASE_DIR / "docs" / "operators.md").read_text()
    documented = set(re.findall(r"^\| `(dossier_[a-z_]+?)(?:_total)?[`{]", guide, re.MULTILINE))
    assert documented == measured


def test_the_version_is_the_project_s() -> None:
    project = tomllib.loads((site.BASE_DIR / "pyproject.toml").read_text())["project"]
    assert project["version"] == VERSION
