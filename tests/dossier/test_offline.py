"""The service worker as the server writes it, and who is offered one."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client, override_settings
from pytest_django import Settings

from dossier import offline
from tests.factories import ArticleFactory, QuestionFactory, UserFactory

pytestmark = pytest.mark.django_db

WORKER = "/worker.js"
MARK = 'id="offline"'


@pytest.fixture(autouse=True)
def _switched_on(settings: Settings) -> Iterator[None]:
    settings.OFFLINE_READING = True
    offline.source.cache_clear()
    yield
    offline.source.cache_clear()


def manifest_of(script: str) -> dict[str, Any]:
    found = re.match(r"const SITE = (\{.*\});\n", script)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def imported_by(script: str) -> list[str]:
    (names,) = re.findall(r"^importScripts\((.*)\);$", script, re.M)
    return [name.strip('"') for name in names.split(", ")]


def test_it_is_served_from_the_root_and_asked_for_anew_each_time(client: Client) -> None:
    response = client.get(WORKER)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in response.headers["Content-Security-Policy"]
    assert not response.cookies
    assert client.post(WORKER).status_code == 405


def test_it_costs_a_browser_that_has_it_no_more_than_a_question(client: Client) -> None:
    etag = client.get(WORKER).headers["ETag"]
    again = client.get(WORKER, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(WORKER, headers={"If-None-Match": '"other"'}).status_code == 200


def test_what_it_brings_is_there_in_every_language(client: Client) -> None:
    script = client.get(WORKER).content.decode()
    told = manifest_of(script)
    assert imported_by(script) == ["/static/js/outbox.js", "/static/js/worker.js"]
    assert told["pages"] == {"fr": "/fr/me/offline/", "en": "/en/me/offline/"}
    for path in told["pages"].values():
        page = client.get(path)
        assert page.status_code == 200
        named = set(re.findall(r'["\s](/static/[^"\s#]+)', page.content.decode()))
        assert named == set(told["files"])
    for name in [*told["files"], *imported_by(script)]:
        assert finders.find(name.removeprefix("/static/")), name


def test_a_release_with_other_files_is_another_worker(tmp_path: Path) -> None:
    before = offline.manifest()
    storage = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    storages = site.STORAGES | {"staticfiles": storage}
    with override_settings(STORAGES=storages, STATIC_ROOT=tmp_path):
        call_command("collectstatic", interactive=False, verbosity=0)
        after = offline.manifest()
    assert after["release"] != before["release"]
    for name in after["files"]:
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", name), name
        assert (tmp_path / name.removeprefix("/static/")).exists()


def test_switched_off_it_is_one_that_goes(client: Client, settings: Settings) -> None:
    settings.OFFLINE_READING = False
    response = client.get(WORKER)
    assert imported_by(response.content.decode()) == ["/static/js/farewell.js"]
    assert "data-worker" not in client.get("/en/").content.decode()


def test_readers_pages_offer_it_below_their_language_alone(client: Client) -> None:
    article = ArticleFactory()
    for path in ("/en/", article.get_absolute_url().replace("/fr/", "/en/"), "/en/me/"):
        page = client.get(path).content.decode()
        assert 'data-worker="/worker.js"' in page
        assert 'data-scope="/en/"' in page


def test_the_newsroom_frames_and_large_screens_do_not(client: Client) -> None:
    question = QuestionFactory()
    article = question.article
    for path in (
        f"/en/embed/{article.slug}/{question.slug}/",
        f"/en/{article.slug}/{question.slug}/screen/",
    ):
        assert MARK not in client.get(path).content.decode()
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    for path in ("/admin/", f"/admin/dossier/article/{article.pk}/change/"):
        page = client.get(path)
        assert page.status_code == 200
        assert MARK not in page.content.decode()


def test_a_page_brings_nothing_of_it_before_it_stands(client: Client) -> None:
    page = client.get(f"/en/{ArticleFactory().slug}/").content.decode()
    assert not re.search(r"<(script|link)[^>]*(outbox|offline|worker)\.(js|css)", page)


def test_erasing_has_the_browser_clear_what_it_keeps(client: Client) -> None:
    response = client.post("/en/me/erase/", {"way": "remove"})
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in client.get("/en/me/erased/").headers
    assert "Clear-Site-Data" not in client.post("/en/me/erase/", {}).headers


@pytest.mark.parametrize(
    ("origin", "status"), [("same-origin", 200), ("none", 200), ("cross-site", 302)]
)
def test_only_a_page_of_ours_leads_to_the_one_that_empties_the_outbox(
    client: Client, origin: str, status: int
) -> None:
    headers = {"Sec-Fetch-Site": origin}
    assert client.get("/en/me/erased/", headers=headers).status_code == status
