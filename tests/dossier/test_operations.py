"""What a balancer is told of a node."""

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


def test_a_live_node_says_so_without_asking_the_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "alive"}


def test_a_node_with_database_and_cache_is_ready(client: Client) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    told = response.json()
    found = told.pop("found")
    assert told == {"status": "ready", "database": True, "cache": True}
    assert found == {
        "database": connection.vendor,
        "cache": "redis" if settings.REDIS_URL else "memory",
    }


def test_a_node_without_its_cache_is_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise ConnectionError("refused")

    monkeypatch.setattr(type(caches["default"]), "get", fail)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert [response.json()[name] for name in ("status", "database", "cache")] == [
        "not ready",
        True,
        False,
    ]
