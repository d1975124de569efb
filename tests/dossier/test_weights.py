"""What a page weighs over the wire: budgets that a change may not break unnoticed."""

from collections.abc import Callable, Iterator
from gzip import decompress as ungzip
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.conf import settings as site
from django.core.management import call_command
from django.test import Client, override_settings

from bench.pages.weights import MOST, MOST_SCRIPT, Weight, weigh
from dossier.models import Article
from tests.dossier.test_bundles import QUICKLY
from tests.shipped import Shipped, load_and_populate

STATIC_HEADERS = 430  # bytes of an answer with a static file
SUFFIX = {"br": ".br", "gzip": ".gz"}
OPENED: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": ungzip}


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The static files as a released site has them."""
    folder = tmp_path_factory.mktemp("static")
    storages = site.STORAGES | {"staticfiles": {"BACKEND": "dossier.bundles.BundlingStorage"}}
    with override_settings(STORAGES=storages, STATIC_ROOT=folder, MICROCACHE_MS=1000):
        call_command("collectstatic", **QUICKLY)
        yield folder


@pytest.fixture
def busy(db: None, shipped: Shipped) -> Article:
    """The shipped dossier with the ballots and comments of the demonstration."""
    return shipped.put(load_and_populate)


def weight_of(path: str, folder: Path, coding: str) -> Weight:
    client = Client(headers={"Accept-Encoding": coding})

    def get(address: str) -> tuple[int, bytes]:
        if address.startswith("/static/"):
            name = address.removeprefix("/static/")
            return STATIC_HEADERS, (folder / f"{name}{SUFFIX[coding]}").read_bytes()
        answer: Any = client.get(address)
        assert answer.headers["Content-Encoding"] == coding
        head = sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
        return head, answer.content

    return weigh(path, get=get, opened=lambda body: OPENED[coding](body).decode())


def test_the_first_load_of_a_dossier_keeps_to_its_budgets(busy: Article, collected: Path) -> None:
    """A dossier with twelve questions, their results and its discussion, as browsers ask for it."""
    for language in ("fr", "en"):
        weight = weight_of(f"/{language}/{busy.slug}/", collected, "br")
        assert weight.whole <= MOST
        assert weight.scripts <= MOST_SCRIPT


def test_a_page_asks_for_few_files(busy: Article, collected: Path) -> None:
    """Each is a round trip more on a slow network: one sheet, and scripts that wait their turn."""
    question = f"/fr/{busy.slug}/lawsuit/"
    files = {
        path: weight_of(path, collected, "br").files
        for path in ("/fr/", f"/fr/{busy.slug}/", question, f"/fr/{busy.slug}/results/")
    }
    assert files == {"/fr/": 3, f"/fr/{busy.slug}/": 4, question: 4, f"/fr/{busy.slug}/results/": 5}


def test_gzip_does_for_whoever_takes_nothing_better(busy: Article, collected: Path) -> None:
    weight = weight_of(f"/fr/{busy.slug}/", collected, "gzip")
    assert weight.whole <= MOST * 1.15
