"""The site with caches that keep nothing: each answer is made from what the database holds."""

import os
from unittest import mock

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.uncached_settings"

from dossier.shelf import Shelf
from dossier.wsgi import application

mock.patch.object(Shelf, "get", return_value=None).start()

__all__ = ["application"]
