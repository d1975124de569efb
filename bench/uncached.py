"""The site with caches that keep nothing: each answer is made from what the database holds."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.uncached_settings"

from dossier.shelf import Shelf
from dossier.wsgi import application
from polls.results import fragments

fragments.shelf = Shelf(0)

__all__ = ["application"]
