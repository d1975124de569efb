"""What does not fit on a page: what leaves it, is cut off, or lies on something else."""

from pathlib import Path

from playwright.sync_api import Page

WIDTHS = (320, 390, 1280)

_UNFOLD = "() => document.querySelectorAll('details').forEach(one => { one.open = true })"
_LOOK = (Path(__file__).parent / "fitting.js").read_text()


def misfits(page: Page, *, widths: tuple[int, ...] = WIDTHS) -> list[str]:
    """What does not fit on the page as it stands, all unfolded, at each width in pixels."""
    page.evaluate(_UNFOLD)
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{width}: {one}" for one in page.evaluate(_LOOK)]
    return found
