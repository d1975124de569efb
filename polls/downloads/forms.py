"""The forms in which a result is taken away."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import StringIO

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from dossier.shelf import Shelf
from polls.api.figures import common_of, shaped
from polls.results import export
from polls.results.fragments import Fragment
from polls.results.pictures import sheet

# Pictures that this process has drawn, by all that is in them.
shelf: Shelf[bytes] = Shelf(16 * 2**20)


@dataclass(frozen=True)
class Form:
    """One kind of file."""

    content_type: str
    make: Callable[[Fragment, str, datetime], bytes]
    """From the result, the address of its question and the present moment."""


def name_of(fragment: Fragment, form: str, *, address: str, now: datetime) -> str:
    """All that a file is made of, as an entity tag; pictures say of which day they are.

    A weak one: figures say to the second when they were taken, and mean the same all the while.
    """
    made_of = (fragment.name, form, address, timezone.localdate(now), settings.RESULTS_LICENCE)
    return f'W/"{sha256(repr(made_of).encode()).hexdigest()[:32]}"'


def _csv(fragment: Fragment, _address: str, now: datetime) -> bytes:
    table = StringIO(newline="")
    export.write(table, [fragment.question], for_readers=True, now=now)
    return table.getvalue().encode()


def _json(fragment: Fragment, _address: str, _now: datetime) -> bytes:
    result = fragment.work_out()
    told = shaped(result, common_of(fragment.question, result, state=fragment.state))
    return told.model_dump_json(by_alias=True, indent=2).encode() + b"\n"


def _svg(fragment: Fragment, address: str, now: datetime) -> bytes:
    return sheet.as_svg(fragment.work_out(), address=address, now=now).encode()


def _png(fragment: Fragment, address: str, now: datetime) -> bytes:
    name = name_of(fragment, "png", address=address, now=now), get_language()

    def draw() -> bytes:
        return sheet.as_png(sheet.as_svg(fragment.work_out(), address=address, now=now))

    return shelf.kept(name, draw, size=len)


FORMS: Mapping[str, Form] = {
    "csv": Form("text/csv; charset=utf-8", _csv),
    "json": Form("application/json", _json),
    "svg": Form("image/svg+xml", _svg),
    "png": Form("image/png", _png),
}
