"""WSGI entry point: the pages."""

import os

from django.core.wsgi import get_wsgi_application

from dossier.encoding import read_as_utf8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dossier.settings")

application = read_as_utf8(get_wsgi_application())
