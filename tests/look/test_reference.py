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
# A script in bytes as it is written, comments and all; docs/design.md says what each is for.
SCRIPTS = {
    "arrivals": 3000,
    "ballots": 7500,
    "design": 3000,
    "desk": 6000,
    "dossier": 5000,
    "drafts": 5000,
    "embed": 800,
    "embed-host": 1000,
    "farewell": 500,
    "fitting": 1500,
    "kept": 3500,
    "later": 1600,
    "live": 5000,
    "moderation": 5000,
    "news": 8000,
    "offline": 11_000,
    "outbox": 4000,
    "reading": 1800,
    "redact": 1000,
    "refusals": 1000,
    "returning": 1600,
    "sharing": 2800,
    "sparing": 3000,
    "statements": 2200,
    "worker": 7000,
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


def test_sheets_stay_small() -> None:
    """The forms of questions need most of it: their rows, scales, drags and limits."""
    assert sum(sheet.stat().st_size for sheet in SHEETS) < 43 * 1024
    assert (ROOT / "static/css/live.css").stat().st_size < 2200


def test_every_script_stays_small() -> None:
    """None grows without anybody deciding so, and none comes without saying how large it may be."""
    sizes = {one.stem: one.stat().st_size for one in (ROOT / "static/js").glob("*.js")}
    assert {name: size for name, size in sizes.items() if size > SCRIPTS.get(name, 0)} == {}


def test_the_reference_says_how_large_scripts_may_be() -> None:
    """Those of readers, in kB."""
    told = re.findall(r"`([a-z-]+)\.js` \(([\d.]+) kB\)", (ROOT / "docs/design.md").read_text())
    newsroom = {"design", "desk", "moderation", "redact", "refusals"}
    assert {name: round(1000 * float(size)) for name, size in told} == {
        name: size for name, size in SCRIPTS.items() if name not in newsroom
    }


@pytest.mark.parametrize("part", ["worker", "offline"])
def test_what_is_there_for_want_of_a_connection_stays_small(part: str) -> None:
    """As it is sent, with what the worker and the pages share: neither weighs 4 kB."""
    scripts = [(ROOT / f"static/js/{name}.js").read_text() for name in ("outbox", part)]
    sent = [brotli.compress(squeezed("a.js", script).encode()) for script in scripts]
    assert sum(map(len, sent)) < 4 * 1000


def test_the_server_error_page_needs_no_context() -> None:
    assert "500" in render_to_string("500.html")
