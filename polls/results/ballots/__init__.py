"""The ballots of a dossier for analysts, without their voters: one row a mark.

Readers stand in it under pseudonyms that are drawn for the one export and kept nowhere. What few
have in common is kept back, with as much of what many have as it takes to hide it
(``protecting``; docs/decisions/0024-ballots-for-analysts.md gives the reasons). Whatever readers
wrote is in none of the files.
"""
