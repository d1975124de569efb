"""Measures about an author: what each does, until when, and what the author is told."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone, translation

from polls.models import Reason, Sanction, Voter
from polls.moderation import NotAllowed, NothingToDecide, ReasonMissing, sanctions
from polls.moderation.refusals import EndMissing
from polls.roll.merging import merge
from polls.roll.removal import remove
from tests.factories import UserFactory, VoterFactory

NOW = timezone.now()
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def moderator(db: None) -> User:
    return UserFactory(groups=["Moderators"])


@pytest.fixture
def author(db: None) -> Voter:
    return VoterFactory()


def take(author: Voter, moderator: User, kind: str, **given: object) -> Sanction:
    about = {"reason": "abuse", "now": NOW} | given
    return sanctions.sanction(voter=author, moderator=moderator, kind=kind, **about)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "until", "refuses", "holds"),
    [
        ("warn", None, False, False),
        ("hold", None, False, True),
        ("hold", TOMORROW, False, True),
        ("suspend", TOMORROW, True, False),
        ("ban", None, True, False),
    ],
)
def test_each_measure_does_its_own(
    author: Voter, moderator: User, kind: str, until: object, refuses: bool, holds: bool
) -> None:
    take(author, moderator, kind, until=until)
    stands = sanctions.standing(author, NOW)
    assert (stands.refuses, stands.holds) == (refuses, holds)
    assert bool(stands.refusal) == refuses
    assert [notice.sanction.kind for notice in stands.notices] == [kind]
    after = sanctions.standing(author, TOMORROW)
    assert (after.refuses, after.holds) == ((False, False) if until else (refuses, holds))


def test_whoever_is_not_known_or_not_concerned_stands_well(author: Voter, moderator: User) -> None:
    take(author, moderator, "ban")
    assert sanctions.standing(None, NOW) == sanctions.Standing()
    assert sanctions.standing(VoterFactory(), NOW).refuses is False


def test_a_warning_is_told_until_it_is_seen(author: Voter, moderator: User) -> None:
    take(author, moderator, "warn", note="Restez poli.", tells_author=True)
    (notice,) = sanctions.standing(author, NOW).notices
    assert notice.note == "Restez poli."
    assert notice.reason == Reason.objects.get(code="abuse").label
    sanctions.mark_seen(voter=author, now=NOW)
    assert sanctions.standing(author, NOW).notices == []


def test_the_author_does_not_read_a_note_for_the_newsroom(author: Voter, moderator: User) -> None:
    take(author, moderator, "ban", note="Le troisième cette semaine.")
    (notice,) = sanctions.standing(author, NOW).notices
    assert notice.note == ""


def test_a_refusal_says_until_when_in_the_reader_s_language(author: Voter, moderator: User) -> None:
    take(author, moderator, "suspend", until=TOMORROW)
    with translation.override("en"):
        said = sanctions.standing(author, NOW).refusal
    day = timezone.localtime(TOMORROW).day
    assert said.startswith("You cannot comment or add statements until ")
    assert str(day) in said


def test_a_measure_that_is_lifted_no_longer_holds_and_stays_on_file(
    author: Voter, moderator: User
) -> None:
    measure = take(author, moderator, "ban")
    sanctions.lift(measure=measure, moderator=moderator, now=NOW)
    assert sanctions.standing(author, NOW).refuses is False
    measure.refresh_from_db()
    assert (measure.lifted_at, measure.lifted_by) == (NOW, moderator)
    with pytest.raises(NothingToDecide):
        sanctions.lift(measure=measure, moderator=moderator, now=NOW)


def test_what_is_missing_is_asked_for(author: Voter, moderator: User) -> None:
    with pytest.raises(ReasonMissing):
        take(author, moderator, "ban", reason="")
    for until in (None, NOW):
        with pytest.raises(EndMissing):
            take(author, moderator, "suspend", until=until)
    with pytest.raises(NotAllowed):
        take(author, UserFactory(groups=["Analysts"]), "ban")
    assert not Sanction.objects.exists()


def test_a_merged_author_stands_as_both_did(author: Voter, moderator: User) -> None:
    kept = VoterFactory()
    take(author, moderator, "ban")
    merge(kept=kept, merged=author, now=NOW)
    assert sanctions.standing(kept, NOW).refuses is True
    later = take(author, moderator, "warn")
    assert later.voter_id == kept.pk


def test_measures_go_with_a_removed_author(author: Voter, moderator: User) -> None:
    take(author, moderator, "ban")
    remove(voter=author, now=NOW)
    assert not Sanction.objects.exists()
