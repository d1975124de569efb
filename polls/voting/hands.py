"""What a reader holds of a dossier's questions, and how far these have come, in one statement.

Through the ORM it takes a query for each kind of thing that a reader may have, and most of a page's
time. This reads what cards are dealt from (polls/dealing.py), and of what few readers have only
that there is some: such a question is then dealt the long way.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from dossier import byhand
from polls.kinds import Answer
from polls.models import BallotRevision

_PLACES = BallotRevision.Place.ELSEWHERE, BallotRevision.Place.BEFORE, BallotRevision.Place.AGAIN

# Each row is of one of these parts; what it says follows the reader's or the question's key.
_READER, _BALLOT, _WORDS, _PEEK, _PROPOSAL, _QUESTION = range(6)
# CROSS JOIN keeps SQLite to this order: from the reader and the dossier's questions to the one
# ballot of each, by its primary key, and never over all ballots of a question.
_STATEMENT = """
    WITH me AS (
        SELECT COALESCE(merged_into_id, id) AS id FROM polls_voter WHERE key_hash = %s
    ), asked AS (
        SELECT polls_question.id, polls_question.edition, polls_question.ask_again
        FROM polls_question
        JOIN dossier_article ON dossier_article.id = polls_question.article_id
        WHERE dossier_article.slug = %s AND dossier_article.status = 'published'
            AND polls_question.status = 'published'
    )
    SELECT 0, me.id, CASE WHEN polls_voter.display_name <> ''
            OR EXISTS (SELECT 1 FROM polls_comment WHERE polls_comment.voter_id = me.id)
            OR EXISTS (SELECT 1 FROM polls_approval WHERE polls_approval.voter_id = me.id)
            OR EXISTS (SELECT 1 FROM polls_flag WHERE polls_flag.voter_id = me.id)
            OR EXISTS (SELECT 1 FROM polls_follow WHERE polls_follow.voter_id = me.id)
            OR EXISTS (SELECT 1 FROM polls_mute WHERE polls_mute.voter_id = me.id)
        THEN 1 ELSE 0 END, 0, 0, 0, 0, 0, 0, polls_voter.key_hash, '', ''
    FROM me JOIN polls_voter ON polls_voter.id = me.id
    UNION ALL
    SELECT 1, ballot.question_id, ballot.revision,
        CASE WHEN ballot.abstains THEN 1 ELSE 0 END,
        CASE WHEN ballot.withdrawn_at IS NULL THEN 1 ELSE 0 END, ballot.dossier_revision,
        CASE WHEN asked.ask_again THEN (
            SELECT CASE place WHEN 'before' THEN 1 WHEN 'again' THEN 2 ELSE 0 END
            FROM polls_ballotrevision WHERE question_id = ballot.question_id
                AND voter_id = ballot.voter_id AND number = 1
        ) ELSE 0 END, mark.choice_id, mark.value, CASE WHEN ballot.revision > 1 AND EXISTS (
            SELECT 1 FROM polls_ballotrevision WHERE question_id = ballot.question_id
                AND voter_id = ballot.voter_id AND number > 1 AND action IN ('cast', 'changed')
        ) THEN 'changed' ELSE '' END, '', ''
    FROM me CROSS JOIN asked CROSS JOIN polls_ballot ballot
    LEFT JOIN polls_mark mark ON mark.question_id = ballot.question_id
        AND mark.voter_id = ballot.voter_id
    WHERE ballot.question_id = asked.id AND ballot.voter_id = me.id
    UNION ALL
    SELECT 2, polls_writein.question_id, 0, 0, 0, 0, 0, 0, 0,
        polls_writein.text, polls_writein.language, polls_writein.status
    FROM polls_writein JOIN me ON me.id = polls_writein.voter_id
    WHERE polls_writein.superseded_at IS NULL
    UNION ALL
    SELECT 3, polls_peek.question_id, 0, 0, 0, 0, 0, 0, 0, '', '', ''
    FROM polls_peek JOIN me ON me.id = polls_peek.voter_id
    UNION ALL
    SELECT 4, polls_choice.question_id, 0, 0, 0, 0, 0, 0, 0, '', '', ''
    FROM polls_choice JOIN me ON me.id = polls_choice.proposed_by_id
    UNION ALL
    SELECT 5, asked.id, asked.edition, COALESCE(version, 0), COALESCE(voters, 0), 0, 0, 0, 0,
        '', '', ''
    FROM asked LEFT JOIN polls_turnout ON polls_turnout.question_id = asked.id
"""


class Words(NamedTuple):
    """What a reader wrote for “other”, with what moderators made of it."""

    text: str
    language: str
    status: str


@dataclass(frozen=True)
class Hand:
    """All that a reader holds of one question; empty for nothing."""

    revision: int = 0
    stands: bool = False
    abstains: bool = False
    """Whether it stands and says that the reader has no opinion."""
    marks: tuple[tuple[int, int], ...] = ()
    """What it says if it stands, by the choices' primary keys in their order."""
    dossier_revision: int = 0
    first_place: str = BallotRevision.Place.ELSEWHERE
    """Where the first answer to a question that is asked twice was given."""
    has_changed: bool = False
    """Whether an answer was ever given in place of another."""
    words: Words | None = None
    has_peeked: bool = False
    """Whether the reader has asked to see the result without voting."""

    @property
    def answer(self) -> Answer:
        """What the ballot says; the empty answer for none and for a withdrawn one."""
        said = self.words.text if self.words and self.stands else ""
        return Answer(marks=dict(self.marks), abstains=self.abstains, words=said)

    @property
    def says_something(self) -> bool:
        return self.abstains or bool(self.marks)


class Count(NamedTuple):
    """How far a question and its counters have come."""

    edition: int = 0
    version: int = 0
    voters: int = 0


@dataclass(frozen=True)
class Hands:
    """All that a reader holds of one dossier's questions, by the questions' primary keys."""

    voter: int = 0
    """0 for a reader who has done nothing yet."""
    key_hash: str = ""
    """The key of that voter, who may have turned out to be another than the cookie says."""
    discusses: bool = False
    """Whether the reader has a name, a comment, an approval or a report, here or elsewhere, or
    follows or mutes somebody."""
    held: Mapping[int, Hand] = field(default_factory=dict)
    proposed: frozenset[int] = frozenset()
    """Questions to which the reader has proposed statements."""
    counts: Mapping[int, Count] = field(default_factory=dict)
    """Every question that readers are shown."""

    @cached_property
    def answered(self) -> frozenset[int]:
        """The questions on which a ballot stands."""
        return frozenset(question for question, hand in self.held.items() if hand.stands)

    def of(self, question: int) -> Hand:
        return self.held.get(question, NOTHING)


NOTHING = Hand()


def read(*, key_hash: str, dossier: str) -> Hands:
    """The hands of the reader with this key in the published dossier; one query."""
    parts: dict[int, dict[int, list[list[Any]]]] = defaultdict(lambda: defaultdict(list))
    for part, key, *said in byhand.read(_STATEMENT, [key_hash, dossier]):
        parts[part][key].append(said)
    held = {question: _hand(said) for question, said in parts[_BALLOT].items()}
    for question, ((*_numbers, text, language, status),) in parts[_WORDS].items():
        wrote = Words(text, language, status)
        held[question] = replace(held.get(question, NOTHING), words=wrote)
    for question in parts[_PEEK]:
        held[question] = replace(held.get(question, NOTHING), has_peeked=True)
    hands = Hands(
        held=held,
        proposed=frozenset(parts[_PROPOSAL]),
        counts={question: Count(*said[:3]) for question, (said,) in parts[_QUESTION].items()},
    )
    for voter, (said,) in parts[_READER].items():
        return replace(hands, voter=voter, discusses=bool(said[0]), key_hash=said[7])
    return hands


def _hand(said: list[list[Any]]) -> Hand:
    """The ballot that these rows tell of, one for each mark or one without any."""
    revision, abstains, stands, dossier_revision, place, *_mark = said[0]
    marks = sorted((row[5], row[6]) for row in said if stands and row[5] is not None)
    return Hand(
        revision=revision,
        stands=bool(stands),
        abstains=bool(stands and abstains),
        marks=tuple(marks),
        dossier_revision=dossier_revision,
        first_place=_PLACES[place],
        has_changed=bool(said[0][7]),
    )
