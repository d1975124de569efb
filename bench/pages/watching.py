"""What Chromium tells of a page while somebody uses it: shifts of the layout, waits, long tasks."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

# In the page before anything of its own. "hadRecentInput" are shifts within half a second of a
# tap or a key, which the measure of layout shift (CLS) leaves out: what was asked for may move.
# Here the half second begins anew with the answer to it, which a slow network brings late.
WATCH = """
globalThis.watched = { shifts: [], waits: [], tasks: [] };
const watch = (type, note, options) => {
  const observer = new PerformanceObserver((list) => list.getEntries().forEach(note));
  observer.observe({ type, buffered: true, ...options });
};
const nameOf = ({ node }) => node && (node.id || node.className || node.nodeName);
let answered = -Infinity;
document.addEventListener("htmx:afterSwap", () => { answered = performance.now(); });
watch("layout-shift", ({ value, hadRecentInput, startTime, sources }) => {
  const asked = hadRecentInput || Math.abs(startTime - answered) < 500;
  watched.shifts.push({ value, asked, moved: sources.map(nameOf).filter(Boolean).map(String) });
});
watch("event", (one) => {
  if (!one.interactionId) return;
  const delay = one.processingStart - one.startTime;
  const handled = one.processingEnd - one.processingStart;
  const { interactionId, name, duration } = one;
  watched.waits.push({ interactionId, name, duration, delay, handled });
}, { durationThreshold: 16 });
watch("longtask", ({ duration }) => watched.tasks.push(duration));
"""
# Two frames and a moment: observers are told of what was painted a little later.
SETTLED = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(
  () => setTimeout(done, 250))))"""


TAKEN = """() => {
  const seen = watched;
  watched = { shifts: [], waits: [], tasks: [] };
  return seen;
}"""


@dataclass(frozen=True)
class Shift:
    """Something moved that its reader had not touched, or had just asked for."""

    value: float
    """The part of the screen that moved, times how far, as CLS counts it."""
    asked: bool
    """Whether a tap or a key came within the half second before."""
    moved: tuple[str, ...]


@dataclass(frozen=True)
class Seen:
    """What happened in the page during one act."""

    shifts: tuple[Shift, ...]
    waits: tuple[dict[str, Any], ...]
    """Taps and keys whose next frame took longer than 16 ms: how long, and why."""
    tasks: tuple[float, ...]
    """Milliseconds of each task of more than 50."""

    @property
    def longest_wait(self) -> float:
        """Milliseconds from a tap or a key to the next frame, at worst; 16 for none measured."""
        return max([16.0, *(float(wait["duration"]) for wait in self.waits)])

    @property
    def unasked(self) -> tuple[Shift, ...]:
        return tuple(shift for shift in self.shifts if not shift.asked)

    @property
    def shifted(self) -> float:
        return sum(shift.value for shift in self.shifts)


def watch(page: Page) -> None:
    """Have every document that the page opens from now on be watched."""
    page.add_init_script(WATCH)


def slow_down(page: Page, times: float) -> None:
    """Give the page's processor so many times less to do its work with."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": times})


def to_next_paint(page: Page, seen: Iterable[Seen]) -> tuple[float, int]:
    """The page's interaction to next paint in milliseconds, and of how many interactions it is.

    The longest wait but for one in fifty, as web.dev/articles/inp has it; a tap or a key is one
    interaction, with all of its events.
    """
    longest: dict[int, float] = {}
    for wait in (wait for one in seen for wait in one.waits):
        own = wait["interactionId"]
        longest[own] = max(longest.get(own, 0), float(wait["duration"]))
    count: int = page.evaluate("performance.interactionCount")
    return sorted(longest.values(), reverse=True)[count // 50], count


@contextmanager
def seeing(page: Page) -> Iterator[list[Seen]]:
    """What happens within the block; the list holds it afterwards."""
    look(page)
    seen: list[Seen] = []
    yield seen
    seen.append(look(page))


def look(page: Page) -> Seen:
    """What has happened since the last look, once the page has come to rest."""
    page.evaluate(SETTLED)
    noted = page.evaluate(TAKEN)
    shifts = (Shift(one["value"], one["asked"], tuple(one["moved"])) for one in noted["shifts"])
    return Seen(tuple(shifts), tuple(noted["waits"]), tuple(noted["tasks"]))
