"""Asking a reader who has changed an answer what changed it (kept by polls/sides/minds.py)."""
