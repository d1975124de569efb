"""The shapes of what the API answers; their fields, types and limits are in its document."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

from django.conf import settings
from pydantic import BaseModel, Field

from polls import models

# The most that one page of a list holds, and how far a list can be paged through.
MOST = 100
FARTHEST = 1_000_000


if TYPE_CHECKING:
    type Language = str
else:
    Language = Literal[tuple(code for code, _name in settings.LANGUAGES)]


class Asked(BaseModel):
    """What may be asked of every address."""

    lang: Language | None = Field(None, description="the language of labels")


class Paged(Asked):
    """What may be asked of a list."""

    limit: int = Field(20, ge=1, le=MOST, description="how many items at most")
    offset: int = Field(0, ge=0, le=FARTHEST, description="how many items to leave out first")


class Refusal(BaseModel):
    detail: str = Field(description="what is wrong, for a person, in the language asked for")


class UnfitParameter(BaseModel):
    name: str
    problem: str


class UnfitParameters(Refusal):
    parameters: list[UnfitParameter]


class Dossier(BaseModel):
    dossier: str = Field(description="the dossier’s slug")
    title: str
    standfirst: str = Field(description="Markdown")
    byline: str
    source: str
    source_url: str
    dated: str = Field(description="2024, 2024-03 or 2024-03-31, as precise as it is known")
    published_at: datetime | None
    revision: int = Field(description="how often what readers read has changed, from 1")
    url: str = Field(description="the dossier’s page, in the language asked for")


class Dossiers(BaseModel):
    items: list[Dossier]
    count: int = Field(description="how many there are in all")


class Choice(BaseModel):
    choice: str = Field(description="the choice’s slug")
    label: str
    role: models.Choice.Role


class Question(BaseModel):
    dossier: str
    question: str = Field(description="the question’s slug")
    kind: models.Question.Kind
    prompt: str
    help: str
    status: models.Question.State = Field(description="scheduled, open or closed")
    opens_at: datetime | None
    closes_at: datetime | None
    results: models.Question.Results = Field(
        description="when readers see the result; “staff”: never"
    )
    result_shows: bool = Field(description="whether the result can be read here now")
    choices: list[Choice] = Field(
        description="in the editors’ order; for statements, those published"
    )
    url: str = Field(description="the question’s page, in the language asked for")


class Questions(BaseModel):
    items: list[Question]
    count: int = Field(description="how many there are in all")


type Slug = Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]+$", max_length=80)]
