"""The README tells all that make can do, and points at nothing that is not there."""

import re
from pathlib import Path

from django.conf import settings

ROOT: Path = settings.BASE_DIR
README = (ROOT / "README.md").read_text()


def test_every_make_target_is_told_and_every_told_one_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))
    told = set(re.findall(r"(?:`|^)make ([a-z-]+)", README, re.MULTILINE))
    assert told == targets - {"help"}


def test_links_lead_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_map_of_the_house_is_true() -> None:
    (drawing,) = re.findall(r"## The map of the house\n\n```\n(.*?)```", README, re.DOTALL)
    folder = ROOT
    for indent, names in re.findall(r"^( *)([^\s,]+(?:, [^\s,]+)*)", drawing, re.MULTILINE):
        for name in names.split(", "):
            room = (folder if indent else ROOT) / name
            assert room.exists(), room
        folder = folder if indent else room
