"""Where a reader's post comes from: only our own pages, whatever the headers say."""

import pytest
from django.test import Client
from pytest_django import Settings

from polls.models import Ballot
from tests.factories import QuestionFactory
from tests.polls.kinds.asking import address

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("headers", "counted"),
    [
        ({}, 1),
        ({"Sec-Fetch-Site": "same-origin"}, 1),
        ({"Sec-Fetch-Site": "none"}, 1),
        ({"Sec-Fetch-Site": "same-site"}, 0),
        ({"Sec-Fetch-Site": "cross-site"}, 0),
        ({"Sec-Fetch-Site": ""}, 0),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://dossier.example"}, 0),
        ({"Origin": "https://dossier.example"}, 1),
        ({"Origin": "http://dossier.example"}, 0),
        ({"Origin": "https://dossier.example:8443"}, 0),
        ({"Origin": "https://dossier.example.evil.example"}, 0),
        ({"Origin": "https://evil.example"}, 0),
        ({"Origin": "null"}, 0),
        ({"Origin": ""}, 0),
        ({"Origin": "https://["}, 0),
    ],
    ids=str,
)
def test_a_vote_counts_only_from_our_own_pages(
    headers: dict[str, str], counted: int, client: Client, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = ["dossier.example"]
    response = client.post(
        address(QuestionFactory(), "vote"),
        {"choice": "choice-1"},
        headers={"Host": "dossier.example"} | headers,
        secure=True,
    )
    assert response.status_code == (302 if counted else 403)
    assert Ballot.objects.count() == counted
