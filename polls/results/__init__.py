"""From counters to results: reading the tally, who may see it, recounting it, exporting it."""
