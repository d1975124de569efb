"""The living page shows everything there is, to whoever works on it and to nobody else."""

import re

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import translation
from django.utils.translation import trans_real

from polls import kinds
from polls.models import Question
from tests.look.marking import Marking, untranslated_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def debug(settings: LazySettings) -> None:
    settings.DEBUG = True


def page(client: Client, language: str = "en") -> str:
    response = client.get(f"/{language}/design/")
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_there_is_no_such_page_where_readers_are(client: Client, language: str) -> None:
    assert client.get(f"/{language}/design/").status_code == 404


@pytest.mark.usefixtures("debug")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_is_in_the_readers_language(client: Client, language: str) -> None:
    shown = page(client, language)
    with translation.override(language):
        assert f"<title>{translation.gettext('The look of Dossier')}" in shown
    assert f'<html lang="{language}"' in shown


@pytest.mark.usefixtures("debug")
def test_nothing_on_it_escapes_translation(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    languages = trans_real._translations  # noqa: SLF001 - there is no other way in
    monkeypatch.setitem(languages, "en", Marking("en"))
    groups = ["A", "B", "C"]  # are called so in every language
    assert untranslated_at(client, "/en/design/") == groups


@pytest.mark.usefixtures("debug")
def test_every_kind_is_asked_and_every_kind_with_ballots_told(client: Client) -> None:
    shown = page(client)
    ballots, results = (
        re.search(
            rf'<section class="part wide" id="{part}".*?(?=<section class="part )', shown, re.S
        )
        for part in ("ballots", "results")
    )
    assert ballots
    assert results
    for kind in kinds.every():
        label = f"<span>{Question.Kind(kind.name).label}</span>"
        assert label.lower() in ballots.group().lower()
        assert (label.lower() in results.group().lower()) is kind.casts_ballots


@pytest.mark.usefixtures("debug")
def test_every_state_of_a_question_is_shown(client: Client) -> None:
    states = set(re.findall(r'data-state="(\w+)"', page(client)))
    assert states == set(Question.State.values)


@pytest.mark.usefixtures("debug")
def test_each_thing_has_its_own_id(client: Client) -> None:
    found = re.findall(r'\sid="([^"]*)"', page(client))
    assert sorted(found) == sorted(set(found))


@pytest.mark.usefixtures("debug")
def test_it_asks_the_database_for_nothing_of_its_own(
    client: Client, django_assert_num_queries: object
) -> None:
    """The one query is every page's: whether the site's data is made up."""
    with django_assert_num_queries(1):  # type: ignore[operator]
        page(client)
