"""From results as they are worked out to the shapes of the API; one function a kind."""

from functools import singledispatch
from typing import Any

from polls import kinds
from polls.api import result_shapes as shapes
from polls.forecasting.outcomes import outcome_of
from polls.kinds import Result, Row
from polls.kinds.forecast import ForecastResult
from polls.kinds.quiz import QuizResult
from polls.kinds.ranking import RankingResult
from polls.kinds.scale import ScaleResult
from polls.kinds.statements import StatementsResult, StatementTally
from polls.models import Question
from polls.statistics.quantiles import ordinal_median


@singledispatch
def shaped(result: Result, common: dict[str, Any]) -> shapes.AnyResult:
    """The result in its kind's shape; ``common`` are the fields that all kinds have."""
    written = [
        shapes.Written(text=one.text, language=one.language, count=one.count)
        for one in result.written
    ]
    return shapes.ChoiceResult(**common, written=written)


@shaped.register
def _scale(result: ScaleResult, common: dict[str, Any]) -> shapes.ScaleResult:
    if not result.voters:
        return shapes.ScaleResult(**common, median=[])
    places = ordinal_median([row.count for row in result.rows])
    median = [result.rows[place].choice.slug for place in sorted(set(places))]
    return shapes.ScaleResult(**common, median=median)


@shaped.register
def _ranking(result: RankingResult, common: dict[str, Any]) -> shapes.RankingResult:
    slugs = {one.choice.pk: one.choice.slug for one in result.standings}
    standings = [
        shapes.Standing(
            choice=one.choice.slug,
            label=str(one.choice.label),
            place=one.place,
            tied=one.tied,
            points=one.points,
            share=one.share,
        )
        for one in result.standings
    ]
    duels = [
        shapes.Duel(
            preferred=slugs[first],
            other=slugs[second],
            count=one.count,
            share=one.share,
            won=one.won,
        )
        for (first, second), one in result.duels.items()
    ]
    return shapes.RankingResult(**common, standings=standings, duels=duels)


@shaped.register
def _forecast(result: ForecastResult, common: dict[str, Any]) -> shapes.ForecastResult:
    bins = [
        shapes.Bin(low=one.low, high=one.high, count=one.count, share=one.share)
        for one in result.bins
    ]
    return shapes.ForecastResult(
        **common,
        median=result.median,
        lower_quartile=result.lower,
        upper_quartile=result.upper,
        bins=bins,
        outcome=_outcome(result.question),
    )


@shaped.register
def _quiz(result: QuizResult, common: dict[str, Any]) -> shapes.QuizResult:
    right = shapes.Right(count=result.right.count, **_share(result.right)) if result.right else None
    return shapes.QuizResult(**common | {"tally": []}, right=right)


@shaped.register
def _statements(result: StatementsResult, common: dict[str, Any]) -> shapes.StatementsResult:
    told = [*result.unites, *result.divides, *result.others]
    in_order = sorted(told, key=lambda one: (one.choice.position, one.choice.pk))
    return shapes.StatementsResult(**common, statements=[_statement(one) for one in in_order])


def common_of(question: Question, result: Result, *, state: Question.State) -> dict[str, Any]:
    """What results of all kinds tell."""
    return {
        "dossier": question.article.slug,
        "question": question.slug,
        "kind": kinds.of(question).name,
        "status": state,
        "turnout": result.voters,
        "abstentions": result.abstentions,
        "few": result.few,
        "sentence": result.sentence,
        "version": result.version,
        "tally": [_figure(row) for row in result.rows],
    }


def _figure(row: Row) -> shapes.Figure:
    return shapes.Figure(
        choice=row.choice.slug, label=row.label, value=row.value, count=row.count, **_share(row)
    )


def _share(row: Row) -> dict[str, float | None]:
    """The share with its limits; None without answers, whose interval is the whole of 0 to 1."""
    if (row.low, row.high) == (0, 1):
        return {"share": None, "low": None, "high": None}
    return {"share": row.share, "low": row.low, "high": row.high}


def _outcome(question: Question) -> shapes.Outcome | None:
    """How a resolved forecast turned out, and how good the forecasts were."""
    found = outcome_of(question, None)
    if found is None:
        return None
    resolution, scores = found.resolution, found.scores
    return shapes.Outcome(
        outcome=Question.Outcome(resolution.outcome),
        happened_at=resolution.happened_at,
        evidence=resolution.evidence,
        evidence_url=resolution.evidence_url,
        crowd=scores.crowd if scores else None,
        average=scores.average if scores else None,
    )


def _statement(told: StatementTally) -> shapes.Statement:
    figures: dict[str, Any] = {
        "id": told.choice.slug,
        "text": str(told.choice.label),
        "agree": told.agree.count,
        "disagree": told.disagree.count,
        "pass": told.passed.count,
        "unites": told.unites,
        "divides": told.divides,
    }
    if told.choice.external_id:
        return shapes.ImportedStatement(**figures, external_id=told.choice.external_id)
    return shapes.Statement(**figures)
