"""Sheets name sides by where a line starts and ends, so that a page turns with its direction."""

import re
from pathlib import Path

import pytest
from django.conf import settings

SHEETS = sorted((settings.BASE_DIR / "static/css").glob("*.css"))
SIDED = re.compile(
    r"""(?<![\w-])(?:
        (?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)(?=[-\w]*\ *:)
        | border-(?:top|bottom)-(?:left|right)-radius
        | (?:text-align|float|clear):\ *(?:left|right)
        | (?:left|right)(?=\ *:)
    )""",
    re.VERBOSE,
)


def sided(css: str) -> list[str]:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    return [found.group() for found in SIDED.finditer(css)]


def test_a_side_would_be_found() -> None:
    said = "a { margin-left: 1px; text-align: right; left: 0; grid-area: left; /* right: 0 */ }"
    assert sided(said) == ["margin-left", "text-align: right", "left"]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_names_no_left_and_no_right(sheet: Path) -> None:
    assert sided(sheet.read_text()) == []
