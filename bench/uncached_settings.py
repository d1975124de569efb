"""The site's settings without a cache between it and its readers, or between it and its results."""

from dossier.settings import *  # noqa: F403

MICROCACHE_MS = 0
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
