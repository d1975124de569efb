"""The pictures that the documentation shows are there, small, and described."""

import re
from pathlib import Path

import pytest
from django.conf import settings

DOCS = settings.BASE_DIR / "docs"
PAGES = [settings.BASE_DIR / "README.md", *sorted(DOCS.glob("*.md"))]
SHOWN = [
    (page, words, target)
    for page in PAGES
    for words, target in re.findall(r"!\[([^\]]*)\]\(([^)\s]+)\)", page.read_text())
]
MOST_BYTES = 100 * 1024


@pytest.mark.parametrize(("page", "words", "target"), SHOWN, ids=[one[2] for one in SHOWN])
def test_a_picture_is_there_and_small(page: Path, words: str, target: str) -> None:
    picture = (page.parent / target).resolve()
    assert picture.is_file()
    assert picture.suffix in {".webp", ".png", ".svg"}
    assert picture.stat().st_size <= MOST_BYTES
    assert len(words) > 20, "who cannot see it is told what it shows"


def test_no_picture_is_left_over() -> None:
    shown = {(page.parent / target).resolve() for page, _words, target in SHOWN}
    kept = {path for path in (DOCS / "images").iterdir() if path.is_file()}
    assert kept - shown == set()
