"""Opinion groups: what finding them takes, and how they compare with published ones."""
