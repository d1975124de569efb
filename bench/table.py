"""The table that a run ends with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypedDict

HEADINGS = (
    "what",
    "database",
    "req/s",
    "ratio",
    "aim",
    "",
    "by cpu",
    "p50 ms",
    "p99 ms",
    "checked",
)
NUMBERS = {"req/s", "ratio", "by cpu", "p50 ms", "p99 ms"}
DASH = "–"


@dataclass(frozen=True)
class Row:
    """One line: what was measured, and what had to hold while it was."""

    what: str
    database: str = DASH
    rate: float | None = None
    """Answers a second."""
    figure: str = DASH
    """The ratio to the bare view, or what else the aim speaks of."""
    aim: str = DASH
    met: bool | None = None
    """Whether the aim is reached; None where there is none."""
    thrift: float | None = None
    """The ratio by processor time instead, which a busy machine or a slow disk moves less."""
    p50: float | None = None
    p99: float | None = None
    problems: Sequence[str] = ()
    """What must not happen and did: with one of these the run fails."""

    @property
    def cells(self) -> tuple[str, ...]:
        mark = {True: "met", False: "missed", None: ""}[self.met]
        rate = DASH if self.rate is None else f"{self.rate:,.0f}"
        thrift = DASH if self.thrift is None else f"{self.thrift:.2f}"
        latencies = [DASH if value is None else f"{value:.1f}" for value in (self.p50, self.p99)]
        checked = "; ".join(self.problems) or "all well"
        told = (self.what, self.database, rate, self.figure, self.aim, mark, thrift)
        return (*told, *latencies, checked)


class Judged(TypedDict, total=False):
    """A figure with its aim, as a Row takes them."""

    figure: str
    aim: str
    met: bool


def at_least(figure: float, aim: float | None) -> Judged:
    """A ratio that should reach its aim, if it has one."""
    if aim is None:
        return {"figure": f"{figure:.3f}"}
    return {"figure": f"{figure:.3f}", "aim": f"≥ {aim:.2f}", "met": figure >= aim}


def at_most(figure: float, aim: float) -> Judged:
    """A ratio that should not exceed its aim."""
    return {"figure": f"{figure:.3f}", "aim": f"≤ {aim:.2f}", "met": figure <= aim}


def render(rows: Iterable[Row]) -> str:
    """The rows below their headings, in columns as wide as they need."""
    lines = [HEADINGS, *(row.cells for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if HEADINGS[place] in NUMBERS else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )
