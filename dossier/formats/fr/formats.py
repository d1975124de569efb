"""French: “1er décembre 2026 à 18 h 05”."""

TIME_FORMAT = "G\xa0\\h\xa0i"
DATE_FORMAT = "jS F Y"
MONTH_DAY_FORMAT = "jS F"
DATETIME_FORMAT = f"{DATE_FORMAT} à {TIME_FORMAT}"
SHORT_DATETIME_FORMAT = f"d/m/Y à {TIME_FORMAT}"

# What follows the number of a day (dossier/ordinals.py).
DAY_SUFFIXES = {1: "er"}
