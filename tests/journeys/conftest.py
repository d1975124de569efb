"""Who comes to the site in a journey, and on which screen."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from playwright.sync_api import BrowserContext, BrowserType, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from dossier import offline
from dossier.models import Article
from tests.journeys.watch import Watch
from tests.shipped import Shipped

LOCALES = {"fr": "fr-FR", "en": "en-GB"}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 900}}

type Arrive = Callable[..., Page]
type Refuse = Callable[..., Page]

BLOCKED = {"profile": {"default_content_setting_values": {"cookies": 2}}}

PATIENCE = 30_000  # milliseconds, on a machine with much else to do
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """Where the browser's relative addresses lead."""
    return str(live_server.url)


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], base_url: str) -> dict[str, Any]:
    """Said once more for the journeys: those made for others, earlier, lead nowhere."""
    return browser_context_args | {"base_url": base_url}


@pytest.fixture
def language() -> str:
    """The readers' language; a test that is about languages brings its own."""
    return "fr"


@pytest.fixture(autouse=True)
def _in_the_readers_language(language: str) -> Iterator[None]:
    """So that gettext and the texts of the models say here what the readers see."""
    with translation.override(language):
        yield


@pytest.fixture(autouse=True)
def watch(live_server: LiveServer) -> Iterator[Watch]:
    watch = Watch(live_server.url)
    yield watch
    assert watch.unmet == []


@pytest.fixture
def with_a_worker(settings: Settings) -> None:
    """Pages can be read offline: elsewhere no worker stands between a journey and the site."""
    settings.OFFLINE_READING = True
    offline.source.cache_clear()


@pytest.fixture
def dossier(transactional_db: None, shipped: Shipped) -> Article:
    """The shipped dossier."""
    return shipped.put()


@pytest.fixture
def arrive(new_context: Callable[..., BrowserContext], watch: Watch, language: str) -> Arrive:
    """Somebody comes with a browser that has never been here, on a phone unless told otherwise."""

    def arriving(screen: dict[str, Any] = PHONE, **options: Any) -> Page:
        context = new_context(locale=LOCALES[language], **screen, **options)
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        return context.new_page()

    return arriving


@pytest.fixture
def refuse(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    base_url: str,
    language: str,
    tmp_path: Path,
) -> Iterator[Refuse]:
    """Opens a browser whose settings block every cookie."""
    opened = []

    def opening(**options: Any) -> Page:
        profile = tmp_path / "Default"
        profile.mkdir()
        (profile / "Preferences").write_text(json.dumps(BLOCKED))
        asked_for: dict[str, Any] = browser_type_launch_args | PHONE | options
        context = browser_type.launch_persistent_context(
            tmp_path, base_url=base_url, locale=LOCALES[language], **asked_for
        )
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return context.pages[0]

    yield opening
    for context in opened:
        context.close()
