"""What of each part of a dossier's results page is taken away.

A module a part. It makes excerpts (polls/downloads/excerpts.py) of what the part has worked out for
its template, with names of columns that stay, and draws on a sheet what the page draws.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from polls.downloads.excerpts import Excerpt
from polls.downloads.parts import (
    forecasts,
    guesses,
    history,
    informed,
    minds,
    opinions,
    shifts,
    wishes,
)

EXCERPTS: Mapping[str, Callable[[Any], Iterable[Excerpt]]] = {
    "opinions": opinions.excerpts,
    "history": history.excerpts,
    "shifts": shifts.excerpts,
    "minds": minds.excerpts,
    "forecasts": forecasts.excerpts,
    "wishes": wishes.excerpts,
    "informed": informed.excerpts,
    "guesses": guesses.excerpts,
}
"""By the page's parts (polls/insight/parts.py)."""

PART_OF: Mapping[str, str] = {
    **{part: part for part in EXCERPTS},
    "scores": "forecasts",
    "calibration": "forecasts",
}
"""The page's part in which each kind of figure that has files stands."""
