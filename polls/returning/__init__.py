"""A reader who comes back to a dossier: what has changed since.

Nothing is kept of a visit but in the reader's own browser (docs/decisions/0035).
"""
