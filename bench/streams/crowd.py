"""A crowd of readers in one process, which must take next to nothing of the machine it shares.

One epoll over plain sockets. What a server sends to all alike is unpacked once and then known by
its bytes, so that a receipt is a read, a look into a dictionary and three numbers noted. Each
reader behaves as a browser's EventSource does: it comes back after the time that the stream told it
and, when the server says ``move``, at a moment of its own within what it says.
"""

import os
import re
import select
import socket
import zlib
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from errno import EINPROGRESS
from heapq import heappop, heappush
from multiprocessing.connection import Connection
from random import Random
from time import monotonic, process_time

MOST_OPENING = 1500  # at once: less than what a listening socket lets wait
OF_ADDRESS = 150  # readers: less than the server takes of one address
RETRY = (500, 2500)  # milliseconds, until a stream has told its own
_BIND_LATE = 24  # IP_BIND_ADDRESS_NO_PORT: a port is chosen when it is known whereto
_MOST = 65536  # bytes read at once
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"


@dataclass
class Told:
    """What the crowd has to tell; moments are on the clock of ``time.monotonic``."""

    wanted: int
    opened: int = 0
    """Of those, how many hold a stream now."""
    opened_at: "array[float]" = field(default_factory=lambda: array("d"))
    opening: "array[float]" = field(default_factory=lambda: array("d"))
    """When each came to hold one, and how many seconds after its connection's first packet."""
    refused: int = 0
    """Connections that nobody listened for, or that ended before they were a stream."""
    statuses: Counter[int] = field(default_factory=Counter)
    """Answers other than 200: an EventSource gives up on these."""
    lost: int = 0
    """Streams that ended before their reader did so."""
    times: "array[float]" = field(default_factory=lambda: array("d"))
    versions: "array[int]" = field(default_factory=lambda: array("q"))
    who: "array[int]" = field(default_factory=lambda: array("q"))
    """Receipts: when, of which version, by which reader."""
    received: int = 0
    """Bytes of all of them."""
    processor: float = 0
    """Seconds of a core that the crowd has taken since it began."""


@dataclass(order=True)
class Reader:
    """One page that wants a stream."""

    due: float
    number: int
    line: socket.socket = field(init=False, compare=False)
    began: float = field(default=0, compare=False)
    retry: float = field(default=0, compare=False)
    is_open: bool = field(default=False, compare=False)
    is_moving: bool = field(default=False, compare=False)  # at a moment of its own, to come


class Crowd:
    """So many readers of one question among those that the requests name."""

    def __init__(
        self, port: int, requests: Sequence[bytes], *, question: int, first: int, count: int
    ) -> None:
        self._port, self._requests = port, requests
        self._id = re.compile(rb"^id: (?:.*,)?%d\.(\d*)\." % question, re.MULTILINE)
        self._chance = Random(first)
        self._epoll = select.epoll()
        self._waiting = [Reader(0, number) for number in range(first, first + count)]
        self._readers: dict[int, Reader] = {}
        self._rests: dict[int, bytes] = {}
        self._known: dict[bytes, int] = {}
        self._opening = 0
        self._told = Told(count)

    def serve(self, orders: Connection) -> None:
        """Hold the streams, and ``tell`` when asked, or ``forget`` what was told, until the end."""
        self._epoll.register(orders.fileno(), select.EPOLLIN)
        while True:
            self._open_who_is_due()
            for number, _event in self._epoll.poll(0.02, 4096):
                reader = self._readers.get(number)
                if reader is None:
                    if not self._obey(orders):
                        return
                elif reader.is_open:
                    self._receive(number, reader)
                else:
                    self._greet(number, reader)

    def _open_who_is_due(self) -> None:
        now = monotonic()
        waiting = self._waiting
        while waiting and waiting[0].due <= now and self._opening < MOST_OPENING:
            reader = heappop(waiting)
            if reader.is_moving and reader.is_open:
                self._hang_up(reader.line.fileno(), reader)
            reader.is_moving = False
            self._connect(reader)

    def _connect(self, reader: Reader) -> None:
        own = socket.socket()
        own.setblocking(False)
        own.setsockopt(socket.IPPROTO_IP, _BIND_LATE, 1)
        own.bind((f"127.0.1.{1 + reader.number // OF_ADDRESS % 250}", 0))
        reader.line, reader.began = own, monotonic()
        self._opening += 1
        self._readers[own.fileno()] = reader
        if own.connect_ex(("127.0.0.1", self._port)) not in (0, EINPROGRESS):
            self._lose(own.fileno(), reader)
            return
        self._epoll.register(own.fileno(), select.EPOLLOUT)

    def _greet(self, number: int, reader: Reader) -> None:
        """Bring a reader from the first packet to the first bytes of its stream."""
        if reader.line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            self._lose(number, reader)
        elif number not in self._rests:
            reader.line.send(self._requests[reader.number % len(self._requests)])
            self._rests[number] = b""
            self._epoll.modify(number, select.EPOLLIN)
        elif data := _read(number):
            self._read_head(number, reader, self._rests[number] + data)
        else:
            self._lose(number, reader)

    def _read_head(self, number: int, reader: Reader, data: bytes) -> None:
        head, end, rest = data.partition(b"\r\n\r\n")
        self._rests[number] = data
        if not end:
            return
        status = int(head.split(b" ", 2)[1])
        if status != 200:
            self._told.statuses[status] += 1
            self._told.refused -= 1
            self._lose(number, reader)
            return
        told = self._told
        told.opened += 1
        told.opened_at.append(monotonic())
        told.opening.append(told.opened_at[-1] - reader.began)
        self._opening -= 1
        reader.is_open = True
        self._rests[number] = b""
        if rest:
            self._take(number, reader, rest)

    def _receive(self, number: int, reader: Reader) -> None:
        data = _read(number)
        if not data:
            self._lose(number, reader)
            return
        version = None if self._rests[number] else self._known.get(data)
        if version is None:
            self._take(number, reader, self._rests[number] + data)
        else:
            self._note(reader, version, data)

    def _note(self, reader: Reader, version: int, data: bytes) -> None:
        told = self._told
        told.times.append(monotonic())
        told.versions.append(version)
        told.who.append(reader.number)
        told.received += len(data)

    def _take(self, number: int, reader: Reader, data: bytes) -> None:
        """Read what is not known by its bytes yet."""
        bodies, rest = _unchunked(data)
        self._rests[number] = rest
        text = b"".join(map(_unpacked, bodies))
        if found := re.search(rb"^retry: (\d+)", text, re.MULTILINE):
            reader.retry = int(found[1]) / 1000
        if found := re.search(rb'^event: move\ndata: \{"within":(\d+)', text, re.MULTILINE):
            reader.is_moving = True
            reader.due = monotonic() + self._chance.uniform(0, int(found[1]) / 1000)
            heappush(self._waiting, reader)
        elif versions := self._id.findall(text):
            version = int(versions[-1] or 0)
            if not rest:
                self._known[data] = version
            self._note(reader, version, data)

    def _lose(self, number: int, reader: Reader) -> None:
        """Have a reader whose stream has ended, or never began, come back after a while."""
        if reader.is_open:
            self._told.lost += 1
        else:
            self._opening -= 1
            self._told.refused += 1
        self._hang_up(number, reader)
        if not reader.is_moving:  # else its moment is known
            reader.due = monotonic() + (reader.retry or self._chance.uniform(*RETRY) / 1000)
            heappush(self._waiting, reader)

    def _hang_up(self, number: int, reader: Reader) -> None:
        reader.line.close()
        self._readers.pop(number)
        self._rests.pop(number, None)
        self._told.opened -= reader.is_open
        reader.is_open = False

    def _obey(self, orders: Connection) -> bool:
        """Tell how it stands; False once there is nobody to tell."""
        try:
            order = orders.recv()
        except EOFError:
            return False
        was = self._told
        if order == "forget":  # begin to tell anew; the streams stay as they are
            self._told = Told(was.wanted, was.opened)
        self._told.processor = process_time()
        orders.send(self._told)
        return True


def _read(number: int) -> bytes:
    try:
        return os.read(number, _MOST)
    except ConnectionError:
        return b""


def _unchunked(data: bytes) -> tuple[list[bytes], bytes]:
    """The whole chunks at the beginning of the data, and what is left."""
    bodies = []
    while end := data.find(b"\r\n") + 1:
        length = int(data[: end - 1], 16)
        if len(data) < end + 1 + length + 2:
            break
        bodies.append(data[end + 1 : end + 1 + length])
        data = data[end + 1 + length + 2 :]
    return bodies, data


def _unpacked(body: bytes) -> bytes:
    """A chunk's text: each was packed so that it can be read by itself."""
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(body.removeprefix(_GZIP_HEAD))
