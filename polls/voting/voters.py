"""Who votes: a reader is known by a random token in a signed cookie.

The cookie is set with a reader's first ballot or comment, never for reading. The database keeps a
keyed hash of the token (docs/decisions/ says why).
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from polls.framing import is_framed, let_cookie_in
from polls.models import Voter

COOKIE = "dossier_voter"
COOKIE_AGE = timedelta(days=365)
_SALT = "polls.voting.voters"
_RECOGNISED = "_recognised_voter"


@dataclass(frozen=True)
class _Recognised:
    """A cookie that we have signed, and the site's secret by which: the voter's key hangs on it."""

    token: str
    signed: str
    secret: str


def key_hash(token: str, *, secret: str | None = None) -> str:
    """What the database keeps of a token: 64 hexadecimal digits.

    Keyed by the secret that signed the token's cookie, today's unless said: readers who were
    enrolled under a former secret are known by it as long as it is a fallback.
    """
    return salted_hmac(_SALT, token, secret=secret, algorithm="sha256").hexdigest()


def token_of(request: HttpRequest) -> str | None:
    """The token of the request's cookie; None without a cookie or with one that we never signed."""
    recognised = _recognised(request)
    return recognised.token if recognised else None


def _recognised(request: HttpRequest) -> _Recognised | None:
    if not hasattr(request, _RECOGNISED):
        setattr(request, _RECOGNISED, _recognise(request.COOKIES.get(COOKIE)))
    recognised: _Recognised | None = getattr(request, _RECOGNISED)
    return recognised


def _recognise(signed: str | None) -> _Recognised | None:
    if signed:
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            try:
                return _Recognised(_signer(secret).unsign(signed), signed, secret)
            except signing.BadSignature:
                continue
    return None


@cache
def _signer(secret: str) -> signing.Signer:
    return signing.Signer(key=secret, fallback_keys=[], salt=_SALT)


def new_token() -> str:
    """A token that nobody has: 192 random bits."""
    return secrets.token_urlsafe(24)


def identify(request: HttpRequest) -> Voter | None:
    """The voter who sends this request, if known; one query at most."""
    recognised = _recognised(request)
    return _with_key(key_of(request)) if recognised else None


def _with_key(key_hash: str) -> Voter | None:
    """The voter with this key, or whom that one turned out to be (polls/roll/merging.py)."""
    known = Voter.objects.select_related("merged_into").filter(key_hash=key_hash).first()
    return (known.merged_into or known) if known else None


def key_of(request: HttpRequest) -> str:
    """The key by which the sender of a request is known. Raises PermissionDenied without a cookie.

    Posts get theirs from ``enrols_voter`` first.
    """
    recognised = _recognised(request)
    if recognised is None:
        raise PermissionDenied
    return key_hash(recognised.token, secret=recognised.secret)


def enrol(*, key_hash: str, now: datetime) -> Voter:
    """The voter with this key, put on the roll if this is the first we hear of them."""
    with transaction.atomic():
        voter, _created = Voter.objects.select_related("merged_into").get_or_create(
            key_hash=key_hash, defaults={"created_at": now}
        )
    return voter.merged_into or voter


def introduce(response: HttpResponse, *, framed: bool = False) -> None:
    """Send a cookie by which a new voter will be known; ``framed``: in a frame on another site."""
    _send(response, _signer(settings.SECRET_KEY).sign(new_token()), framed=framed)


def remember(response: HttpResponse, request: HttpRequest) -> None:
    """Send the request's cookie back, to be kept for another year."""
    recognised = _recognised(request)
    if recognised:
        _send(response, recognised.signed, framed=is_framed(request))


def _send(response: HttpResponse, signed: str, *, framed: bool) -> None:
    response.set_cookie(
        COOKIE,
        signed,
        max_age=COOKIE_AGE,
        secure=settings.VOTER_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    if framed:
        let_cookie_in(response, COOKIE)
