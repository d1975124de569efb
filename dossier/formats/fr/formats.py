"""French: “31 décembre 2026 à 18 h 05”."""

TIME_FORMAT = "G\xa0\\h\xa0i"
DATETIME_FORMAT = f"j F Y à {TIME_FORMAT}"
