"""What a page says once after a plain form: in a signed cookie, as Django keeps it."""

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.messages.storage.base import BaseStorage
from django.contrib.messages.storage.cookie import CookieStorage
from django.core import signing


class SignedWhenNeeded(CookieStorage):
    """Django's storage, but that no request makes a signer of its own, and most need none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        BaseStorage.__init__(self, *args, **kwargs)

    @property
    def signer(self) -> signing.Signer:
        return _signer(self.key_salt, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@cache
def _signer(salt: str, *_secrets: str) -> signing.Signer:
    return signing.get_cookie_signer(salt=salt)
