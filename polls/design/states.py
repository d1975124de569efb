"""Cards of the sample's questions: before, after and where there is nothing to answer."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from polls import dealing
from polls.cards import Card
from polls.design.sample import Sample, marks
from polls.insight.asked import Asked
from polls.kinds import TallyRead
from polls.models import Question
from polls.progress import Progress
from polls.voting import VotingClosed
from polls.voting.asked_again import Reading
from polls.voting.hands import Count, Hand
from polls.voting.papers import Paper

Results, Status = Question.Results, Question.Status
NOBODY = TallyRead(version=1)


class Shown(NamedTuple):
    """A card under the name of what it shows."""

    name: str
    card: Card
    under: str = ""
    """What the page pretends of its first control: "hover", "focus", "active" or nothing."""


def ballots(sample: Sample) -> list[Shown]:
    """Every kind's ballot before anything is given, and in the hand of who fills it in."""
    kinds = (
        *(sample.single, sample.multiple, sample.scale, sample.numbered, sample.ranking),
        *(sample.forecast, sample.statements, sample.quiz, sample.open),
    )
    hovered, focused, ranked, empty, beyond = (
        sample.again(one, 20 + at)
        for at, one in enumerate(
            (sample.single, sample.single, sample.ranking, sample.multiple, sample.forecast)
        )
    )
    return [
        *(_named(_card(sample, one)) for one in kinds),
        Shown(_("Under the pointer"), _card(sample, hovered), "hover"),
        Shown(_("With the focus"), _card(sample, focused), "focus"),
        Shown(_("Changing an answer"), _card(sample, ranked, marks(ranked, 2, 1, 3))),
        Shown(_("Sent empty"), _sent(sample, empty, {})),
        Shown(_("Sent with what cannot be"), _sent(sample, beyond, {"probability": "140"})),
    ]


def results(sample: Sample) -> list[Shown]:
    """Every kind's result as one who has answered sees it."""
    answered = (
        (sample.single, marks(sample.single, 0, 1)),
        (sample.multiple, marks(sample.multiple, 1, 0, 1)),
        (sample.scale, marks(sample.scale, 0, 0, 0, 1)),
        (sample.numbered, marks(sample.numbered, 0, 0, 1)),
        (sample.ranking, marks(sample.ranking, 2, 1, 5, 4, 3)),
        (sample.forecast, marks(sample.forecast, 65)),
        (sample.quiz, {sample.quiz.choices[1].pk: 0}),
        (sample.statements, dict.fromkeys((one.pk for one in sample.statements.choices), 1)),
    )
    return [
        _named(_card(sample, sample.again(one, 30 + at), said))
        for at, (one, said) in enumerate(answered)
    ]


def states(sample: Sample) -> list[Shown]:
    """A question where there is nothing to answer, little to see, or more to say."""
    day, single = timedelta(days=1), sample.single
    begins = {"opens_at": sample.now + day, "closes_at": sample.now + 7 * day}
    ended = {"closes_at": sample.now - day}
    few = TallyRead(
        voters=5, version=1, counts={(single.choices[0].pk, 1): 3, (single.choices[1].pk, 1): 2}
    )

    def one(number: int, **more: Any) -> Asked:
        return sample.again(single, number, **more)

    said = marks(single, 1)
    return [
        Shown(_("Nobody yet"), _card(sample, one(50, tally=NOBODY, results=Results.ALWAYS))),
        Shown(_("Few votes"), _card(sample, one(51, tally=few, results=Results.ALWAYS))),
        Shown(_("Not open yet"), _card(sample, one(52, **begins))),
        Shown(_("Closed"), _card(sample, one(53, **ended), said)),
        Shown(_("Withdrawn"), _card(sample, one(54, status=Status.WITHDRAWN))),
        Shown(_("Draft, for the newsroom"), _card(sample, one(55, status=Status.DRAFT))),
        Shown(
            _("Answered, its result kept back"),
            _card(sample, one(56, results=Results.AFTER_CLOSE), said),
        ),
        Shown(_("To be seen without voting"), _card(sample, one(57, allows_peek=True))),
        Shown(
            _("Asked again after reading"),
            _card(
                *(sample, one(58, place=Question.Place.BEFORE, ask_again=True), said),
                slot="again",
                back="dossier",
            ),
        ),
        Shown(_("Refused"), replace(_card(sample, one(59)), refusal=str(VotingClosed.message))),
        Shown(_("Very long texts"), _card(sample, sample.long)),
        Shown(
            _("Very long texts in a result"),
            _card(sample, sample.again(sample.long, 60), marks(sample.long, 1)),
        ),
    ]


def progress(sample: Sample) -> Progress:
    return Progress(answered=3, total=9, next=sample.scale.question)


def _named(card: Card) -> Shown:
    """The card under the name that it bears itself."""
    return Shown(card.label, card)


def _card(
    sample: Sample,
    asked: Asked,
    said: Mapping[int, int] | None = None,
    *,
    back: str = "question",
    slot: str = "",
) -> Card:
    """The card of a reader who has said this; of one who has not answered without it."""
    hand = Hand(
        revision=1 if said else 0, stands=bool(said), marks=tuple(sorted((said or {}).items()))
    )
    dealt = dealing.deal_from(
        *(Paper(asked.question, asked.choices), hand),
        turnout=Count(version=1, voters=asked.tally.voters),
        comments=12,
        corrected=None,
        reader="",
        now=sample.now,
        back=back,
        slot=slot,
    )
    before = Reading(before=dealt.answer, at_the_top=True) if slot else dealt.reading
    return replace(dealt, tally=asked.tally, reading=before)


def _sent(sample: Sample, asked: Asked, data: Mapping[str, Any]) -> Card:
    """The card with a form as it comes back to whoever has sent this."""
    card = _card(sample, asked)
    form = card.kind.form(question=asked.question, choices=card.offered, data=data)
    form.is_valid()
    return replace(card, form=form)
