"""The reference is exact: what docs/design.md shows renders with the sheets as they are."""

import re

import brotli
import pytest
from django.conf import settings
from django.template import engines
from django.template.loader import render_to_string

from dossier.bundles import squeezed

ROOT = settings.BASE_DIR
BLOCKS = dict(
    re.findall(r"^```html (\S+)\n(.*?)^```$", (ROOT / "docs/design.md").read_text(), re.M | re.S)
)
MOVING = {
    "js/arrivals.js": 3000,
    "js/fitting.js": 1500,
    "js/news.js": 7000,
    "js/live.js": 5000,
    "css/live.css": 2000,
}
SHEETS = [ROOT / "static/css" / f"{name}.css" for name in ("tokens", "base", "dossier", "polls")]


def rendered(block: str) -> str:
    return engines["django"].from_string(BLOCKS[block]).render()


@pytest.mark.parametrize("block", BLOCKS)
def test_a_block_uses_only_classes_that_the_sheets_know(block: str) -> None:
    known = set(re.findall(r"\.([a-z][a-z0-9-]*)", "".join(s.read_text() for s in SHEETS)))
    used = {
        name for names in re.findall(r'class="([^"]*)"', rendered(block)) for name in names.split()
    }

    assert used - known == set()


@pytest.mark.parametrize("block", BLOCKS)
def test_a_block_styles_and_scripts_nothing_inline(block: str) -> None:
    assert re.findall(r"<(?:style|script)|\s(?:style|on[a-z]+|hx-on[^=]*)=", rendered(block)) == []


@pytest.mark.parametrize("block", BLOCKS)
def test_what_a_block_refers_to_by_id_is_one_thing(block: str) -> None:
    identifiers = re.findall(r'\sid="([^"]*)"', rendered(block))

    assert sorted(identifiers) == sorted(set(identifiers))


def test_sheets_and_scripts_stay_small() -> None:
    """The forms of questions need most of it: their rows, scales, drags and limits."""
    assert sum(sheet.stat().st_size for sheet in SHEETS) < 43 * 1024
    assert (ROOT / "static/js/dossier.js").stat().st_size < 5 * 1000
    assert (ROOT / "static/js/drafts.js").stat().st_size < 5 * 1000
    assert (ROOT / "static/js/ballots.js").stat().st_size < 7.5 * 1000


def test_what_moves_a_page_stays_small() -> None:
    """A stream, its stand-in, what they tell fitted in and read aloud: three scripts, one sheet."""
    sizes = {name: (ROOT / "static" / name).stat().st_size for name in MOVING}
    assert {name: size for name, size in sizes.items() if size > MOVING[name]} == {}


@pytest.mark.parametrize("part", ["worker", "offline"])
def test_what_is_there_for_want_of_a_connection_stays_small(part: str) -> None:
    """As it is sent, with what the worker and the pages share: neither weighs 4 kB."""
    scripts = [(ROOT / f"static/js/{name}.js").read_text() for name in ("outbox", part)]
    sent = [brotli.compress(squeezed("a.js", script).encode()) for script in scripts]
    assert sum(map(len, sent)) < 4 * 1000


def test_the_server_error_page_needs_no_context() -> None:
    assert "500" in render_to_string("500.html")
