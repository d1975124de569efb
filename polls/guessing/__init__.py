"""Guess the room: before a result shows, a reader says how they think the votes divide."""
