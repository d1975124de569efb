"""Imports run one way through the house: what stands on a storey uses what is below it."""

import ast
from collections.abc import Iterator

from django.conf import settings

# From the ground up. A room may import the rooms of the storeys below its own, and no other.
STOREYS = """
dossier.asking polls.announcing polls.framing polls.lookalikes polls.plaintext polls.statistics
dossier.bundles dossier.byhand dossier.caching dossier.encoding dossier.environment dossier.formats
dossier.metrics dossier.ordinals dossier.shelf polls.resending
dossier.compressing dossier.foreign dossier.markdown dossier.messages dossier.offline
dossier.operations dossier.origins dossier.requests polls.markup
dossier.measuring dossier.microcache dossier.models dossier.settings
dossier.describing dossier.revising dossier.templatetags dossier.translation polls.models
dossier.context dossier.importing dossier.packs polls.access polls.translation
polls.corrections polls.describing polls.kinds polls.moderation polls.snippets
polls.voting
polls.results
polls.sides
polls.discussion polls.fairness polls.forecasting polls.groups polls.places polls.sharing
polls.cards polls.roll
polls.dealing polls.progress polls.templatetags
polls.desk polls.faces
polls.swaps
polls.answering polls.demo polls.feeds polls.insight polls.live polls.own polls.polis polls.quiz
polls.returning
polls.brief polls.guessing
dossier.page polls.api polls.design polls.embeds polls.minds polls.screen polls.statements
polls.views
dossier.admin_corrections dossier.admin_rows dossier.frames polls.downloads
polls.admin polls.apps polls.management polls.urls
dossier.admin dossier.apps dossier.filling dossier.management
dossier.front dossier.indexing
dossier.views
dossier.urls dossier.wsgi
dossier.asgi dossier.serving
""".strip().splitlines()
HEIGHT = {room: height for height, rooms in enumerate(STOREYS) for room in rooms.split()}
HOUSES = ("dossier", "polls")


def imports() -> Iterator[tuple[str, str]]:
    """(who imports, what) for every import between rooms, wherever in a module it stands."""
    for house in HOUSES:
        for path in sorted((settings.BASE_DIR / house).rglob("*.py")):
            parts = path.relative_to(settings.BASE_DIR).with_suffix("").parts
            if "migrations" not in parts and len(parts) > 1:
                for name in _names(ast.parse(path.read_text())):
                    if name.split(".")[0] in HOUSES and room_of(name) != ".".join(parts[:2]):
                        yield ".".join(parts), name


def _names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(module: str) -> str:
    return ".".join(module.split(".")[:2])


def test_imports_run_downwards() -> None:
    upwards = [
        (who, what)
        for who, what in imports()
        if room_of(what) in HEIGHT and HEIGHT[room_of(what)] >= HEIGHT[room_of(who)]
    ]
    assert upwards == []


def test_every_room_has_its_storey() -> None:
    rooms = {
        f"{house}.{entry.stem}"
        for house in HOUSES
        for entry in (settings.BASE_DIR / house).iterdir()
        if entry.suffix == ".py" or (entry / "__init__.py").exists()
    }
    kept = {f"{house}.{name}" for house in HOUSES for name in ("__init__", "migrations")}
    assert rooms - kept == set(HEIGHT)
