"""A result to take away: its figures as CSV and JSON, its chart as SVG and PNG."""
