"""Forecasts from the first answer to the outcome: how they moved, and how good they were."""
