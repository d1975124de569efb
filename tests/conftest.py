"""What every test stands on."""

import pytest
from django.core.cache import cache
from pytest_django import Settings

# Each before those that import it.
pytest_plugins = ["tests.servers.chromium", "tests.servers.redis", "tests.servers.needs"]


@pytest.fixture(autouse=True)
def _site_for_tests(settings: Settings) -> None:
    """Static files without a manifest (nothing is collected), fast passwords, an empty cache."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.WHITENOISE_AUTOREFRESH = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
