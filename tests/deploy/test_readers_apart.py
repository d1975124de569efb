"""Through nginx and its cache, readers see their own answers and nobody else's."""

import re
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest

from tests.deploy.readers import Reader, chosen, revision
from tests.servers.nginx import Nginx

pytestmark = pytest.mark.nginx

DOSSIER = "/en/openai-musk/"
CHOICES = {
    "fallacious": ["yes", "partly", "no"],
    "answers-accusations": ["yes", "partly", "no"],
    "answer": ["very-unconvincing", "rather-unconvincing", "neither", "rather-convincing"],
}
VOTERS, STRANGERS, ROUNDS = 12, 6, 8
TOKEN = re.compile(r'name="token" value="([^"]+)"')


class Visit:
    """One reader for a while: what they were shown that was not theirs."""

    def __init__(self, front: Nginx, *, votes: bool, number: int) -> None:
        self.reader, self.votes = Reader(front.port), votes
        self.random = Random(number)
        self.wrong: list[str] = []
        self.tokens: set[str] = set()

    def run(self) -> None:
        with self.reader:
            for _ in range(ROUNDS):
                self.take_part(self.random.choice(list(CHOICES)))

    def take_part(self, asked: str) -> None:
        self.look(DOSSIER, only=set(CHOICES))
        page = self.look(f"{DOSSIER}{asked}/", only={asked})
        if self.reader.cookies:
            self.tokens |= set(TOKEN.findall(page))
        self.look_at_result(asked)
        if self.votes:
            self.vote(asked, seen=revision(page, asked))

    def look(self, path: str, *, only: set[str]) -> str:
        page = self.reader.get(path)
        held = {asked: mine for asked, mine in self.reader.answers.items() if asked in only}
        shown = {asked: one for asked, one in chosen(page.text).items() if asked in only}
        if page.status != 200 or shown != held:
            self.wrong.append(f"{path}: {page.status}, {shown} to who chose {held}")
        return page.text

    def look_at_result(self, asked: str) -> None:
        """Only who has answered may see it."""
        due = 200 if asked in self.reader.answers else 403
        status = self.reader.get(f"{DOSSIER}{asked}/results/").status
        if status != due:
            self.wrong.append(f"result of {asked}: {status}, not {due}")

    def vote(self, asked: str, *, seen: str) -> None:
        status = self.reader.vote(asked, {self.random.choice(CHOICES[asked])}, seen=seen).status
        if status != 302:
            self.wrong.append(f"vote on {asked}: {status}")


def test_nobody_is_shown_anothers_answer_or_a_result_they_may_not_see(front: Nginx) -> None:
    visits = [Visit(front, votes=n < VOTERS, number=n) for n in range(VOTERS + STRANGERS)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(Visit.run, visits[::2] + visits[1::2]))
    assert [wrong for visit in visits for wrong in visit.wrong] == []
    assert [visit.reader.cookies for visit in visits if not visit.votes] == [{}] * STRANGERS
    tokens = [token for visit in visits for token in visit.tokens]
    assert len(tokens) >= VOTERS
    assert len(tokens) == len(set(tokens))
