"""Two nodes on one PostgreSQL and one Redis behind nginx: pages get over what breaks."""

import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
import redis
from django.utils import translation
from playwright.sync_api import BrowserContext, Page, expect

from polls.models import Question
from tests.deploy.readers import Reader
from tests.factories import ChoiceFactory, QuestionFactory
from tests.servers import chromium, nginx, stack
from tests.servers import redis as valkey
from tests.servers.needs import NO_CHROMIUM
from tests.servers.nginx import Nginx
from tests.servers.stack import Stack

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.redis,
    pytest.mark.nginx,
    pytest.mark.skipif(not chromium.find(), reason=NO_CHROMIUM),
]

PATIENCE = 30_000  # milliseconds, on a machine with much else to do


@pytest.fixture
def bell() -> Iterator[str]:
    """A Redis of this test's own, which it may kill."""
    with ExitStack() as servers:
        yield servers.enter_context(valkey.server())
        with suppress(Exception):  # it may have been killed
            servers.close()


@pytest.fixture
def nodes(bell: str, transactional_db: None, tmp_path: Path) -> Iterator[list[Stack]]:
    """Each with pages and streams, as a small machine has them."""
    address = stack.database_of_tests()
    with ExitStack() as running:
        pair = []
        for name in ("a", "b"):
            folder = tmp_path / name
            folder.mkdir()
            node = stack.running(folder, database_url=address, redis_url=bell)
            pair.append(running.enter_context(node))
        yield pair


@pytest.fixture
def front(nodes: list[Stack]) -> Iterator[Nginx]:
    static = nodes[0].folder / "static"
    with nginx.server(pages=[node.port for node in nodes], static=static) as running:
        yield running


@pytest.fixture
def question(transactional_db: None) -> Question:
    question: Question = QuestionFactory(results=Question.Results.ALWAYS)
    ChoiceFactory.create_batch(2, question=question)
    return question


@pytest.fixture
def path(question: Question) -> str:
    with translation.override("en"):
        return str(question.get_absolute_url())


@pytest.fixture
def visit(context: BrowserContext, front: Nginx, path: str) -> Callable[[], Page]:
    def visiting() -> Page:
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{front.port}{path}")
        expect(page.locator("[data-live]")).to_have_attribute(
            "data-state", "live", timeout=PATIENCE
        )
        return page

    return visiting


def test_pages_get_over_the_loss_of_redis_of_a_node_and_of_their_connections(
    bell: str,
    nodes: list[Stack],
    front: Nginx,
    question: Question,
    path: str,
    visit: Callable[[], Page],
) -> None:
    first, second = nodes
    pages = [visit(), visit()]

    def vote(node: Stack) -> None:
        choice = question.choices.all()[0].slug
        with Reader(port=node.port) as reader:
            answer = reader.post(
                f"{path}vote/", {"choice": choice, "back": "question", "seen": "0"}
            )
        assert answer.status == 302

    def see(votes: int) -> None:
        for page in pages:
            told = page.locator(f"#question-{question.pk}-result .caveat:not(.downloads)").last
            counted = re.compile(rf"^\s*{votes} readers? chose")
            expect(told).to_contain_text(counted, timeout=PATIENCE)
            ensure_live(page)

    vote(first)
    for page in pages:
        page.locator("[data-show]").click()  # the first votes wait for it
    see(1)
    vote(second)
    see(2)

    kill_redis(bell)
    for votes, node in enumerate(nodes, start=3):
        vote(node)
        see(votes)

    first.kill()
    vote(second)
    see(5)
    first.start()
    second.kill()
    vote(first)
    see(6)
    second.start()

    cut_connections(front)
    vote(second)
    see(7)

    for node in nodes:
        node.reload()
    vote(first)
    see(8)
    for page in pages:
        page.close()


def ensure_live(page: Page) -> None:
    expect(page.locator("[data-live]")).to_have_attribute("data-state", "live", timeout=PATIENCE)


def kill_redis(address: str) -> None:
    with redis.Redis.from_url(address) as client:
        os.kill(client.info("server")["process_id"], signal.SIGKILL)


def cut_connections(front: Nginx) -> None:
    """Kill what holds nginx's connections, to readers and to nodes; its master starts others."""
    pid = front.process.pid
    workers = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    assert workers
    for worker in workers:
        os.kill(int(worker), signal.SIGKILL)
