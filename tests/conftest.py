"""What every test stands on."""

import pytest
from django.core.cache import cache
from django.db import connection
from pytest_django import Settings

from tests.browsing import Browser

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


@pytest.fixture
def client() -> Browser:
    return Browser()


@pytest.fixture(autouse=True)
def _site_for_tests(settings: Settings) -> None:
    """Static files without a manifest (nothing is collected), fast passwords, an empty cache."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.WHITENOISE_AUTOREFRESH = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
