"""Which kind of question fits a prompt, with first choices for an editor to review.

- An opinion asked for without its object is open: the discussion itself answers it.
- An opinion on something is a scale from one side to the other; so is agreement.
- Effects can be of several sorts at once: multiple. The prompt tells no more than that, so the
  choices say of which sort; an editor who knows the subject replaces them.
- What will happen is a forecast of the one outcome that the prompt names.
- What can be answered with yes or no is a single choice, with a way to have no opinion.
- Everything else, and every “A or B?”, is open: choices for it would be invented.
"""

import re
from dataclasses import dataclass

from django.utils.text import Truncator

from dossier.importing.choices import AGREEMENT, EFFECTS, OPINION, YES_NO, first_choices

_LONGEST_LABEL = 200
"""Characters of a choice."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A kind of question by its name, and its first choices in order."""

    kind: str
    choices: tuple[str, ...] = ()


def _pattern(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE | re.VERBOSE)


_LEAD_IN = _pattern(
    r"""
    (?: et\ vous | selon\ vous | d['’]après\ vous | à\ votre\ avis | pour\ vous
      | and\ you | in\ your\ (?:view|opinion) ) \s*[,:]?\s+
    """
)
_AGREEMENT = _pattern(
    r"""
      (?:êtes|seriez)-vous\ (?:\w+\ ){0,2}d['’]accord
    | (?:dans\ quelle\ mesure|à\ quel\ point)\ .*\bd['’]accord
    | do\ you\ (?:\w+\ )?agree\b | to\ what\ extent\ .*\bagree\b
    """
)
_OPINION = _pattern(
    r"""
      que\ pensez-vous\ (?:de\b|du\b|des\b|d['’])
    | comment\ (?:jugez|évaluez|voyez|trouvez)-vous\b
    | what\ do\ you\ (?:think|make)\ (?:of|about)\b
    | how\ do\ you\ (?:rate|judge|see|feel\ about)\b
    """
)
_EFFECTS = _pattern(
    r"""
      quel(?:le)?s?\ (?:\w+\ )?(?:impact|effet|conséquence|répercussion|retombée)s?\b
    | what\ (?:\w+\ )?(?:impact|effect|consequence|repercussion)s?\b
    """
)
_OPEN = _pattern(
    r"""
      (?:(?:à|de|pour|par|avec|en|dans|sur|depuis|vers|chez|contre|to|for|by|with|in|on|from)\ )?
      (?:qu['’]|d['’]où\b|(?:qui|que|quoi|quels?|quelles?|lequel|laquelle|comment|pourquoi
        |combien|quand|où|what|which|whom?|whose|why|how|when|where)\b)
    | .*\b(?:ou|or)\b
    """
)
_PRONOUN = r"(?:je|tu|ils?|elles?|on|ce|nous|vous)"
_WILL_FRENCH = _pattern(
    r"""
    (?!n['’]|ne\b) (?P<subject>.*?) \b (?P<verb>va|vont|\w+ra|\w+ront)
    -(?:t-)? (?P<pronoun>ils?|elles?|on) \b (?P<rest>.*)
    """
)
_WILL_ENGLISH = _pattern(r"will\ (?!you\b) | (?:is|are)\ .+\ going\ to\b")
_WILL_BE = _pattern(
    r"""
    (?P<verb>will|is|are)\ (?P<subject>.+?)\ (?P<rest>(?:be|become|going\ to|have|lose|win)\b.*)
    """
)
_YES_NO = _pattern(
    rf"""
      est-ce\ qu | .*\b\w+-(?:t-)?{_PRONOUN}\b
    | (?:is|are|was|were|do|does|did|has|have|had|can|could|should|would|will|must|may|might)\b
    """
)


def propose_kind(prompt: str, language: str) -> Proposal:
    """The kind that fits the prompt, its choices in the article's language."""
    asked = " ".join(prompt.split()).rstrip("? ")
    lead_in = _LEAD_IN.match(asked)
    asked = asked[lead_in.end() :] if lead_in else asked
    for pattern, kind, sort in (
        (_AGREEMENT, "scale", AGREEMENT),
        (_OPINION, "scale", OPINION),
        (_EFFECTS, "multiple", EFFECTS),
    ):
        if pattern.match(asked):
            return Proposal(kind, first_choices(sort, language))
    if _OPEN.match(asked):
        return Proposal("open")
    outcome = _outcome(asked, language)
    if outcome:
        return Proposal("forecast", (Truncator(outcome).chars(_LONGEST_LABEL),))
    if _YES_NO.match(asked):
        return Proposal("single", first_choices(YES_NO, language))
    return Proposal("open")


def _outcome(asked: str, language: str) -> str:
    """What the prompt asks whether it will happen, as a statement; "" if it asks for no such."""
    french = _WILL_FRENCH.match(asked)
    if french:
        # With a subject of its own the sentence only repeats it by the pronoun.
        subject = french["subject"].strip() or french["pronoun"]
        verb = french["verb"] if french["subject"] else french["verb"].lower()
        return _capitalised(f"{subject} {verb}{french['rest']}")
    english = _WILL_BE.match(asked) if _WILL_ENGLISH.match(asked) else None
    if english:
        return _capitalised(f"{english['subject']} {english['verb'].lower()} {english['rest']}")
    return first_choices(YES_NO, language)[0] if _WILL_ENGLISH.match(asked) else ""


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
