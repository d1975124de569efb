"""The least that a server can do: accept every stream, and send the same bytes to all at once.

By it the crowd is measured: how late it is, and what it takes, when next to nothing is done on the
other side.
"""

import gc
import resource
import select
import socket
import time
import zlib
from multiprocessing.connection import Connection

HEAD = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"


class Sender:
    """Listens at once, on a port of 127.0.0.1 that it chooses."""

    def __init__(self, *, question: int, size: int) -> None:
        self._question, self._size = question, size
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=4096)
        self._listening.setblocking(False)
        self._lines: list[socket.socket] = []
        self.port: int = self._listening.getsockname()[1]

    def accept(self, count: int) -> None:
        """Until so many streams are open; each is answered once it has asked."""
        poll = select.epoll()
        poll.register(self._listening.fileno(), select.EPOLLIN)
        asking: dict[int, socket.socket] = {}
        while len(self._lines) < count:
            for number, _event in poll.poll():
                if number == self._listening.fileno():
                    line, _address = self._listening.accept()
                    asking[line.fileno()] = line
                    poll.register(line.fileno(), select.EPOLLIN)
                elif line := asking.pop(number):
                    poll.unregister(number)
                    line.recv(65536)
                    line.setblocking(False)
                    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    line.send(HEAD)
                    self._lines.append(line)

    def send(self, *, first: int, rounds: int, every: float) -> list[float]:
        """Send to all, so many times in a row; when each round began. It waits for nobody."""
        began = []
        due = time.monotonic()
        for version in range(first, first + rounds):
            time.sleep(max(0, due - time.monotonic()))
            due += every
            chunk = self._chunk(version)
            began.append(time.monotonic())
            for line in self._lines:
                line.send(chunk)
        return began

    def _chunk(self, version: int) -> bytes:
        """An event of about the size of a real one, packed as a real one is."""
        text = f"data: {'.' * self._size}\nid: {self._question}.{version}.o\n\n".encode()
        packer = zlib.compressobj(0, wbits=-zlib.MAX_WBITS)
        packed = packer.compress(text) + packer.flush(zlib.Z_FULL_FLUSH)
        return b"%x\r\n%s\r\n" % (len(packed), packed)


def be_sender(orders: Connection, *, question: int, size: int, count: int) -> None:
    """A process of its own: tells its port, then once all are there, then sends as it is told."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    sender = Sender(question=question, size=size)
    orders.send(sender.port)
    sender.accept(count)
    gc.disable()
    while order := orders.recv():
        orders.send(sender.send(**order))
