"""Typed reading of the environment: a bad value stops the start with one clear line."""

import os
import re
import secrets
from collections.abc import Iterable
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_QUOTED = {"none": "'none'", "self": "'self'"}
_ANCESTOR = re.compile(r"\*|https?:|(https?://)?(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:(\d+|\*))?", re.I)
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})
SHORTEST_SECRET = 50


def text(name: str, default: str = "") -> str:
    """The variable's value without surrounding space, or the default where it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    """A yes/no variable: 1, true, yes, on or 0, false, no, off."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")


def whole(name: str, default: int, *, least: int = 0) -> int:
    """A whole number, at least ``least``."""
    value = text(name)
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or int(value) < least:
        raise ImproperlyConfigured(
            f"{name} must be a whole number of at least {least}, not {value!r}."
        )
    return int(value)


def listed(name: str, default: str = "") -> list[str]:
    """A list separated by commas, empty entries dropped."""
    return [entry for part in text(name, default).split(",") if (entry := part.strip())]


def ancestors(sources: Iterable[str]) -> list[str]:
    """Whose pages may frame ours, as the Content-Security-Policy writes them (frame-ancestors)."""
    named = list(sources)
    if len(named) > 1 and "none" in named:
        raise ImproperlyConfigured("EMBED_ANCESTORS is none, or names somebody, and not both.")
    for source in named:
        if not _ANCESTOR.fullmatch(source):
            raise ImproperlyConfigured(
                f"EMBED_ANCESTORS must be sites such as https://www.example.org, not {source!r}."
            )
    return [_QUOTED.get(source, source) for source in named]


def only_loopback(hosts: Iterable[str]) -> bool:
    """Whether every host name can be reached from this machine only."""
    return all(host in LOOPBACK_HOSTS for host in hosts)


def secret_key(*, local: bool, folder: Path) -> str:
    """SECRET_KEY, or for a local run a key made once and kept in ``folder`` for its owner only.

    A site that others can reach must be given its key: two nodes with keys of their own would
    not recognise each other's voters, and a key lost with a container would lose them all.
    """
    key = text("SECRET_KEY")
    if key:
        if len(key) < SHORTEST_SECRET and not local:
            raise ImproperlyConfigured(
                f"SECRET_KEY must have at least {SHORTEST_SECRET} characters."
            )
        return key
    if not local:
        raise ImproperlyConfigured(
            "SECRET_KEY must be set when ALLOWED_HOSTS names more than this machine."
        )
    return _kept_key(folder / "secret_key")


def _kept_key(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        key = secrets.token_urlsafe(64)
        file.write(key)
    return key
