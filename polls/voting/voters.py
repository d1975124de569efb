"""Who votes: a reader is known by a random token in a signed cookie.

The cookie is set with a reader's first ballot or comment, never for reading. The database keeps a
keyed hash of the token (docs/decisions/ says why).
"""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from polls.models import Voter

COOKIE = "dossier_voter"
COOKIE_AGE = timedelta(days=365)
_SALT = "polls.voting.voters"


def key_hash(token: str) -> str:
    """What the database keeps of a token: 64 hexadecimal digits."""
    return salted_hmac(_SALT, token, algorithm="sha256").hexdigest()


def token_of(request: HttpRequest) -> str | None:
    """The token of the request's cookie; None without a cookie or with one that we never signed."""
    signed = request.COOKIES.get(COOKIE)
    if not signed:
        return None
    try:
        return signing.Signer(salt=_SALT).unsign(signed)
    except signing.BadSignature:
        return None


def new_token() -> str:
    """A token that nobody has: 192 random bits."""
    return secrets.token_urlsafe(24)


def identify(request: HttpRequest) -> Voter | None:
    """The voter who sends this request, if known; one query at most."""
    token = token_of(request)
    return Voter.objects.filter(key_hash=key_hash(token)).first() if token else None


def key_of(request: HttpRequest) -> str:
    """The key by which the sender of a request is known. Raises PermissionDenied without a cookie.

    Posts get theirs from ``enrols_voter`` first.
    """
    token = token_of(request)
    if token is None:
        raise PermissionDenied
    return key_hash(token)


def enrol(*, key_hash: str, now: datetime) -> Voter:
    """The voter with this key, put on the roll if this is the first we hear of them."""
    with transaction.atomic():
        voter, _created = Voter.objects.get_or_create(
            key_hash=key_hash, defaults={"created_at": now}
        )
    return voter


def remember(response: HttpResponse, token: str) -> None:
    """Send the cookie by which the voter is known next time."""
    response.set_cookie(
        COOKIE,
        signing.Signer(salt=_SALT).sign(token),
        max_age=COOKIE_AGE,
        secure=settings.VOTER_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
