"""A voter is removed by whoever may, after a look at what goes; nobody sees what they answered."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client

from polls.models import Ballot, Comment, Question, Voter
from polls.results import tally
from polls.results.recount import recount
from tests.factories import CommentFactory, UserFactory, VoterFactory
from tests.polls.desk.conftest import Enter, vote

pytestmark = pytest.mark.django_db


def entitled() -> Client:
    """A member who may remove voters and nothing else."""
    member = UserFactory()
    member.user_permissions.add(Permission.objects.get(codename="delete_voter"))
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(member)
    return client


@pytest.mark.parametrize("role", ["Editors", "Moderators", "Analysts"])
def test_the_groups_may_not_see_or_remove_voters(enter: Enter, role: str) -> None:
    voter, client = VoterFactory(), enter(role)
    address = f"/admin/polls/voter/{voter.pk}/"
    for page in ("/admin/polls/voter/", f"{address}change/", f"{address}delete/"):
        assert client.get(page).status_code == 403
    assert client.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    assert Voter.objects.get() == voter


def test_a_voter_is_removed_once_it_is_confirmed(question: Question) -> None:
    vote(question)
    voter = Voter.objects.get()
    Voter.objects.update(display_name="Camille")
    CommentFactory(article=question.article, voter=voter, author_name="Camille", body="So it is.")
    client, address = entitled(), f"/admin/polls/voter/{voter.pk}/delete/"

    asked = client.get(address).content.decode()
    assert "Ballots leave the results and are deleted" in asked
    assert Ballot.objects.count() == 1

    assert client.post(address, {"post": "yes"}).status_code == 302
    assert not Voter.objects.exists()
    assert tally.read([question])[question.pk].voters == 0
    assert recount(question) == []
    comment = Comment.objects.get()
    assert (comment.status, comment.body, comment.author_name) == ("deleted", "", "")
    assert [entry.object_repr for entry in LogEntry.objects.all()] == [f"voter {voter.pk}"]


def test_what_a_voter_answered_is_on_no_page_of_theirs(enter: Enter, question: Question) -> None:
    vote(question)
    voter = Voter.objects.get()
    page = enter("root").get(f"/admin/polls/voter/{voter.pk}/change/").content.decode()
    label = question.choices.get(slug="choice-1").label_en
    assert label not in page
    assert voter.key_hash not in page


def test_who_turned_out_to_be_another_is_not_listed(enter: Enter) -> None:
    kept = VoterFactory(display_name="Kept")
    VoterFactory(display_name="Merged", merged_into=kept)
    page = enter("root").get("/admin/polls/voter/").content.decode()
    assert "Kept" in page
    assert "Merged" not in page


def test_a_comment_leads_to_its_author_while_there_is_one(enter: Enter) -> None:
    comment = CommentFactory()
    client, address = enter("root"), f"/admin/polls/comment/{comment.pk}/change/"
    link = f'href="/admin/polls/voter/{comment.voter_id}/delete/"'
    assert link in client.get(address).content.decode()
    Comment.objects.update(voter=None, author_name="", body="", status="deleted")
    assert "/admin/polls/voter/" not in client.get(address).content.decode()
