"""The interface's texts: those that the code and the templates mark, and the catalogue's.

They are gathered as ``makemessages`` gathers them, but without gettext's programs, which a
machine that runs the tests need not have: Python by its syntax tree, templates by the same
function of Django's that makes them readable for xgettext.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT: Path = settings.BASE_DIR
FRENCH = ROOT / "dossier/locale/fr/LC_MESSAGES/django.po"

# A text's context or None, the text, and its plural or None.
type Key = tuple[str | None, str, str | None]

# Where the context, the text and its plural stand among a function's arguments.
_PLACES = {
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
_FUNCTIONS = {name + lazy: places for name, places in _PLACES.items() for lazy in ("", "_lazy")}
_FUNCTIONS |= {"_": _PLACES["gettext"], "gettext_noop": _PLACES["gettext"]}
_CALL = re.compile(r"(?<!\w)(?:n?p?gettext|_)\(")


def marked() -> dict[Key, str]:
    """Every text marked for translation, with the file that it stands in."""
    found: dict[Key, str] = {}
    for path in _sources():
        source = path.read_text()
        calls = _in_template(source) if path.suffix == ".html" else _in_python(source)
        found.update((key, str(path.relative_to(ROOT))) for key in calls)
    return found


def french() -> Catalog:
    with FRENCH.open("rb") as file:
        return read_po(file)


def translated() -> dict[Key, tuple[str, ...]]:
    """The catalogue's texts, each with its French form or forms; none where it has none."""
    return {
        (message.context, *_both(message.id)): tuple(filter(None, _both(message.string)))
        for message in french()
        if message.id
    }


def _both(text: str | Sequence[str] | None) -> tuple[str, str | None]:
    return (text or "", None) if text is None or isinstance(text, str) else (text[0], text[1])


def _sources() -> Iterator[Path]:
    for room in ("dossier", "polls"):
        yield from (ROOT / room).rglob("*.py")
    yield from (ROOT / "templates").rglob("*.html")


def _in_python(source: str) -> Iterator[Key]:
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _key(node)


def _in_template(source: str) -> Iterator[Key]:
    """What stands between the calls is no Python, so each is read to its own closing bracket."""
    readable = templatize(source)
    for begin in _CALL.finditer(readable):
        for end in re.finditer(r"\)", readable[begin.end() :]):
            try:
                call = ast.parse(readable[begin.start() : begin.end() + end.end()], mode="eval")
            except SyntaxError:
                continue
            assert isinstance(call.body, ast.Call)
            yield from _key(call.body)
            break


def _key(call: ast.Call) -> Iterator[Key]:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    if name not in _FUNCTIONS or not call.args:
        return
    context, text, plural = (
        None if place is None else _words(call.args[place]) for place in _FUNCTIONS[name]
    )
    if text:
        yield context, text, plural


def _words(argument: ast.expr) -> str | None:
    said = argument.value if isinstance(argument, ast.Constant) else None
    return said if isinstance(said, str) else None
