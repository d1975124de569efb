"""What a dossier's answers say, taken together: the pages of its results."""
