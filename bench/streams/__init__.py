"""Streams by the ten thousand: the readers who hold them, the ballots meanwhile, and what it takes.

``crowd`` is the readers of one process and ``readers`` the way to it from here, ``casters`` send
ballots at a fixed rate, ``service`` is the site as two services, ``receipts`` compares when ballots
were acknowledged with when readers received them, ``sender`` is the least a server can do, by which
the crowd itself is measured.
"""
