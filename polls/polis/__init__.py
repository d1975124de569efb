"""Conversations of Polis, a wiki-survey, from the folder of CSV files that it exports.

Such a conversation becomes a dossier with one question of the kind *statements*: the participants
are its voters, and each vote is a revision of a ballot at its own time, so that both what
everybody says now and everything they ever said are there.
"""

from polls.polis.reading import Conversation, UnreadableConversation, read
from polls.polis.storing import SlugTaken, find_imported, store

__all__ = [
    "Conversation",
    "SlugTaken",
    "UnreadableConversation",
    "find_imported",
    "read",
    "store",
]
