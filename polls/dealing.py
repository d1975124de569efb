"""Dealing cards: what the database holds of questions, for one reader, in few queries."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch

from dossier.models import Revision
from polls import corrections, kinds
from polls.cards import Card
from polls.discussion.counters import published_counts
from polls.framing import EMBEDS
from polls.kinds import TallyRead, order, roles
from polls.models import Ballot, BallotRevision, Choice, Question, Voter
from polls.results import tally as tallies
from polls.results import written
from polls.results.visibility import may_see
from polls.sides.minds import IN_STEPS
from polls.voting import peeked, words
from polls.voting.asked_again import Reading, reading_of, readings
from polls.voting.hands import Count, Hand, Words
from polls.voting.papers import Paper


def deal(
    questions: Iterable[Question],
    *,
    voter: Voter | None,
    newsroom: bool,
    now: datetime,
    back: str = "question",
) -> list[Card]:
    """The cards of several questions, in a number of queries that does not grow with them."""
    asked = list(
        Question.objects.filter(pk__in=[question.pk for question in questions])
        .select_related("article", "passage")
        .prefetch_related(Prefetch("choices", queryset=Choice.objects.visible_to(voter)))
    )
    read = written.joined(tallies.read(asked), [(one, one.choices.all()) for one in asked])
    ballots = _ballots(asked, voter)
    corrected = corrections.since_answered(asked, ballots)
    said = _words(asked, voter)
    seen = peeked(voter=voter, questions=asked)
    read_by = readings(voter=voter, questions=[one for one in asked if one.pk in ballots])
    comments = published_counts(asked) if back == "dossier" else {}
    return [
        _card(
            Paper(question, [one for one in question.choices.all() if one.is_published]),
            _hand(ballots.get(question.pk), said.get(question.pk), has_peeked=question.pk in seen),
            proposed=[one for one in question.choices.all() if not one.is_published],
            reading=read_by.get(question.pk, Reading()),
            tally=read[question.pk],
            comments=comments.get(question.pk, 0),
            corrected=corrected.get(question.pk),
            reader=voter.key_hash if voter else "",
            newsroom=newsroom,
            now=now,
            back=back,
        )
        for question in asked
    ]


def deal_from(
    paper: Paper,
    hand: Hand,
    *,
    turnout: Count,
    comments: int,
    corrected: Revision | None,
    reader: str,
    now: datetime,
    back: str,
    slot: str,
) -> Card:
    """The card of a reader with this hand and this key, from nothing else and without a query.

    Only how many have voted is known of its result. Not for what hands do not tell: the statements
    that a reader has proposed, and the revisions of a changed answer to a question asked twice.
    """
    return _card(
        paper,
        hand,
        reading=_first_reading(paper.question, hand),
        tally=TallyRead(voters=turnout.voters, version=turnout.version),
        comments=comments,
        corrected=corrected,
        reader=reader,
        newsroom=False,
        now=now,
        back=back,
        slot=slot,
    )


def _ballots(questions: Sequence[Question], voter: Voter | None) -> dict[int, Ballot]:
    if voter is None:
        return {}
    later = BallotRevision.objects.filter(
        question=OuterRef("question"), voter=OuterRef("voter"), number__gt=1
    )
    given = later.filter(action__in=[BallotRevision.Action.CAST, BallotRevision.Action.CHANGED])
    ballots = Ballot.objects.filter(voter=voter, question__in=questions).prefetch_related("marks")
    return {one.question_id: one for one in ballots.annotate(has_changed=Exists(given))}


def _words(questions: Sequence[Question], voter: Voter | None) -> dict[int, Words]:
    """What the reader wrote, where a question asks for words; no query where none does."""
    asking = [one for one in questions if roles.other_of(one, one.choices.all())]
    found = words.standing_of(voter, asking) if voter and asking else {}
    return {pk: Words(one.text, one.language, one.status) for pk, one in found.items()}


def _hand(ballot: Ballot | None, said: Words | None, *, has_peeked: bool) -> Hand:
    """The reader's hand, of a ballot that came with its marks."""
    if ballot is None:
        return Hand(words=said, has_peeked=has_peeked)
    marks = {mark.choice_id: mark.value for mark in ballot.marks.all()} if ballot.stands else {}
    return Hand(
        revision=ballot.revision,
        stands=ballot.stands,
        abstains=ballot.stands and ballot.abstains,
        marks=tuple(sorted(marks.items())),
        dossier_revision=ballot.dossier_revision,
        has_changed=getattr(ballot, "has_changed", False),
        words=said,
        has_peeked=has_peeked,
    )


def _first_reading(question: Question, hand: Hand) -> Reading:
    """What a ballot of one revision tells of its voter's reading."""
    if not question.ask_again or not hand.revision:
        return Reading()
    answer = hand.answer
    given = BallotRevision(marks=answer.pairs, abstains=answer.abstains, place=hand.first_place)
    return reading_of(question, [given])


def _card(
    paper: Paper,
    hand: Hand,
    *,
    reading: Reading,
    tally: TallyRead,
    comments: int,
    corrected: Revision | None,
    reader: str,
    newsroom: bool,
    now: datetime,
    back: str,
    slot: str = "",
    proposed: Sequence[Choice] = (),
) -> Card:
    question, kind, answer = paper.question, kinds.of(paper.question), hand.answer
    voter = Voter(key_hash=reader) if reader else None
    offered = order.offered(question, paper.choices, voter=voter, now=now)
    state = question.state(now=now)
    # A draft, which only the newsroom reaches, is looked at as it will be asked.
    asks = state in {Question.State.OPEN, Question.State.DRAFT} and not (kind.final and answer)
    shown = may_see(question, has_voted=bool(answer), has_peeked=hand.has_peeked, now=now)
    shows_result = kind.casts_ballots and (shown or newsroom)
    return Card(
        question=question,
        kind=kind,
        state=state,
        choices=paper.choices,
        offered=offered,
        seen=hand.revision,
        answer=answer,
        words=hand.words,
        tally=tally,
        form=kind.form(question=question, choices=offered, marks=answer.marks, words=answer.words)
        if asks
        else None,
        shows_result=shows_result,
        before_readers=shows_result and not shown,
        has_peeked=hand.has_peeked,
        asks_what_changed=bool(answer)
        and hand.has_changed
        and question.kind not in IN_STEPS
        and back not in EMBEDS,
        reading=reading,
        proposed=proposed,
        back=back,
        slot=slot,
        comments=comments,
        corrected=corrected,
    )
