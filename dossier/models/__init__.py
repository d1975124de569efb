"""An article presented as a dossier.

Public names: Article and its Passage; the cast (Actor, Claim, Rebuttal); the chronology (Event);
the Figure; the Revision of what readers read.
"""

from dossier.models.article import Article, Passage
from dossier.models.cast import Actor, Claim, Rebuttal
from dossier.models.chronology import Event
from dossier.models.figures import Figure
from dossier.models.revision import Revision

__all__ = ["Actor", "Article", "Claim", "Event", "Figure", "Passage", "Rebuttal", "Revision"]
