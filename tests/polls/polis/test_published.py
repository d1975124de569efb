"""Four real conversations: votes as published to the last one, groups very nearly."""

import pytest
from django.core.management import call_command

from polls.models import Question
from polls.results.recount import recount
from tests.polls.polis import published

pytestmark = pytest.mark.skipif(
    not published.FOLDER.is_dir(), reason="the published conversations are not beside the site"
)


@pytest.mark.django_db
@pytest.mark.parametrize("name", published.CONVERSATIONS)
def test_every_vote_is_there_and_counted(name: str) -> None:
    folder = published.FOLDER / name
    call_command("import_polis", folder, slug="imported")
    question = Question.objects.get(article__slug="imported")
    assert published.held_of(question) == published.told_by(folder)
    assert recount(question) == []
    statuses = {1: "published", 0: "pending", -1: "rejected"}
    assert dict(question.choices.values_list("external_id", "status")) == {
        comment: statuses[decided] for comment, decided in published.moderated_in(folder).items()
    }


@pytest.mark.parametrize("name", published.CONVERSATIONS)
def test_the_published_groups_are_found_again(name: str) -> None:
    found = published.find_in(published.FOLDER / name)
    assert found.agreement >= published.LEAST_AGREEMENT[name]


def test_the_published_consensus_is_ours() -> None:
    folder = published.FOLDER / "bg2050-volunteers"
    told = published.consensus_in(folder)
    assert len(told) == 371
    assert published.consensus_found_in(folder) == pytest.approx(told, abs=1e-9)
