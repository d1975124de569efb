"""The public JSON API, below /api/v1/: what readers may see, for programs; docs/api.md tells how.

Answers are the same for everybody: no cookie is read or set, nothing of a reader is in them, and
whatever a page would hide from a reader who has not voted is hidden here as well.
"""
