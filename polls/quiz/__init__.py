"""The quiz of a dossier: its quiz questions one after the other, a score, a link that shows it."""
