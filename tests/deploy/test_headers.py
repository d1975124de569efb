"""What nginx says of each public address to the caches and browsers after it, and what it hides."""

import re

import pytest
from django.conf import settings

from tests.deploy.readers import Reader
from tests.servers import nginx
from tests.servers.nginx import Nginx

pytestmark = pytest.mark.nginx

DOSSIER = "/en/openai-musk/"
PUBLIC = "public, max-age=0, s-maxage=1"
BY_COOKIE, FOR_ALL = "Cookie, Accept-Encoding", "Accept-Encoding"
# What who only reads is told: Cache-Control, Vary, and whether there is an ETag.
TOLD = {
    "/en/": (PUBLIC, BY_COOKIE, True),
    DOSSIER: (PUBLIC, BY_COOKIE, True),
    f"{DOSSIER}effects/": (PUBLIC, BY_COOKIE, True),
    f"{DOSSIER}effects/results/": (PUBLIC, FOR_ALL, True),
    f"{DOSSIER}live/pulse/": (PUBLIC, FOR_ALL, True),
    f"{DOSSIER}fallacious/results/": ("no-cache, private", BY_COOKIE, False),
    f"{DOSSIER}effects/comments/": ("no-cache", f"HX-Request, {BY_COOKIE}", False),
    "/": ("no-cache", "Accept-Language, Cookie, Accept-Encoding", False),
}
INSIDE = "/metrics", "/readyz"


@pytest.mark.parametrize("path", TOLD)
def test_an_address_tells_who_may_keep_it(front: Nginx, path: str) -> None:
    with Reader(front.port) as reader:
        answers = [reader.get(path, accept_encoding=encoding) for encoding in ("gzip", "", "gzip")]
        told = [(one.headers["cache-control"], one.headers["vary"]) for one in answers]
        cache_control, vary, has_etag = TOLD[path]
        assert told == [(cache_control, vary)] * 3
        assert ["etag" in one.headers for one in answers] == [has_etag] * 3
        assert reader.cookies == {}
        if has_etag:
            etag = answers[0].headers["etag"]
            again = reader.get(path, accept_encoding="gzip", if_none_match=etag)
            assert (again.status, again.headers["cache-control"]) == (304, cache_control)


def test_a_known_reader_is_told_that_nothing_changed(front: Nginx) -> None:
    result = f"{DOSSIER}answers-accusations/results/"
    with Reader(front.port) as reader:
        reader.vote("answers-accusations", {"no"})
        first = reader.get(result)
        assert (first.status, first.headers["cache-control"]) == (200, "no-cache, private")
        assert reader.get(result, if_none_match=first.headers["etag"]).status == 304


def test_static_files_are_kept_for_good_and_sent_compressed(front: Nginx) -> None:
    with Reader(front.port) as reader:
        named = re.search(r'href="(/static/(?:css|bundles)/[^"]+\.css)"', reader.get(DOSSIER).text)
        assert named
        sheet = reader.get(named[1], accept_encoding="gzip")
        assert sheet.headers["content-encoding"] == "gzip"
        assert sheet.headers["cache-control"] == "public, max-age=315360000, immutable"
        assert sheet.headers["x-content-type-options"] == "nosniff"
        assert reader.get("/static/css/none.css").status == 404


def test_what_is_for_the_machines_inside_is_hidden(front: Nginx) -> None:
    with Reader(front.port) as reader:
        for path in INSIDE:
            for written in (path, f"/{path}", f"/.{path}", path.replace("e", "%65")):
                assert reader.get(written).status == 404
        assert reader.get("/healthz").status == 200


def test_a_body_too_long_is_refused(front: Nginx) -> None:
    with Reader(front.port) as reader:
        assert reader.post(f"{DOSSIER}effects/vote/", {"choice": "x" * 2**18}).status == 413


def test_no_address_of_a_reader_is_written_down(front: Nginx) -> None:
    with Reader(front.port) as reader:
        reader.get(DOSSIER)
        reader.get("/%00")
    assert front.log == ""


def test_the_cookies_that_tell_apart_are_those_of_the_site() -> None:
    written = nginx.CONFIGURATION.read_text()
    named = re.search(r'map \$http_cookie \$known \{\n +default "";\n +"~\((.*)\)" 1;', written)
    assert named
    assert tuple(named[1].split("|")) == settings.COOKIES_THAT_TELL_APART


def test_a_cookie_of_another_site_makes_nobody_known(front: Nginx) -> None:
    with Reader(front.port, cookies={"theme": "dark"}) as reader:
        assert reader.get(DOSSIER).headers["cache-control"] == PUBLIC
