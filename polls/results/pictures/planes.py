"""A plane of a page's drawing, which is stretched to what it finds, at its place on a sheet.

On pages the browser stretches it. On a sheet its points are moved instead: lines that are stretched
with it would be thicker one way than the other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from polls.statistics.charts import length

SIDE = 100
# What our path data are made of: a command, and its numbers.
_COMMANDS = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Plane:
    """Where a plane of ``across`` by ``down`` units stands on the sheet, and how large."""

    x: float
    y: float
    width: float
    height: float
    across: float = SIDE
    down: float = SIDE

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def at_x(self, x: float | str) -> float:
        """Where something of the plane stands on the sheet, from the left."""
        return self.x + float(x) * self.width / self.across

    def at_y(self, y: float | str) -> float:
        return self.y + float(y) * self.height / self.down

    def wide(self, width: float | str) -> float:
        """How wide something of the plane is on the sheet."""
        return float(width) * self.width / self.across

    def high(self, height: float | str) -> float:
        return float(height) * self.height / self.down

    def path(self, data: str) -> str:
        """Path data on the sheet: those of M, L, H, V, C and Z; of others, all that is relative."""
        return "".join(
            f"{command}{' '.join(self._moved(command, numbers))}"
            for command, numbers in _COMMANDS.findall(data)
        )

    def _moved(self, command: str, numbers: str) -> Iterator[str]:
        for place, number in enumerate(_NUMBER.findall(numbers)):
            if command.islower():
                yield number
            elif command == "V" or (command != "H" and place % 2):
                yield length(self.at_y(number))
            else:
                yield length(self.at_x(number))
