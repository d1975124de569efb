"""Journeys of readers and of the newsroom, from end to end in a real browser."""
