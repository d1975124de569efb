"""A demonstration newsroom: made-up voters, ballots and comments, told as such and removable.

Everything hangs on voters of origin *demo* and on accounts named ``demo-…``, so that removing
those removes it all and touches nothing that readers did.
"""

from polls.demo.newsroom import renew_accounts
from polls.demo.population import exists, populate
from polls.demo.removal import remove

__all__ = ["exists", "populate", "remove", "renew_accounts"]
