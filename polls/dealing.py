"""Dealing cards: what the database holds of questions, for one reader, in few queries."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Prefetch

from dossier.models import Revision
from polls import corrections, kinds
from polls.cards import Card
from polls.discussion.counters import published_counts
from polls.kinds import Answer, TallyRead, order, roles
from polls.models import Ballot, BallotRevision, Choice, Question, Voter, WriteIn
from polls.results import tally as tallies
from polls.results import written
from polls.results.visibility import may_see
from polls.voting import peeked, words
from polls.voting.asked_again import Reading, reading_of, readings


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
    write_ins = _write_ins(asked, voter)
    seen = peeked(voter=voter, questions=asked)
    read_by = readings(voter=voter, questions=[one for one in asked if one.pk in ballots])
    comments = published_counts(asked) if back == "dossier" else {}
    return [
        _card(
            question,
            question.choices.all(),
            voter=voter,
            ballot=ballots.get(question.pk),
            answer=_answer(ballots.get(question.pk), write_ins.get(question.pk)),
            write_in=write_ins.get(question.pk),
            tally=read[question.pk],
            has_peeked=question.pk in seen,
            reading=read_by.get(question.pk, Reading()),
            comments=comments.get(question.pk, 0),
            corrected=corrected.get(question.pk),
            newsroom=newsroom,
            now=now,
            back=back,
        )
        for question in asked
    ]


def deal_after_first(
    question: Question,
    choices: Sequence[Choice],
    *,
    answer: Answer,
    place: BallotRevision.Place,
    voter: Voter,
    newsroom: bool,
    now: datetime,
    back: str,
) -> Card:
    """The card of a voter whose first ballot has this moment been written: ``deal`` without asking.

    ``choices`` are the published ones, and ``voter`` need not be saved. The counters are read, and
    what is not the voter's; nothing else is theirs on a question but of the kind *statements*, to
    which readers add their own.
    """
    read = written.joined(tallies.read([question]), [(question, choices)])
    given = BallotRevision(marks=answer.pairs, abstains=answer.abstains, place=place)
    return _card(
        question,
        choices,
        voter=voter,
        ballot=Ballot(question=question, abstains=answer.abstains, cast_at=now, changed_at=now),
        answer=answer,
        write_in=None,
        tally=read[question.pk],
        has_peeked=False,
        reading=reading_of(question, [given]) if question.ask_again else Reading(),
        comments=published_counts([question]).get(question.pk, 0) if back == "dossier" else 0,
        corrected=None,
        newsroom=newsroom,
        now=now,
        back=back,
    )


def _ballots(questions: Sequence[Question], voter: Voter | None) -> dict[int, Ballot]:
    if voter is None:
        return {}
    ballots = Ballot.objects.filter(voter=voter, question__in=questions).prefetch_related("marks")
    return {ballot.question_id: ballot for ballot in ballots}


def _write_ins(questions: Sequence[Question], voter: Voter | None) -> dict[int, WriteIn]:
    """What the reader wrote, where a question asks for words; no query where none does."""
    asking = [one for one in questions if roles.other_of(one, one.choices.all())]
    return words.standing_of(voter, asking) if voter and asking else {}


def _answer(ballot: Ballot | None, write_in: WriteIn | None) -> Answer:
    """What a ballot that came with its marks and its words says."""
    if ballot is None or not ballot.stands:
        return Answer()
    marks = {mark.choice_id: mark.value for mark in ballot.marks.all()}
    return Answer(marks=marks, abstains=ballot.abstains, words=write_in.text if write_in else "")


def _card(
    question: Question,
    visible_choices: Iterable[Choice],
    *,
    voter: Voter | None,
    ballot: Ballot | None,
    answer: Answer,
    write_in: WriteIn | None,
    tally: TallyRead,
    has_peeked: bool,
    reading: Reading,
    comments: int,
    corrected: Revision | None,
    newsroom: bool,
    now: datetime,
    back: str,
) -> Card:
    kind = kinds.of(question)
    choices = [choice for choice in visible_choices if choice.is_published]
    offered = order.offered(question, choices, voter=voter, now=now)
    state = question.state(now=now)
    # A draft, which only the newsroom reaches, is looked at as it will be asked.
    asks = state in {Question.State.OPEN, Question.State.DRAFT} and not (kind.final and answer)
    shown = may_see(question, has_voted=bool(answer), has_peeked=has_peeked, now=now)
    shows_result = kind.casts_ballots and (shown or newsroom)
    return Card(
        question=question,
        kind=kind,
        state=state,
        choices=choices,
        offered=offered,
        ballot=ballot,
        answer=answer,
        write_in=write_in,
        tally=tally,
        form=kind.form(question=question, choices=offered, marks=answer.marks, words=answer.words)
        if asks
        else None,
        shows_result=shows_result,
        before_readers=shows_result and not shown,
        has_peeked=has_peeked,
        reading=reading,
        proposed=[choice for choice in visible_choices if not choice.is_published],
        back=back,
        comments=comments,
        corrected=corrected,
    )
