"""The request as this site's middleware leaves it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class Request(HttpRequest):
    """A request that knows whether HTMX made it."""

    htmx: HtmxDetails
