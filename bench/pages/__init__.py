"""A dossier's page as a reader's phone has it: what it weighs, how it answers, what it moves."""
