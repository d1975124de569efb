"""The API's addresses, below /api/v1/; whatever stands there is public (polls/api/public.py)."""

from django.urls import URLPattern, path, re_path

from polls.api.public import public
from polls.api.v1 import api, nothing

app_name = "api"

# ninja asks for the name of the root, what it would answer there is no JSON
_ROOT = "api-root"
_patterns = [one for one in api.urls[0] if isinstance(one, URLPattern) and one.name != _ROOT]
for _pattern in _patterns:
    _pattern.callback = public(_pattern.callback)

urlpatterns = [
    path("", public(nothing), name=_ROOT),
    *_patterns,
    re_path(r"", public(nothing)),
]
