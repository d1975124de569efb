"""Arithmetic of results, without models: intervals, rankings, forecasts, a chart's geometry."""
