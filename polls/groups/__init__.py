"""Opinion groups of a *statements* question, kept: computed in the background, read by pages.

``renewing`` computes and keeps them, ``due`` says when enough has changed for that, ``claims`` lets
one process at a time do it; ``records`` is how they are kept; ``outlook`` reads them for pages and
programs, ``drawing`` draws their map, and ``whereabouts`` tells one reader where they stand on it.
How groups are found is told in polls/statistics/groups.
"""

from polls.groups.due import due
from polls.groups.outlook import FEWEST, Outlook
from polls.groups.reading import outlook_of
from polls.groups.renewing import Renewal, renew

__all__ = ["FEWEST", "Outlook", "Renewal", "due", "outlook_of", "renew"]
