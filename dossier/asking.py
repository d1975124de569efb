"""Whether a part of the site answers in time, where asking it may hang for minutes."""

from collections.abc import Callable
from threading import Lock, Thread
from time import monotonic

# After so many seconds a question that hangs is left to itself, and the part is asked anew: it
# may have come back, and the network have forgotten the old question.
GIVEN_UP = 10.0


class Asking(Thread):
    """One question, in a thread of its own, which does not hold up the end of the process."""

    def __init__(self, ask: Callable[[], None]) -> None:
        super().__init__(name="asking", daemon=True)
        self._ask = ask
        self._well = False
        self._until = monotonic() + GIVEN_UP

    def run(self) -> None:
        try:
            self._ask()
        except Exception:  # noqa: BLE001 — whatever is wrong with the part, it does not answer
            return
        self._well = True

    @property
    def under_way(self) -> bool:
        return self.is_alive() and monotonic() < self._until

    def answered(self, *, until: float) -> bool:
        """Whether an answer came, waited for until the monotonic clock shows this."""
        self.join(max(0.0, until - monotonic()))
        return self._well


class Part:
    """Something that a node cannot do without."""

    def __init__(self, ask: Callable[[], None]) -> None:
        self._ask = ask
        self._lock = Lock()
        self._asking: Asking | None = None

    def ask(self) -> Asking:
        """Ask it; while it has not answered the last question, that one is waited for again."""
        with self._lock:
            if self._asking is None or not self._asking.under_way:
                self._asking = Asking(self._ask)
                self._asking.start()
            return self._asking
