"""Atom feeds (RFC 4287): what is new in dossiers, and what readers say; published alone."""
