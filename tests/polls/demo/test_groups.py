"""The demonstration's statements have groups of opinion to look at, and none once it is removed."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from polls.models import OpinionPlace, OpinionRun


@pytest.mark.django_db
def test_groups_come_and_go_with_the_demonstration(client: Client) -> None:
    pack = settings.BASE_DIR / "dossier" / "packs" / "openai-musk"
    call_command("load_dossier", str(pack), stdout=StringIO())
    call_command("demo", "add", stdout=StringIO())
    run = OpinionRun.objects.get(question__slug="overall-view")
    assert run.k >= 2
    assert run.participants > 100
    address = "/fr/openai-musk/overall-view/"
    statement = run.question.choices.earliest("pk")
    client.post(f"{address}vote/", {"statement": statement.slug, "stance": "agree"})
    assert client.get(address).content.decode().count('class="opinion-map"') == 1

    call_command("demo", "remove", stdout=StringIO())
    assert OpinionPlace.objects.count() == 1  # the reader's
    assert client.get(address).content.decode().count('class="opinion-map"') == 0
