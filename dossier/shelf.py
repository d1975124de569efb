"""A process's own memory of what it has made: so many bytes, what was asked for longest ago goes.

Whatever is put on a shelf is named by all that it was made of, so that nothing on it is ever wrong,
only no longer asked for.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock


class Shelf[Value]:
    """Values by their names, together no larger than ``most`` bytes; safe among threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0
        self._lock = Lock()
        self._values: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()

    @property
    def held(self) -> int:
        """Bytes on the shelf."""
        return self._held

    def get(self, name: Hashable) -> Value | None:
        with self._lock:
            found = self._values.get(name)
            if found is None:
                return None
            self._values.move_to_end(name)
            return found[0]

    def kept(
        self, name: Hashable, make: Callable[[], Value], *, size: Callable[[Value], int]
    ) -> Value:
        """The value of this name, made and put on the shelf if it is not there."""
        found = self.get(name)
        if found is None:
            found = make()
            self.put(name, found, size=size(found))
        return found

    def put(self, name: Hashable, value: Value, *, size: int) -> None:
        """Keep a value of ``size`` bytes; none that takes a quarter of them all."""
        with self._lock:
            self._drop(name)
            if size > self._most // 4:
                return
            self._values[name] = value, size
            self._held += size
            while self._held > self._most:
                self._drop(next(iter(self._values)))

    def clear(self) -> None:
        with self._lock:
            self._values.clear()
            self._held = 0

    def _drop(self, name: Hashable) -> None:
        _value, size = self._values.pop(name, (None, 0))
        self._held -= size
