"""A dossier that exists nowhere: its questions, of each kind one, with what readers answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import combinations
from typing import Any

from django.utils.translation import gettext as _

from dossier.models import Article
from polls.insight.asked import Asked
from polls.kinds import TallyRead
from polls.models import Choice, Question

Kind = Question.Kind

# Far from the keys of what the database holds: the ids of the page are made of them.
_FIRST = 900_000_000
VOTERS = 1291


@dataclass(frozen=True)
class Sample:
    """The sample as it is at one moment, in the language of whoever reads."""

    now: datetime

    @cached_property
    def article(self) -> Article:
        return Article(
            pk=_FIRST,
            slug="design",
            title=_("A high street without cars?"),
            status=Article.Status.PUBLISHED,
            published_at=self.now - timedelta(days=30),
        )

    def asked(
        self, number: int, kind: str, *choices: str, counts: Sequence[int] = (), **more: Any
    ) -> Asked:
        """A question of a kind with its choices, each chosen so many times."""
        abstentions = more.pop("abstentions", 0)
        voters = more.pop("voters", sum(counts))
        question = Question(
            pk=_FIRST + number,
            slug=f"sample-{number}",
            article=self.article,
            kind=kind,
            **{
                "status": Question.Status.PUBLISHED,
                "created_at": self.now,
                "updated_at": self.now,
                **more,
            },
        )
        offered = choices_of(question, choices)
        given = {(one.pk, 1): count for one, count in zip(offered, counts, strict=False)}
        tally = TallyRead(voters=voters, abstentions=abstentions, version=1, counts=given)
        return Asked(question, offered, question.state(now=self.now), tally)

    @cached_property
    def single(self) -> Asked:
        return self.asked(
            *(1, Kind.SINGLE, _("Yes"), _("Only at weekends"), _("No")),
            counts=(512, 431, 348),
            abstentions=57,
            prompt=_("Should the high street be closed to cars?"),
            help=_("From the town hall to the bridge, deliveries before ten o’clock excepted."),
            allows_abstention=True,
        )

    @cached_property
    def multiple(self) -> Asked:
        asked = self.asked(
            *(2, Kind.MULTIPLE, _("More trees"), _("Wider pavements"), _("A cycle track")),
            *(_("Café terraces"), _("A covered market"), _("Something else"), _("Nothing new")),
            counts=(641, 588, 402, 377, 190, 64, 121),
            voters=1102,
            max_choices=3,
            prompt=_("What should take the place of the cars?"),
        )
        asked.choices[5].role, asked.choices[6].role = Choice.Role.OTHER, Choice.Role.NONE
        return asked

    @cached_property
    def scale(self) -> Asked:
        return self.asked(
            *(
                3,
                Kind.SCALE,
                _("Not safe at all"),
                _("Rather unsafe"),
                _("Neither"),
                _("Rather safe"),
            ),
            _("Very safe"),
            counts=(131, 302, 214, 388, 160),
            prompt=_("How safe do you feel there on foot?"),
        )

    @cached_property
    def numbered(self) -> Asked:
        return self.asked(
            *(4, Kind.SCALE, _("Never"), "2", "3", "4", "5", "6", _("Every day")),
            counts=(61, 122, 184, 203, 170, 121, 88),
            prompt=_("How often do you go there on foot?"),
        )

    @cached_property
    def ranking(self) -> Asked:
        asked = self.asked(
            *(
                5,
                Kind.RANKING,
                _("Quiet"),
                _("Clean air"),
                _("Deliveries"),
                _("Parking"),
                _("Safety"),
            ),
            voters=743,
            prompt=_("What matters most there? Put it in order."),
        )
        preferred = dict(zip(asked.choices, (0.55, 0.62, 0.38, 0.24, 0.71), strict=True))
        pairs: dict[tuple[int, int], int] = {}
        for one, other in combinations(asked.choices, 2):
            ahead = round(743 * preferred[one] / (preferred[one] + preferred[other]))
            pairs |= {(one.pk, other.pk): ahead, (other.pk, one.pk): 743 - ahead}
        return _with(asked, TallyRead(voters=743, version=1, pairs=pairs))

    @cached_property
    def forecast(self) -> Asked:
        asked = self.asked(
            *(6, Kind.FORECAST, _("The street is closed to cars before next summer")),
            voters=640,
            prompt=_("How likely is it that the closure comes?"),
        )
        heights = (18, 34, 62, 91, 104, 96, 88, 74, 47, 26)
        event = asked.choices[0].pk
        counts = {(event, 10 * place + 5): count for place, count in enumerate(heights)}
        return _with(asked, TallyRead(voters=640, abstentions=22, version=1, counts=counts))

    @cached_property
    def quiz(self) -> Asked:
        asked = self.asked(
            *(7, Kind.QUIZ, "1904", "1924", "1954"),
            voters=206,
            place=Question.Place.QUIZ,
            prompt=_("When did the first cars drive along the high street?"),
            explanation=_("The first two were the doctor’s and the brewer’s, in 1904."),
        )
        right, *wrong = asked.choices
        right.correct = True
        counts = {(right.pk, 100): 121} | {
            (one.pk, 0): 50 - 15 * at for at, one in enumerate(wrong)
        }
        return _with(asked, TallyRead(voters=206, version=1, counts=counts))

    @cached_property
    def statements(self) -> Asked:
        asked = self.asked(
            *(8, Kind.STATEMENTS, _("Children should be able to cross alone.")),
            _("Shops would lose their customers."),
            _("The other streets would choke on the traffic."),
            _("The bus should still pass."),
            voters=345,
            prompt=_("What do you think of each of these statements?"),
        )
        counts: dict[tuple[int, int], int] = {}
        stances = ((288, 31, 26), (142, 151, 40), (171, 128, 29), (201, 62, 70))
        for one, (agree, disagree, passed) in zip(asked.choices, stances, strict=True):
            counts |= {(one.pk, 1): agree, (one.pk, -1): disagree, (one.pk, 0): passed}
        return _with(asked, TallyRead(voters=345, version=1, counts=counts))

    @cached_property
    def open(self) -> Asked:
        return self.asked(9, Kind.OPEN, prompt=_("What would you say to the town council?"))

    @cached_property
    def long(self) -> Asked:
        """More text than anybody should write, and a word that no line holds."""
        return self.asked(
            10,
            Kind.SINGLE,
            _(
                "Yes, provided that deliveries, taxis, the bus, people with reduced mobility and "
                "whoever lives there can still come to their door at every hour of the day"
            ),
            _("No"),
            _("Antidisestablishmentarianism-counterrevolutionarily-uncharacteristically so"),
            counts=(70_512, 43_109, 8),
            prompt=_(
                "If the municipal council, after the consultation of residents, shopkeepers and "
                "delivery companies announced for the autumn, decided to close the high "
                "street to all motor traffic except buses, would you rather approve or disapprove "
                "of it, everything considered?"
            ),
        )

    def again(
        self, asked: Asked, number: int, tally: TallyRead | None = None, **more: Any
    ) -> Asked:
        """The same question once more under another number, changed in some fields."""
        first = asked.question
        told = {name: getattr(first, name) for name in _TOLD} | more
        question = Question(pk=_FIRST + number, article=self.article, **told)
        state = question.state(now=self.now)
        return Asked(question, asked.choices, state, tally or asked.tally)


_TOLD = (
    *("slug", "kind", "prompt", "help", "explanation", "status", "place", "results", "ask_again"),
    *("allows_peek", "allows_abstention", "max_choices", "opens_at", "closes_at", "updated_at"),
)


def choices_of(question: Question, labels: Sequence[str]) -> list[Choice]:
    return [
        Choice(
            pk=100 * question.pk + place,
            question=question,
            slug=f"choice-{place}",
            label=label,
            position=place,
        )
        for place, label in enumerate(labels, start=1)
    ]


def marks(asked: Asked, *values: int) -> Mapping[int, int]:
    """An answer: the value of each choice in its order; those of 0 are left out."""
    return {one.pk: value for one, value in zip(asked.choices, values, strict=False) if value}


def _with(asked: Asked, tally: TallyRead) -> Asked:
    return Asked(asked.question, asked.choices, asked.state, tally)
