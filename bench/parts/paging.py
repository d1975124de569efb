"""What a dossier's page weighs, and how it answers a thumb: twelve questions and one long thread.

Weights are exact. Waits and shifts are Chromium's own measures of a phone whose processor does a
fourth of what this machine's does; they tell something only where nothing else runs.
"""

import os
from collections.abc import Iterator
from typing import Any
from urllib.request import Request, urlopen

import brotli
from playwright.sync_api import Error, Page, sync_playwright

from bench.pages import acts, stage, watching
from bench.pages.weights import MOST, MOST_SCRIPT, Get, Weight, weigh
from bench.rounds import Bench, tell
from bench.servers import PATIENCE, Served
from bench.table import Row
from dossier.models import Article
from tests.servers import chromium

COMMENTS = 200
SLOWER = 4  # times
LONGEST = 100  # milliseconds from a tap to what it shows
PHONE: Any = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
HOME, DOSSIER = "/fr/", "/fr/openai-musk/"
PAGES = {
    "home": HOME,
    "dossier": DOSSIER,
    "question": f"{DOSSIER}lawsuit/",
    "results": f"{DOSSIER}results/",
    "embed": "/fr/embed/openai-musk/lawsuit/",
}


def run(bench: Bench) -> Iterator[Row]:
    for name, path in PAGES.items():
        yield from _weights(name, weigh(path, get=_getter(bench.site), opened=_opened))
    if not chromium.find():
        chromium.install()
    stage.add_thread(Article.objects.get(slug="openai-musk"), comments=2 * COMMENTS)  # more to come
    bench.site.give_way()  # a phone shares its processor with no site
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in this thread
    sandbox = [] if os.geteuid() else ["--no-sandbox"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=[*chromium.QUIET, *sandbox]
        )
        page = browser.new_page(locale="fr-FR", **PHONE)
        yield from _waits(page, f"http://127.0.0.1:{bench.site.port}{DOSSIER}")
        browser.close()


def _getter(site: Served) -> Get:
    def get(path: str) -> tuple[int, bytes]:
        address = f"http://127.0.0.1:{site.port}{path}"
        coded = {"Accept-Encoding": "br"}
        with urlopen(Request(address, headers=coded), timeout=PATIENCE) as answer:
            return len(str(answer.headers)), answer.read()

    return get


def _opened(body: bytes) -> str:
    text: str = brotli.decompress(body).decode()
    return text


def _weights(name: str, weight: Weight) -> Iterator[Row]:
    tell(f"{name}: {weight.whole / 1000:.1f} kB in {weight.files} answers")
    told = f"page {weight.page:,}, sheets {weight.sheets:,}, scripts {weight.scripts:,}"
    yield _kilobytes(f"first load of {name} ({told})", weight.whole, MOST)
    yield _kilobytes(f"scripts of {name}", weight.scripts, MOST_SCRIPT)


def _kilobytes(what: str, size: int, most: int) -> Row:
    figure, aim = f"{size / 1000:.1f} kB", f"≤ {most / 1000:.0f} kB"
    return Row(what=what, figure=figure, aim=aim, met=size <= most)


def _waits(page: Page, address: str) -> Iterator[Row]:
    watching.watch(page)
    watching.slow_down(page, SLOWER)
    page.goto(address)
    loaded = watching.look(page)
    yield _shifted("loading the dossier", loaded)
    while page.locator("#discussion .comment").count() < COMMENTS:
        acts.read_on(page)
    told = [watching.look(page)]
    for name, act in acts.ACTS.items():
        try:
            with watching.seeing(page) as seen:
                act(page)
        except (Error, AssertionError) as error:
            yield Row(what=name, problems=[str(error).partition("\n")[0]])
            told.append(watching.look(page))
            continue
        told += seen
        yield from _answered(name, seen[0])
    wait, count = watching.to_next_paint(page, [loaded, *told])
    yield _waited(f"interaction to next paint of the whole visit ({count} interactions)", wait)


def _answered(name: str, seen: watching.Seen) -> Iterator[Row]:
    tell(f"{name}: {seen.longest_wait:.0f} ms, tasks of {[round(one) for one in seen.tasks]} ms")
    yield _waited(f"{name}, {SLOWER} times slower", seen.longest_wait)
    yield _shifted(name, seen)


def _waited(what: str, wait: float) -> Row:
    return Row(what=what, figure=f"{wait:.0f} ms", aim=f"< {LONGEST} ms", met=wait < LONGEST)


def _shifted(name: str, seen: watching.Seen) -> Row:
    """What moved unasked; what moved because it was asked for stands beside it."""
    unasked = sum(shift.value for shift in seen.unasked)
    told = f"{name}: layout shift (asked for: {seen.shifted - unasked:.3f})"
    return Row(what=told, figure=f"{unasked:.3f}", aim="0", met=unasked == 0)
