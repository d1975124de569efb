"""A theme that is asked for is the one that the reader's system would have chosen."""

import re

import pytest
from django.conf import settings

from tests.look.test_tokens import THEMES, palette


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_asked_for_has_the_colours_of_the_systems_own(theme: str) -> None:
    sheet = (settings.BASE_DIR / "static/css/themes.css").read_text()
    (rules,) = re.findall(rf'\[data-theme="{theme}"\] {{(.*?)}}', sheet, re.DOTALL)
    assert dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", rules)) == palette(theme)
    assert f"color-scheme: {theme};" in rules


def test_scripts_and_sheets_for_other_pages_stay_small() -> None:
    static = settings.BASE_DIR / "static"
    assert (static / "js/embed-host.js").stat().st_size < 1000
    assert (static / "js/embed.js").stat().st_size < 1000
    assert (static / "css/embed.css").stat().st_size < 2000
