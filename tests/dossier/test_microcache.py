"""What a process keeps of its public pages for a moment, and what it must never keep."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest
from django.conf import settings as site
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils.cache import patch_vary_headers
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from dossier import microcache
from dossier.caching import allow_keeping
from dossier.shelf import Shelf
from polls.models import Question, Turnout
from polls.voting import voters
from tests.browsing import Browser
from tests.factories import ArticleFactory, QuestionFactory, UserFactory

PAGE = "/en/some-dossier/"


class Clock:
    """The microcache's watch, which stands still until it is told otherwise."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(microcache, "monotonic", clock)
    return clock


@pytest.fixture
def kept_a_second(settings: Settings, clock: Clock) -> Iterator[None]:
    settings.MICROCACHE_MS = 1000
    yield
    microcache.shelf.clear()


class View:
    """A site of one page that tells how often it was asked for."""

    def __init__(self, *, vary: str = "Cookie", etag: str = '"same"', **headers: str) -> None:
        self.asked = 0
        self.vary, self.etag, self.headers = vary, etag, headers
        self.gate: Event | None = None
        self.begun = Event()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.asked += 1
        self.begun.set()
        if self.gate:
            self.gate.wait(5)
        response = HttpResponse(f"made {self.asked}")
        allow_keeping(response)
        if self.vary:
            patch_vary_headers(response, [self.vary])
        response["ETag"] = self.etag
        for name, value in self.headers.items():
            response[name.replace("_", "-")] = value
        return response


def ask(middleware: Any, path: str = PAGE, **sent: Any) -> Any:
    return middleware(RequestFactory().get(path, **sent))


def served(view: Any) -> Any:
    return microcache.MicrocacheMiddleware(view)


def known() -> dict[str, str]:
    return {"Cookie": f"{voters.COOKIE}=signed"}


@pytest.mark.usefixtures("kept_a_second")
class TestKeeping:
    def test_a_public_page_is_made_once_and_comes_with_all_its_headers(self) -> None:
        view = View(Content_Security_Policy="default-src 'none'")
        site = served(view)
        answers = [ask(site) for _ in range(3)]
        assert {answer.content for answer in answers} == {b"made 1"}
        assert answers[0].headers == answers[2].headers
        assert answers[2].headers["Content-Security-Policy"] == "default-src 'none'"

    def test_it_is_made_anew_before_it_is_a_second_old(self, clock: Clock) -> None:
        site = served(View())
        for now, content in [
            (0, b"made 1"),
            (0.74, b"made 1"),
            (0.75, b"made 2"),
            (1.8, b"made 3"),
        ]:
            clock.now = 1000 + now
            assert ask(site).content == content

    def test_a_cache_that_keeps_to_the_end_of_a_second_is_given_what_was_made_in_it(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        site, kept_to = served(View()), {"X-Kept-To": "end of second"}
        for wall, headers, content in [
            (5000.9, {}, b"made 1"),
            (5000.99, kept_to, b"made 1"),
            (5001.0, {}, b"made 1"),
            (5001.0, kept_to, b"made 2"),
            (5001.9, kept_to, b"made 2"),
            (5001.9, {}, b"made 2"),
        ]:
            monkeypatch.setattr(microcache, "time", lambda wall=wall: wall)
            assert ask(site, headers=headers).content == content

    def test_head_gets_the_headers_alone(self) -> None:
        site = served(View())
        ask(site)
        head = site(RequestFactory().head(PAGE))
        assert head.content == b""
        assert head.headers["ETag"] == '"same"'

    @pytest.mark.parametrize("asked", ['"same"', 'W/"same"', '"other", "same"', "*"])
    def test_what_is_known_already_is_not_sent_again(self, asked: str) -> None:
        site = served(View(Content_Security_Policy="x"))
        first, later = (ask(site, headers={"If-None-Match": asked}) for _ in range(2))
        for answer in (first, later):
            assert (answer.status_code, answer.content) == (304, b"")
            assert answer.headers["ETag"] == '"same"'
            assert answer.headers["Content-Security-Policy"] == "x"
            assert "Content-Type" not in answer.headers
        assert ask(site, headers={"If-None-Match": '"older"'}).content == b"made 1"

    @pytest.mark.parametrize(
        "sent",
        [
            {"path": "/fr/some-dossier/"},
            {"path": f"{PAGE}?page=2"},
            {"headers": {"Host": "localhost"}},
            {"headers": {"HX-Request": "true"}},
            {"secure": True},
        ],
    )
    def test_what_the_answer_may_hang_on_has_its_own(self, sent: dict[str, Any]) -> None:
        site = served(View())
        ask(site)
        assert ask(site, **sent).content == b"made 2"

    @pytest.mark.parametrize("path", ["/", "/admin/", "/static/css/base.css", "/healthz"])
    def test_other_than_readers_pages_are_left_alone(self, path: str) -> None:
        site = served(View())
        assert [ask(site, path).content for _ in range(2)] == [b"made 1", b"made 2"]

    def test_forms_are_left_alone(self) -> None:
        site = served(View())
        assert [site(RequestFactory().post(PAGE)).content for _ in range(2)] == [
            b"made 1",
            b"made 2",
        ]

    @pytest.mark.parametrize(
        "view",
        [
            View(Cache_Control="no-cache, private"),
            View(Cache_Control="no-cache"),
            View(vary="Accept-Language"),
        ],
    )
    def test_what_is_not_public_is_not_kept(self, view: View) -> None:
        site = served(view)
        assert ask(site).content != ask(site).content

    def test_what_sets_a_cookie_is_not_kept(self) -> None:
        def sets_cookie(request: HttpRequest) -> HttpResponse:
            response = view(request)
            response.set_cookie("name", "value")
            return response

        view = View()
        site = served(sets_cookie)
        assert [ask(site).content for _ in range(2)] == [b"made 1", b"made 2"]

    @pytest.mark.parametrize("cookie", site.COOKIES_THAT_TELL_APART)
    def test_a_reader_with_a_cookie_neither_gets_nor_leaves_what_varies_by_it(
        self, cookie: str
    ) -> None:
        site = served(View())
        known = {"Cookie": f"theme=dark; {cookie}=signed"}
        answers = [ask(site, headers=sent) for sent in (known, {}, known, {})]
        assert [answer.content for answer in answers] == [
            b"made 1",
            b"made 2",
            b"made 3",
            b"made 2",
        ]

    def test_all_readers_share_what_varies_by_no_cookie(self) -> None:
        site = served(View(vary=""))
        answers = [ask(site, headers=sent) for sent in (known(), {}, known())]
        assert {answer.content for answer in answers} == {b"made 1"}

    def test_a_crowd_that_comes_at_once_has_the_page_made_once(self) -> None:
        view, together = View(), Barrier(8)
        view.gate = Event()
        site = served(view)

        def reader(_number: int) -> bytes:
            together.wait(5)
            content: bytes = ask(site).content
            return content

        with ThreadPoolExecutor(8) as crowd:
            answers = crowd.map(reader, range(8))
            view.gate.set()
            assert (set(answers), view.asked) == ({b"made 1"}, 1)

    def test_while_it_is_made_anew_others_get_what_is_kept_and_young_enough(
        self, clock: Clock
    ) -> None:
        view = View()
        site = served(view)
        ask(site)
        clock.now += 0.8
        view.gate, begun = Event(), view.begun
        begun.clear()
        with ThreadPoolExecutor(1) as other:
            renewing = other.submit(ask, site)
            assert begun.wait(5)
            assert ask(site).content == b"made 1"
            view.gate.set()
            assert renewing.result().content == b"made 2"

    def test_a_view_that_fails_holds_up_nobody(self) -> None:
        def fails(_request: HttpRequest) -> HttpResponse:
            raise ConnectionError("gone")

        site = served(fails)
        for _ in range(2):
            with pytest.raises(ConnectionError):
                ask(site)


def test_a_shelf_holds_no_more_than_it_may() -> None:
    shelf: Shelf[str] = Shelf(100)
    for number in range(6):
        shelf.put(number, "value", size=20)
        shelf.get(0)
    shelf.put("large", "value", size=26)
    assert [number for number in range(6) if shelf.get(number)] == [0, 2, 3, 4, 5]
    assert shelf.get("large") is None
    assert shelf.held == 100


@pytest.mark.django_db
@pytest.mark.usefixtures("kept_a_second")
class TestTheSite:
    def addresses(self, question: Question) -> list[str]:
        dossier = f"/en/{question.article.slug}/"
        page = f"{dossier}{question.slug}/"
        return ["/en/", dossier, page, f"{page}results/"]

    def test_hot_pages_are_answered_without_a_query(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        client = Client()
        for address in self.addresses(QuestionFactory()):
            first = client.get(address)
            with django_assert_num_queries(0):
                second = client.get(address)
                known = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
            assert second.content == first.content
            assert second.headers == first.headers
            assert known.status_code == 304

    def test_a_page_that_has_not_changed_keeps_its_tag(self, clock: Clock) -> None:
        client = Client()
        for address in self.addresses(QuestionFactory()):
            before = client.get(address).headers["ETag"]
            clock.now += 5
            assert client.get(address, headers={"If-None-Match": before}).status_code == 304

    def test_a_voter_sees_their_vote_at_once_and_others_within_the_second(
        self, clock: Clock
    ) -> None:
        question = QuestionFactory()
        dossier = self.addresses(question)[1]
        stranger, voter = Client(), Browser()
        assert "Your answer:" not in stranger.get(dossier).content.decode()
        voter.post(f"{dossier}{question.slug}/vote/", {"choice": "choice-1", "back": "dossier"})
        assert "Your answer:" in voter.get(dossier).content.decode()
        clock.now += 1
        page = stranger.get(dossier).content.decode()
        assert "Your answer:" not in page
        assert "1 reader chose to vote" in page

    def test_a_page_made_for_one_reader_is_never_another_s(self) -> None:
        question = QuestionFactory(results="after_vote")
        voter, editor, stranger = Browser(), Client(), Client()
        page = self.addresses(question)[2]
        voter.post(f"{page}vote/", {"choice": "choice-1"})
        editor.force_login(UserFactory(groups=["Analysts"]))
        for address in self.addresses(question)[1:]:
            for one in (voter, editor):
                assert "public" not in one.get(address).headers["Cache-Control"]
            seen = stranger.get(address).content.decode()
            assert "Your answer:" not in seen
            assert "<figure" not in seen

    def test_an_edit_shows_within_the_second(self, clock: Clock) -> None:
        question = QuestionFactory()
        client, page = Client(), self.addresses(question)[1]
        client.get(page)
        Question.objects.filter(pk=question.pk).update(prompt_en="Corrected?")
        Turnout.objects.announce(question.pk)
        clock.now += 1
        assert "Corrected?" in client.get(page).content.decode()

    def test_a_draft_s_result_does_not_come_out_through_the_newsroom(self) -> None:
        question = QuestionFactory(article=ArticleFactory(status="draft", published_at=None))
        address = self.addresses(question)[3]
        editor = Client()
        editor.force_login(UserFactory(groups=["Editors"]))
        assert "public" not in editor.get(address).headers["Cache-Control"]
        assert Client().get(address).status_code == 404

    def test_the_cookie_by_which_a_voter_is_known_tells_readers_apart(self) -> None:
        assert {voters.COOKIE, site.SESSION_COOKIE_NAME, site.CSRF_COOKIE_NAME, "messages"} == set(
            site.COOKIES_THAT_TELL_APART
        )


def test_without_a_lifetime_there_is_no_microcache() -> None:
    client = Client()
    assert client.get("/healthz").status_code == 200
    assert not microcache.shelf.held
