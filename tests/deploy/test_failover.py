"""A node that fails is passed over, but what may not be sent twice is not."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest

from tests.deploy.nodes import Node
from tests.deploy.readers import Reader
from tests.servers import nginx
from tests.servers.nginx import free_port

pytestmark = pytest.mark.nginx

DOSSIER = "/en/openai-musk/"


class Broken:
    """A node that takes requests and hangs up without an answer."""

    def __init__(self, listening: socket.socket) -> None:
        self.port, self.taken = int(listening.getsockname()[1]), list[str]()
        self._listening = listening
        self.thread = Thread(target=self._take, daemon=True)
        self.thread.start()

    def _take(self) -> None:
        while True:
            try:
                connection, _address = self._listening.accept()
            except OSError:
                return
            with connection:
                self.taken.append(connection.recv(65536).split(b" ")[0].decode())


@contextmanager
def broken() -> Iterator[Broken]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        node = Broken(listening)
        try:
            yield node
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            node.thread.join(5)


def test_a_read_that_a_node_drops_is_answered_by_another(pair: list[Node]) -> None:
    with broken() as node, nginx.server(pages=[node.port, pair[0].port]) as front:
        with Reader(front.port) as reader:
            assert [reader.get(f"{DOSSIER}comments/?{n}").status for n in range(4)] == [200] * 4
        assert node.taken == ["GET", "GET"]  # then it rests


def test_a_ballot_that_a_node_drops_is_sent_to_no_other(pair: list[Node]) -> None:
    """Nobody knows whether the first has counted it: the reader is told, and may send it again."""
    with broken() as node, nginx.server(pages=[node.port, pair[0].port]) as front:
        before, statuses = pair[0].reached, []
        with Reader(front.port) as reader:
            while len(node.taken) < 2:
                statuses.append(reader.post(f"{DOSSIER}effects/withdraw/", {}).status)
        assert node.taken == ["POST", "POST"]
        assert statuses.count(502) == 2
        assert (pair[0].reached - before).total() == len(statuses) - 2


def test_a_node_that_is_away_is_passed_over_by_ballots_too(pair: list[Node]) -> None:
    """What could not be sent at all may be sent elsewhere."""
    with nginx.server(pages=[free_port(), pair[0].port]) as front:
        for _ in range(4):
            with Reader(front.port) as reader:
                assert reader.get(f"{DOSSIER}?away").status == 200
                assert reader.vote("effects", {"lost-trust"}).status == 302
