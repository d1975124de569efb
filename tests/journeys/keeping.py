"""What a browser keeps for want of a connection, and how a journey waits for it."""

from time import monotonic, sleep
from typing import Any

from playwright.sync_api import Page

PATIENCE = 30  # seconds

CONTROLLED = "Boolean(navigator.serviceWorker.controller)"
STORED = """
  async () => {
    const stored = {};
    for (const name of await caches.keys()) {
      const requests = await (await caches.open(name)).keys();
      stored[name] = requests.map(({ url }) => new URL(url).pathname);
    }
    return stored;
  }
"""
TEXT = """
  async (path) => (await (await caches.open("dossier-pages")).match(path)).text()
"""
WAITING = """
  () => new Promise((resolve) => {
    const asked = indexedDB.open("dossier", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("outbox", { keyPath: "key" });
    asked.onsuccess = () => {
      const all = asked.result.transaction("outbox").objectStore("outbox").getAll();
      all.onsuccess = () => { asked.result.close(); resolve(all.result); };
    };
  })
"""


def stored(page: Page) -> dict[str, list[str]]:
    """The caches of the site in this browser, each with the paths that it holds."""
    found: dict[str, list[str]] = page.evaluate(STORED)
    return found


def waiting(page: Page) -> list[dict[str, Any]]:
    """What waits in the outbox, or was refused."""
    found: list[dict[str, Any]] = page.evaluate(WAITING)
    return found


def registrations(page: Page) -> list[str]:
    script = "navigator.serviceWorker.getRegistrations().then((all) => all.map((one) => one.scope))"
    found: list[str] = page.evaluate(script)
    return found


def open_and_keep(page: Page, path: str) -> None:
    """Open a page and wait until the browser has kept it."""
    page.goto(path)
    give_a_sign(page)
    wait_until(page, f"caches.match('{path}', {{ cacheName: 'dossier-pages' }}).then(Boolean)")


def give_a_sign(page: Page) -> None:
    """A key that does nothing: what comes once somebody reads now comes."""
    page.wait_for_load_state("load")
    page.keyboard.press("Shift")


def wait_until(page: Page, promise: str) -> None:
    """Wait until a script's promise comes true; a page waits for expressions only."""
    until = monotonic() + PATIENCE
    while not page.evaluate(promise):
        assert monotonic() < until, promise
        sleep(0.1)
