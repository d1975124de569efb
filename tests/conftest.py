"""What every test stands on."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase, override_settings
from django.utils import translation
from pytest_django import DjangoDbBlocker

from dossier import filling, frames, microcache
from dossier.shelf import Shelf
from polls import faces, progress
from polls.api import public
from polls.downloads import forms, taking
from polls.forecasting import outcomes
from polls.groups import pages
from polls.insight import keeping
from polls.results import fragments
from polls.sharing import pictures
from polls.sides import keeping as weighing
from polls.voting import papers
from tests import rows
from tests.browsing import Browser
from tests.shipped import Shipped

# Each before those that import it.
pytest_plugins = ["tests.servers.chromium", "tests.servers.redis", "tests.servers.needs"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file, as it is served: in memory it has neither WAL nor a queue of writers."""
    if connection.vendor == "sqlite":
        folder = tmp_path_factory.mktemp("database")
        connection.settings_dict["TEST"]["NAME"] = str(folder / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What migrations leave is kept as rows, and put back after each test that commits.

    Django empties the tables too, but then makes every permission and first row anew by signals,
    which takes fifty times as long.
    """
    with django_db_blocker.unblock():
        migrated = rows.taken()

    def emptied(_test: TransactionTestCase) -> None:
        quietly = {"verbosity": 0, "interactive": False, "inhibit_post_migrate": True}
        call_command("flush", reset_sequences=False, **quietly)
        rows.put_back(migrated)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", emptied)
        yield


@pytest.fixture
def client() -> Browser:
    return Browser()


@pytest.fixture(scope="session")
def shipped() -> Shipped:
    return Shipped()


@pytest.fixture(scope="session", autouse=True)
def _site_for_tests() -> Iterator[None]:
    """Static files without a manifest (nothing is collected), fast passwords, no service worker.

    For the whole session: a browser's last requests may come in when their test is over.
    """
    sources = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STORAGES=settings.STORAGES | {"staticfiles": sources},
        WHITENOISE_AUTOREFRESH=True,
        OFFLINE_READING=False,  # a worker between a page and its server is for tests of it
        MICROCACHE_MS=0,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


@pytest.fixture(autouse=True)
def _fresh_start() -> None:
    """No test inherits what another put into the cache, or the language it last answered in."""
    cache.clear()
    papers.forget()
    for room in (
        *(faces, filling, forms, fragments, frames, keeping, microcache, outcomes, pages),
        *(pictures, progress, public, taking, weighing),
    ):
        for kept in vars(room).values():
            if isinstance(kept, Shelf):
                kept.clear()
    translation.deactivate()
