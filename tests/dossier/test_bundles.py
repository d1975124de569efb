"""Sheets and scripts are written in parts, and sent as one file that says the same in less."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.template import engines
from django.test import override_settings
from pytest_django.fixtures import Settings

from dossier.bundles import BUNDLES, HTMX, squeezed

# Without the newsroom's own files, which take their time to compress.
QUICKLY: dict[str, Any] = {
    "interactive": False,
    "verbosity": 0,
    "ignore_patterns": ["admin", "ninja", "htmax*", "htmx-4*", "ext"],
}


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The static files as a released site has them."""
    folder = tmp_path_factory.mktemp("static")
    storage = {"BACKEND": "dossier.bundles.BundlingStorage"}
    storages = site.STORAGES | {"staticfiles": storage}
    with override_settings(STORAGES=storages, STATIC_ROOT=folder):
        call_command("collectstatic", **QUICKLY)
        yield folder


def rendered(name: str) -> str:
    template = '{% load bundles %}{% bundle "' + name + '" %}'
    return engines["django"].from_string(template).render()


@pytest.mark.parametrize("bundle", BUNDLES)
def test_parts_are_there_and_stand_in_a_bundle_once(bundle: str) -> None:
    for part in BUNDLES[bundle]:
        assert finders.find(part)
        assert BUNDLES[bundle].count(part) == 1


def test_a_page_names_the_parts_in_their_order_where_nothing_is_collected() -> None:
    links = re.findall(r'<link rel="stylesheet" href="/static/([^"]+)">', rendered("site.css"))
    scripts = re.findall(r'<script src="/static/([^"]+)" defer></script>', rendered("page.js"))
    assert (tuple(links), tuple(scripts)) == (
        BUNDLES["bundles/site.css"],
        BUNDLES["bundles/page.js"],
    )


def test_a_page_names_one_file_that_holds_all_parts_once_they_are_collected(
    collected: Path,
) -> None:
    (href,) = re.findall(r'href="/static/([^"]+)"', rendered("site.css"))
    assert re.fullmatch(r"bundles/site\.[0-9a-f]{12}\.css", href)
    parts = [Path(finders.find(part) or "").read_text() for part in BUNDLES["bundles/site.css"]]
    assert (collected / href).read_text() == "\n".join(squeezed("a.css", part) for part in parts)
    assert (collected / f"{href}.br").exists()


def test_collecting_again_changes_nothing(collected: Path) -> None:
    before = {one: one.read_bytes() for one in collected.rglob("*") if one.is_file()}
    call_command("collectstatic", **QUICKLY)
    assert {one: one.read_bytes() for one in collected.rglob("*") if one.is_file()} == before


def test_what_others_wrote_is_left_as_it_is(collected: Path) -> None:
    written = Path(finders.find(HTMX) or "").read_text()
    assert (collected / HTMX).read_text() == written
    assert (collected / "bundles/page.js").read_text().startswith(f"{written}\n")


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("a {\n  & b :is(i, u) { x: y }\n}", "a { & b :is(i, u) { x: y } }"),
        ("/* why */\na { x: y; } /* and */", "a { x: y; }"),
        ("""a { content: "  /* no */  "; b: 'it\\'s  so' }""",) * 2,
    ],
)
def test_a_sheet_keeps_what_it_says(written: str, sent: str) -> None:
    assert squeezed("one.css", written) == sent


def test_a_script_loses_its_comments_and_keeps_its_texts() -> None:
    script = "/* why */\nconst a = `x  ${ b } // y`;  // so\nconst c = /\\/\\* no/;\n"
    assert squeezed("one.js", script) == "const a=`x  ${ b } // y`;const c=/\\/\\* no/;"


def test_where_files_are_served_as_they_are_written_nothing_is_joined(settings: Settings) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    assert "bundles/" not in rendered("moving.js")
