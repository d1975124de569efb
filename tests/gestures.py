"""What a hand does on a page: a mouse that drags, a finger that swipes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page

STEPS = 10


def centre(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@contextmanager
def dragging(page: Page, handle: Locator) -> Iterator[Callable[..., None]]:
    """The mouse holds a handle, and goes so far below the middle of other places."""
    x, y = centre(handle)
    page.mouse.move(x, y)
    page.mouse.down()

    def go(place: Locator, *, below: float) -> None:
        page.mouse.move(x, centre(place)[1] + below, steps=STEPS)

    yield go
    page.mouse.up()


def swipe(page: Page, place: Locator, *, by: float) -> None:
    """A finger goes down on a place, moves along the page in small steps, and leaves it."""
    client = page.context.new_cdp_session(page)
    x, y = centre(place)

    def touch(kind: str, *points: dict[str, float]) -> None:
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    touch("touchStart", {"x": x, "y": y})
    for step in range(1, STEPS + 1):
        touch("touchMove", {"x": x, "y": y + by * step / STEPS})
        page.wait_for_timeout(20)
    touch("touchEnd")
