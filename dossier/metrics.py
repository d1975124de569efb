"""What the site measures of itself, for ``/metrics``: one place that names every measure.

With PROMETHEUS_MULTIPROC_DIR (deploy/gunicorn.conf.py sets it) each process counts in a file of
its own in that folder, and any of them tells the sum of all; without it a process tells its own.
No label names a reader, a dossier or a question.
"""

import atexit
import os
import platform
from bisect import bisect_left
from collections import Counter as Multiset
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from threading import Lock, Thread
from time import sleep

import django

FOLDER = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")
if FOLDER:  # before prometheus_client, which decides when it is loaded whether to write there
    Path(FOLDER).mkdir(parents=True, exist_ok=True)

from prometheus_client import (  # noqa: E402
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Metric,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector  # noqa: E402

from dossier import VERSION  # noqa: E402

disable_created_metrics()  # the files of many processes have none, so that one has none either
_own = CollectorRegistry()

# Seconds. An answer from memory takes less than the first, no reader waits for the last.
REQUEST_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
LAG_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 10)


class Distribution(Histogram):
    """A histogram that takes many values for little more than one."""

    def observe_all(self, values: Collection[float]) -> None:
        self._sum.inc(sum(values))
        falls_into = Multiset(bisect_left(self._upper_bounds, value) for value in values)
        for bucket, times in falls_into.items():
            self._buckets[bucket].inc(times)


def _counter(name: str, told: str, *labels: str) -> Counter:
    return Counter(f"dossier_{name}", told, labels, registry=_own)


def _distribution(name: str, told: str, *labels: str, buckets: Iterable[float]) -> Distribution:
    named = f"dossier_{name}"
    return Distribution(named, told, labels, registry=_own, buckets=tuple(buckets))


requests = _counter("requests", "Answers given", "view", "method", "status")
request_seconds = _distribution(
    "request_seconds", "From a request to its answer", "view", buckets=REQUEST_SECONDS
)
casts = _counter("casts", "What became of ballots that were sent", "kind", "outcome")
comments = _counter("comments", "What became of comments that were sent", "outcome")
cache_hits = _counter("cache_hits", "What was answered from memory", "cache")
cache_misses = _counter("cache_misses", "What had to be made", "cache")
fragments_rendered = _counter("fragments_rendered", "Results rendered at a new version")
streams = Gauge(
    "dossier_streams", "Streams that are open", registry=_own, multiprocess_mode="livesum"
)
streams_opened = _counter("streams_opened", "Streams opened")
streams_dropped = _counter("streams_dropped", "Streams refused or ended by the server", "reason")
stream_events = _counter("stream_events", "Events sent to streams", "event")
live_lag_seconds = _distribution(
    "live_lag_seconds", "From the commit of a change to its sending", buckets=LAG_SECONDS
)
watch_queries = _counter("watch_queries", "Questions to the database about what has changed")
watch_failures = _counter("watch_failures", "Of these, how many had no answer")
build_info = Gauge(
    "dossier_build_info",
    "1, for the version that runs",
    ("version", "python", "django"),
    registry=_own,
    multiprocess_mode="livemax",
)


def _start_at_nought() -> None:
    """Show what has not happened yet as 0: a rate can be taken of it from the first time on."""
    build_info.labels(VERSION, platform.python_version(), django.get_version()).set(1)
    for cache in ("microcache", "frames", "faces", "fragments", "insight", "shared"):
        cache_hits.labels(cache)
        cache_misses.labels(cache)
    for reason in ("slow", "limit", "client_limit"):
        streams_dropped.labels(reason)


# What happens thousands of times a second is noted, which takes no lock and a twentieth of a
# microsecond, and counted together: after a second, or once so much is noted.
SECONDS, MOST = 1.0, 2000
_answers: deque[tuple[str, str, int, float]] = deque()
_hits: deque[tuple[str, int]] = deque()
_counting = Lock()


def note_answer(view: str, method: str, status: int, seconds: float) -> None:
    """A request was answered."""
    _answers.append((view, method, status, seconds))
    if len(_answers) > MOST:
        count_noted()


def note_hit(cache: str, times: int = 1) -> None:
    """Something was answered out of this cache."""
    _hits.append((cache, times))
    if len(_hits) > MOST:
        count_noted()


def count_noted() -> None:
    """Add what was noted to the measures."""
    with _counting:
        answered: Multiset[tuple[str, str, int]] = Multiset()
        took: defaultdict[str, list[float]] = defaultdict(list)
        for view, method, status, seconds in _taken(_answers):
            answered[view, method, status] += 1
            took[view].append(seconds)
        for (view, method, status), times in answered.items():
            requests.labels(view, method, f"{status // 100}xx").inc(times)
        for view, values in took.items():
            request_seconds.labels(view).observe_all(values)
        hits: Multiset[str] = Multiset()
        for cache, times in _taken(_hits):
            hits[cache] += times
        for cache, times in hits.items():
            cache_hits.labels(cache).inc(times)


def _taken[Noted](notes: deque[Noted]) -> list[Noted]:
    return [notes.popleft() for _ in range(len(notes))]


def exposition() -> bytes:
    """All measures in Prometheus's text format: of all processes that share the folder."""
    count_noted()
    if not FOLDER:
        return generate_latest(_own)
    registry = CollectorRegistry()
    registry.register(_Shared())
    return generate_latest(registry)


class _Shared:
    """The sum of what all processes have written, of the services beside this one too."""

    def collect(self) -> Iterable[Metric]:
        files = sorted(Path(FOLDER).parent.glob("*/*.db"))
        metrics: Iterable[Metric] = MultiProcessCollector.merge(map(str, files))
        return metrics


def _keep_counting() -> None:
    while True:
        sleep(SECONDS)
        count_noted()


def _in_the_background(act: Callable[[], None]) -> None:
    Thread(target=act, name="metrics", daemon=True).start()


_start_at_nought()
if FOLDER:  # another process may be asked: what is noted here must not wait for a request
    _in_the_background(_keep_counting)
    atexit.register(count_noted)
