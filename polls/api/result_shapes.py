"""The shapes of results: what all kinds have, and what each kind adds."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from polls import models
from polls.api.shapes import Refusal

SHARE = "a fraction of the voters; null where nobody answered"


class Figure(BaseModel):
    """So many voters gave this choice this value."""

    choice: str = Field(description="the choice’s slug")
    label: str
    value: int = Field(
        description="1 for chosen; the rank (0: unranked); the forecast in percent; for statements "
        "1 agree, 0 pass, -1 disagree"
    )
    count: int
    share: float | None = Field(description=SHARE)
    low: float | None = Field(description="lower 95 % limit of the share (Wilson)")
    high: float | None = Field(description="upper 95 % limit of the share (Wilson)")


class Written(BaseModel):
    text: str
    language: str
    count: int = Field(description="how many wrote the very same")


class Result(BaseModel):
    """A result as every reader sees it, of those who chose to vote."""

    dossier: str
    question: str
    kind: models.Question.Kind
    status: models.Question.State = Field(description="open or closed")
    turnout: int = Field(description="how many gave an answer: what shares are of")
    abstentions: int = Field(description="how many said that they have no opinion")
    few: bool = Field(description="fewer than 10 voters: pages show counts and no shares")
    sentence: str = Field(description="the result in one sentence, in the language asked for")
    version: int = Field(description="rises with every change of the counters")
    tally: list[Figure]


class ChoiceResult(Result):
    kind: Literal[models.Question.Kind.SINGLE, models.Question.Kind.MULTIPLE]
    written: list[Written] = Field(
        description="published words for “other”, the most frequent first, 50 at most"
    )


class ScaleResult(Result):
    kind: Literal[models.Question.Kind.SCALE]
    median: list[str] = Field(
        description="the choice with the middle answer; two when it lies between them; else none"
    )


class Standing(BaseModel):
    choice: str
    label: str
    place: int = Field(description="by the Schulze method, from 1; equal for those tied")
    tied: bool
    points: float = Field(description="Borda points")
    share: float = Field(description="of the points of being first on every ballot")


class Duel(BaseModel):
    preferred: str
    other: str
    count: int = Field(description="ballots that rank the first before the second")
    share: float = Field(description="of the voters")
    won: bool


class RankingResult(Result):
    kind: Literal[models.Question.Kind.RANKING]
    standings: list[Standing]
    duels: list[Duel]


class Bin(BaseModel):
    low: int
    high: int
    count: int
    share: float


class Outcome(BaseModel):
    """How a forecast turned out, by an editor, with evidence."""

    outcome: models.Question.Outcome = Field(description="void: it cannot be said")
    happened_at: datetime = Field(description="known since; forecasts count until then")
    evidence: str = Field(description="Markdown")
    evidence_url: str
    crowd: float | None = Field(
        description="Brier score of the median forecast, from 0 (best) to 1; null if none is scored"
    )
    average: float | None = Field(description="Brier score of the average forecaster")


class ForecastResult(Result):
    kind: Literal[models.Question.Kind.FORECAST]
    median: float | None = Field(description="percent")
    lower_quartile: float | None
    upper_quartile: float | None
    bins: list[Bin]
    outcome: Outcome | None = Field(description="null while it is not resolved")


class Right(BaseModel):
    count: int
    share: float | None = Field(description=SHARE)
    low: float | None
    high: float | None


class QuizResult(Result):
    """How many were quite right. Which choices they chose would tell what is right: no tally."""

    kind: Literal[models.Question.Kind.QUIZ]
    right: Right | None


class Statement(BaseModel):
    id: str = Field(description="the statement’s slug: its choice in the tally")
    text: str
    agree: int
    disagree: int
    passed: int = Field(alias="pass")
    unites: bool
    divides: bool


class ImportedStatement(Statement):
    external_id: str = Field(description="what the statement is called where it was imported from")


class StatementsResult(Result):
    kind: Literal[models.Question.Kind.STATEMENTS]
    statements: list[ImportedStatement | Statement]


class OpenResult(Result):
    """The question is answered in comments: turnout is their authors, and there is no tally."""

    kind: Literal[models.Question.Kind.OPEN]
    comments: int = Field(description="published comments, replies included")


type AnyResult = (
    ChoiceResult
    | ScaleResult
    | RankingResult
    | ForecastResult
    | QuizResult
    | StatementsResult
    | OpenResult
)


type Reason = Literal["scheduled", "after_vote", "after_close", "staff"]


class Hidden(Refusal):
    """The result exists and is not for everybody now: no figure is told."""

    question: str
    kind: models.Question.Kind
    status: models.Question.State
    visible: Literal[False] = False
    reason: Reason = Field(
        description="what it waits for: the opening, the reader’s own vote, the closing; or never"
    )
