"""Somebody who is known on two devices turns out to be one voter.

Every question is held while it is found out, so that no ballot is being cast for either. The merged
voter's row stays, with its key and all its revisions, and names the kept one: whoever comes with
that key is the kept voter from then on.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from polls import kinds
from polls.discussion import attention, authorship
from polls.kinds import Answer
from polls.models import (
    Ballot,
    BallotRevision,
    Choice,
    Guess,
    Mark,
    Peek,
    Question,
    Voter,
    WriteIn,
)
from polls.moderation import sanctions
from polls.voting import counting
from polls.voting.writing import answer_of


class MergeRefused(Exception):
    """Two voters that cannot become one: the same one, or one that is another's already."""


@dataclass(frozen=True)
class _Pair:
    kept: Voter
    merged: Voter
    now: datetime


@transaction.atomic
def merge(*, kept: Voter, merged: Voter, now: datetime) -> Voter:
    """Make ``merged`` one with ``kept``, who has all that was either's; the kept voter anew.

    Where both have answered, the answer that was changed last stands (of a quiz, the first), and
    is counted once. What kinds that answer in steps keep of both is laid over one another in that
    order. Merging the same two once more moves what came in at that very moment. Raises
    MergeRefused.
    """
    questions = Question.objects.hold_all()
    pair = _held(kept, merged, now=now)
    _merge_ballots(questions, pair)
    _move_peeks(pair)
    _move_guesses(pair)
    Choice.objects.filter(proposed_by=pair.merged).update(proposed_by=pair.kept)
    authorship.move(source=pair.merged, target=pair.kept)
    attention.move(source=pair.merged, target=pair.kept)
    sanctions.move(source=pair.merged, target=pair.kept)
    return _merge_voters(pair)


def _held(kept: Voter, merged: Voter, *, now: datetime) -> _Pair:
    """Both as they stand, held against another merge."""
    rows = Voter.objects.filter(pk__in=[kept.pk, merged.pk]).order_by("pk")
    held = {voter.pk: voter for voter in rows.select_for_update(no_key=True)}
    if len(held) != 2 or held[kept.pk].merged_into_id:
        raise MergeRefused
    if held[merged.pk].merged_into_id not in {None, kept.pk}:
        raise MergeRefused
    return _Pair(kept=held[kept.pk], merged=held[merged.pk], now=now)


def _merge_ballots(questions: list[Question], pair: _Pair) -> None:
    voters = [pair.kept, pair.merged]
    ballots = {
        (ballot.question_id, ballot.voter_id): ballot
        for ballot in Ballot.objects.standing().filter(voter__in=voters)
    }
    kept_numbers = dict(
        Ballot.objects.filter(voter=pair.kept).values_list("question_id", "revision")
    )
    for question in questions:
        theirs = ballots.get((question.pk, pair.merged.pk))
        if theirs:
            ours = ballots.get((question.pk, pair.kept.pk))
            number = kept_numbers.get(question.pk, 0) + 1
            _merge_ballot(question, ours, theirs, number=number, pair=pair)


def _merge_ballot(
    question: Question, ours: Ballot | None, theirs: Ballot, *, number: int, pair: _Pair
) -> None:
    """One ballot of two: the kept voter's gets a revision more, and the other's is withdrawn."""
    kept, merged = answer_of(ours), answer_of(theirs)
    standing, after = _which_stands(question, ours, theirs)
    said = BallotRevision.objects.get(
        question=question, voter=standing.voter_id, number=standing.revision
    )
    _write(
        Ballot(
            question=question,
            voter=pair.kept,
            revision=number,
            abstains=after.abstains,
            dossier_revision=standing.dossier_revision,
            cast_at=min(ballot.cast_at for ballot in (ours, theirs) if ballot),
            changed_at=standing.changed_at,
        ),
        after,
        said=said,
        now=pair.now,
    )
    theirs.revision += 1
    theirs.abstains, theirs.changed_at, theirs.withdrawn_at = False, pair.now, pair.now
    _write(theirs, Answer(), said=said, now=pair.now)
    _move_words(question, pair, number=number, moves=after.words != kept.words)
    if after != kept:
        counting.move(question, before=kept, after=after)
    counting.move(question, before=merged, after=Answer())


def _which_stands(question: Question, ours: Ballot | None, theirs: Ballot) -> tuple[Ballot, Answer]:
    """The ballot whose answer stands, and what stands of both."""
    if ours is None:
        return theirs, answer_of(theirs)
    kind = kinds.of(question)
    if kind.final:
        first = min(ours, theirs, key=lambda ballot: ballot.cast_at)
        return first, answer_of(first)
    older, newer = sorted((theirs, ours), key=lambda ballot: (ballot.changed_at, ballot is ours))
    return newer, kind.merge(answer_of(older), answer_of(newer))


def _write(ballot: Ballot, after: Answer, *, said: BallotRevision, now: datetime) -> None:
    """The ballot, its marks and a revision that says under what conditions the answer was given."""
    ballot.save()
    own = {"question": ballot.question, "voter": ballot.voter}
    Mark.objects.filter(**own).delete()
    Mark.objects.bulk_create(
        Mark(**own, choice_id=choice, value=value) for choice, value in after.marks.items()
    )
    BallotRevision.objects.create(
        **own,
        number=ballot.revision,
        action=BallotRevision.Action.MERGED,
        marks=after.pairs,
        abstains=after.abstains,
        informed=said.informed,
        place=said.place,
        dossier_revision=said.dossier_revision,
        made_at=now,
    )


def _move_words(question: Question, pair: _Pair, *, number: int, moves: bool) -> None:
    """What a moderator has decided on the words that stand holds for them as it did."""
    standing = WriteIn.objects.filter(question=question, superseded_at__isnull=True)
    replaced, mover = (pair.kept, pair.merged) if moves else (pair.merged, None)
    standing.filter(voter=replaced).update(superseded_at=pair.now)
    if mover:
        standing.filter(voter=mover).update(voter=pair.kept, revision=number)


def _move_peeks(pair: _Pair) -> None:
    looked = Peek.objects.filter(voter=pair.merged)
    Peek.objects.bulk_create(
        (
            Peek(question_id=peek.question_id, voter=pair.kept, seen_at=peek.seen_at)
            for peek in looked
        ),
        ignore_conflicts=True,
    )
    looked.delete()


def _move_guesses(pair: _Pair) -> None:
    """Of two guesses of one question the first stands, as it does for one reader."""
    own = {guess.question_id: guess for guess in Guess.objects.filter(voter=pair.kept)}
    for guess in Guess.objects.filter(voter=pair.merged):
        ours = own.get(guess.question_id)
        if ours is None or guess.made_at < ours.made_at:
            Guess(
                question_id=guess.question_id,
                voter=pair.kept,
                shares=guess.shares,
                made_at=guess.made_at,
            ).save()
    Guess.objects.filter(voter=pair.merged).delete()


def _merge_voters(pair: _Pair) -> Voter:
    kept, merged = pair.kept, pair.merged
    Voter.objects.filter(merged_into=merged).update(merged_into=kept)
    if kept.user_id is None and merged.user_id is not None:
        kept.user_id, merged.user_id = merged.user_id, None
    merged.merged_into = kept
    merged.save(update_fields=["user", "merged_into"])  # first: an account is one voter's
    kept.display_name = kept.display_name or merged.display_name
    kept.created_at = min(kept.created_at, merged.created_at)
    kept.save(update_fields=["user", "display_name", "created_at"])
    return kept
