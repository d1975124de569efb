"""Display names: pseudonyms of every kind, but none of the newsroom's."""

import pytest
from django.contrib.auth.models import User
from django.utils import translation

from polls.discussion import names
from polls.discussion.names import (
    NameLength,
    NameOfNewsroom,
    NameRefused,
    NameUnreadable,
    ensure_acceptable,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _newsroom() -> None:
    User.objects.create(username="claire", first_name="Claire", last_name="Dubois", is_staff=True)
    User.objects.create(username="reader-1", first_name="Paul", last_name="Durand")


@pytest.mark.parametrize(
    "name",
    [
        "Zoé",
        "李明",
        "ليلى",
        "Ωμ",
        "R2-D2",
        "Clairette",
        "Paul Durand",
        "badminton",
        "Edith Oristo",
        "Modeste",
        "x" * 40,
    ],
)
def test_pseudonyms_are_welcome(name: str) -> None:
    ensure_acceptable(name)


def test_a_name_does_not_tell_what_the_newsroom_signs_in_with() -> None:
    ensure_acceptable("claire")


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("", NameLength),
        ("x", NameLength),
        ("x" * 41, NameLength),
        ("--", NameUnreadable),
        ("🙂🙂", NameUnreadable),
    ],
)
def test_a_name_is_of_readable_length(name: str, refusal: type[NameRefused]) -> None:
    with pytest.raises(refusal):
        ensure_acceptable(name)


@pytest.mark.parametrize(
    "name",
    [
        "CLAIRE DUBOIS",
        "Claire Dubois",
        "claire  dubois",
        "Clаire Dubоis",  # two letters are Cyrillic
        "Cla1re Dub0is",
        "Moderator",
        "modérateur",
        "Le Modérateur du site",
        "M.o.d.e.r.a.t.o.r",
        "m o d é r a t r i c e",
        "Rédaction",
        "La rédaction",
        "Rédactrice en chef",
        "Editor",
        "Editor 2",
        "editors",
        "ЕDITOR",  # the first letter is Cyrillic
        "admin",
        "Ａｄｍｉｎ",
        "Ad\u0327min",
    ],
)
def test_names_of_the_newsroom_are_refused_however_they_are_spelt(name: str) -> None:
    with pytest.raises(NameOfNewsroom):
        ensure_acceptable(name)


def test_refusals_say_why() -> None:
    for refusal in (NameLength, NameUnreadable, NameOfNewsroom):
        with translation.override("en"):
            assert str(refusal.message).startswith(("Choose", "This name"))
    assert (names.SHORTEST, names.LONGEST) == (2, 40)
