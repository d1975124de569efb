"""Putting a brief together from what the house knows of a dossier."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossier.models import Article
from polls.brief import voices
from polls.brief.blocks import Block, Brief, Bullets, Paragraph, Passage, Section, Table
from polls.groups.outlook import Across
from polls.groups.reading import outlook_of
from polls.insight import forecasts, informed, shifts, wishes
from polls.insight.asked import Asked, everything, shown
from polls.kinds import Result, wording
from polls.kinds.statements import StatementsResult, StatementTally
from polls.models import Ballot, Choice, Comment, Question

# Kinds whose rows are not answers beside one another, and are told by their sentence alone.
_SENTENCE_ONLY = frozenset(
    {Question.Kind.FORECAST, Question.Kind.RANKING, Question.Kind.STATEMENTS}
)


def compose(article: Article, *, newsroom: bool, now: datetime) -> Brief:
    """The brief as it stands: of what everybody may see, or for the newsroom of all there is."""
    asked = everything(article, now=now) if newsroom else shown(article, now=now)
    sections = [
        Section("figures", _("In figures"), _figures(article, asked)),
        Section("results", _("What readers answered"), [_answers(one) for one in asked]),
        Section(
            "moved", _("What moved"), [*_shifts(article, newsroom, now), *voices.minds(article)]
        ),
        Section("divides", _("What divides and what unites"), list(_statements(asked))),
        Section("arguments", _("The strongest arguments"), voices.arguments(article, asked)),
        Section("raised", _("What readers ask"), voices.raised(article)),
        Section("follow-up", _("For a follow-up"), _more(article, newsroom, now)),
    ]
    return Brief(
        title=article.title,
        address=article.get_absolute_url(),
        made_at=now,
        sections=[section for section in sections if section.passages],
    )


def _figures(article: Article, asked: Sequence[Asked]) -> list[Passage]:
    ballots = Ballot.objects.standing().filter(question__in=[one.question for one in asked])
    readers = ballots.values("voter").distinct().count()
    comments = Comment.objects.published().filter(article=article).count()
    told = [
        ngettext("%(count)s question", "%(count)s questions", len(asked))
        % {"count": wording.whole(len(asked))},
        ngettext("%(count)s reader answered", "%(count)s readers answered", readers)
        % {"count": wording.whole(readers)},
        ngettext("%(count)s comment is published", "%(count)s comments are published", comments)
        % {"count": wording.whole(comments)},
    ]
    return [Passage("", "", [Bullets(told)])]


def _answers(one: Asked) -> Passage:
    result = one.result
    blocks: list[Block] = [Paragraph(result.sentence)]
    if result.voters and one.question.kind not in _SENTENCE_ONLY:
        blocks.append(_table(result))
    if result.voters:
        blocks.append(Paragraph(_turnout(result)))
    return voices.on(one.question, blocks)


def _table(result: Result) -> Table:
    head = [_("Choice"), _("Votes")]
    if not result.few:
        head += [_("Share"), _("Interval (95%)")]
    rows = [
        [
            wording.Said(row.label, [row.choice]),
            row.votes,
            *([] if result.few else [row.percent, row.interval]),
        ]
        for row in result.rows
    ]
    return Table(_("Votes by choice"), head, rows)


def _turnout(result: Result) -> str:
    told = ngettext("%(count)s reader answered.", "%(count)s readers answered.", result.voters)
    told %= {"count": result.turnout}
    if result.abstentions:
        without = ngettext(
            "%(count)s has no opinion.", "%(count)s have no opinion.", result.abstentions
        )
        return f"{told} {without % {'count': result.without_opinion}}"
    return told


def _shifts(article: Article, newsroom: bool, now: datetime) -> list[Passage]:
    """What changed between the answers before and after reading."""
    found = (shifts.for_newsroom if newsroom else shifts.part)(article, now)
    return [
        _passage(
            pairs.question,
            [
                f"{shift.variable.choice.label}: {shift.sentence}"
                if shift.variable.choice
                else f"{shift.sentence} {shift.trial}".strip()
                for shift in pairs.shifts
            ],
            [shift.variable.choice for shift in pairs.shifts if shift.variable.choice],
        )
        for pairs in (found.questions if found else ())
        if pairs.shifts
    ]


def _statements(asked: Sequence[Asked]) -> Iterable[Passage]:
    """Of each question of statements what unites and what divides, its groups included."""
    for one in asked:
        result = one.result
        if not isinstance(result, StatementsResult) or not result.voters:
            continue
        told = [_unites(tally) for tally in result.unites] + [_divides(t) for t in result.divides]
        outlook = outlook_of(one.question, one.choices)
        if outlook and not outlook.few and outlook.k > 1:
            told += [_across(each) for each in outlook.divisive]
            told += [_bridging(each) for each in outlook.bridging]
        if told:
            yield _passage(one.question, told, one.choices)


def _unites(tally: StatementTally) -> str:
    told = {"statement": tally.choice.label, "percent": tally.majority.percent}
    if tally.majority is tally.agree:
        return _("United: “%(statement)s” – %(percent)s agree.") % told
    return _("United: “%(statement)s” – %(percent)s disagree.") % told


def _divides(tally: StatementTally) -> str:
    return _("Divided: “%(statement)s” – %(agree)s agree, %(disagree)s disagree.") % {
        "statement": tally.choice.label,
        "agree": tally.agree.percent,
        "disagree": tally.disagree.percent,
    }


def _across(each: Across) -> str:
    shares = ", ".join(f"{letter}: {yes.percent}" for letter, _tone, yes, _no in each.named)
    return _("Between groups: “%(statement)s” – agreement by group: %(shares)s.") % {
        "statement": each.choice.label,
        "shares": shares,
    }


def _bridging(each: Across) -> str:
    return _("Across groups: “%(statement)s” finds agreement in every group.") % {
        "statement": each.choice.label
    }


def _more(article: Article, newsroom: bool, now: datetime) -> list[Passage]:
    """What is worth a second look: what was expected, what the informed say, how forecasts did."""
    found = []
    wanted = (wishes.for_newsroom if newsroom else wishes.part)(article, now)
    for wish in wanted.wishes if wanted else ():
        told = [
            _("Those who answered %(words)s give %(mean)s on average.")
            % {"words": side.words, "mean": side.mean_told}
            for side in wish.sides
        ]
        found.append(_passage(wish.forecast, told, wish.choices))
    known = (informed.for_newsroom if newsroom else informed.part)(article, now)
    for by_score in known.questions if known else ():
        choice, low, high = by_score.widest
        told = [
            _(
                "“%(label)s”: %(low)s of those with %(few)s of the quiz right, %(high)s of those "
                "with %(many)s."
            )
            % {
                "label": choice.label,
                "low": low.percent,
                "few": by_score.groups[0].range,
                "high": high.percent,
                "many": by_score.groups[-1].range,
            }
        ]
        found.append(_passage(by_score.question, told, [choice]))
    foreseen = (forecasts.for_newsroom if newsroom else forecasts.part)(article, now)
    for forecast in foreseen.forecasts if foreseen else ():
        if forecast.resolution and forecast.scores:
            told = [
                _(
                    "Outcome: %(outcome)s. Brier scores: the crowd %(crowd)s, readers on average "
                    "%(average)s."
                )
                % {
                    "outcome": forecast.resolution.get_outcome_display(),
                    "crowd": wording.hundredths(forecast.scores.crowd),
                    "average": wording.hundredths(forecast.scores.average),
                }
            ]
            found.append(_passage(forecast.question, told))
    return found


def _passage(question: Question, told: Sequence[str], quoted: Sequence[Choice] = ()) -> Passage:
    return voices.on(question, [Bullets([wording.Said(each, quoted) for each in told])])
