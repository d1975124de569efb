"""A dossier as a folder of TOML and Markdown, one text per language.

``read``/``write`` turn a folder into a Pack and back; ``store``/``describe`` turn a Pack into the
database's article and back. The four together round-trip exactly.
"""

from dossier.packs.describing import describe
from dossier.packs.errors import PackError
from dossier.packs.folder import Pack, read, write
from dossier.packs.storing import store

__all__ = ["Pack", "PackError", "describe", "read", "store", "write"]
