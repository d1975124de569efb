"""``manage.py recount`` finds what does not equal the ballots, and mends it when asked."""

from io import StringIO
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from polls.kinds import Answer
from polls.management.commands import recount as command
from polls.models import Comment, Mark, PairTally, Question, Tally, Turnout, Voter
from polls.results import ballotbox
from polls.results.recount import recount as recount_of
from polls.statistics.intervals import wilson
from polls.voting import cast
from tests.factories import ApprovalFactory, CommentFactory, QuestionFactory, VoterFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def question() -> Question:
    """A ranking that three voters have answered alike."""
    question = QuestionFactory(kind="ranking", choices=3, slug="order", article__slug="affair")
    ranks = {pk: rank for rank, pk in enumerate(question.choices.values_list("pk", flat=True), 1)}
    for voter in VoterFactory.create_batch(3):
        cast(question=question, voter=voter, answer=Answer(ranks), now=timezone.now())
    return question


def recount(*arguments: str) -> str:
    out = StringIO()
    call_command("recount", *arguments, stdout=out)
    return out.getvalue()


def test_true_counters_are_told_so(question: Question) -> None:
    assert recount() == "affair/order: as counted\naffair comments: as counted\n"


def test_every_wrong_counter_is_named_and_nothing_is_changed(question: Question) -> None:
    first, second, third = question.choices.all()
    Turnout.objects.update(voters=5)
    Tally.objects.filter(choice=first, value=1).update(count=9)
    PairTally.objects.filter(preferred=first).delete()
    comment = CommentFactory(article=question.article)
    ApprovalFactory(comment=comment)

    out = StringIO()
    with pytest.raises(CommandError, match="6 counters are wrong; --fix sets them right"):
        call_command("recount", stdout=out)

    assert out.getvalue().splitlines() == [
        "affair/order: 4 counters wrong",
        "  voters: kept 5, counted 3",
        f"  tally ({first.pk}, 1): kept 9, counted 3",
        f"  pair ({first.pk}, {second.pk}): kept 0, counted 3",
        f"  pair ({first.pk}, {third.pk}): kept 0, counted 3",
        "affair comments: 2 counters wrong",
        f"  comment {comment.pk} approvals: kept 0, counted 1",
        f"  comment {comment.pk} rank: kept 0.0, counted {wilson(1, 1).low}",
    ]
    assert Turnout.objects.get().voters == 5


def test_fix_sets_them_right_under_a_new_version(question: Question) -> None:
    before = Turnout.objects.get().version
    Turnout.objects.update(voters=5)
    Tally.objects.all().delete()
    comment = CommentFactory(article=question.article, approvals_count=7)

    recount("--fix")

    assert recount() == "affair/order: as counted\naffair comments: as counted\n"
    turnout = Turnout.objects.get()
    assert (turnout.voters, turnout.version) == (3, before + 1)
    assert Comment.objects.get(pk=comment.pk).approvals_count == 0


def test_one_dossier_alone_can_be_counted(question: Question) -> None:
    other = QuestionFactory()
    Turnout.objects.update_or_create(question=other, defaults={"voters": 5})
    assert "as counted" in recount("affair")
    with pytest.raises(CommandError, match="There is no dossier 'nothing'"):
        recount("nothing")


def test_abstentions_are_counted_too() -> None:
    question = QuestionFactory(allows_abstention=True, article__slug="affair", slug="why")
    cast(question=question, voter=VoterFactory(), answer=Answer(abstains=True), now=timezone.now())
    assert recount() == "affair/why: as counted\naffair comments: as counted\n"
    Turnout.objects.update(abstentions=0, voters=1)

    recount("--fix")

    turnout = Turnout.objects.get()
    assert (turnout.voters, turnout.abstentions, turnout.mendings) == (0, 1, 1)


def test_a_long_count_says_how_far_it_has_come(
    question: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ballotbox, "BATCH", 2)
    told: list[tuple[int, int]] = []
    assert recount_of(question, tell=lambda *progress: told.append(progress)) == []
    assert told == [(2, 3), (3, 3)]

    monkeypatch.setattr(command, "BATCH", 2)
    progress = StringIO()
    call_command("recount", stdout=StringIO(), stderr=progress)
    assert progress.getvalue().splitlines() == [
        "affair/order: 2 of 3 ballots",
        "affair/order: 3 of 3 ballots",
    ]


@pytest.mark.django_db(transaction=True)
def test_a_count_sees_one_moment_and_readers_vote_meanwhile(
    question: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A vote between two batches waits for nothing, and is counted on neither side."""
    monkeypatch.setattr(ballotbox, "BATCH", 2)
    ranks = dict(Mark.objects.filter(voter=Voter.objects.first()).values_list("choice", "value"))
    Turnout.objects.update(voters=9)
    newcomer = VoterFactory()

    def vote() -> None:
        try:
            cast(question=question, voter=newcomer, answer=Answer(ranks), now=timezone.now())
        finally:
            connection.close()

    def vote_meanwhile(done: int, _total: int) -> None:
        if done == 2:
            reader = Thread(target=vote)
            reader.start()
            reader.join(timeout=10)
            assert not reader.is_alive()

    found = recount_of(question, fix=True, tell=vote_meanwhile)

    assert [str(difference) for difference in found] == ["voters: kept 9, counted 3"]
    assert Turnout.objects.get().voters == 4
    assert recount_of(question) == []
