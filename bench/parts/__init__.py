"""The parts of a run: what each measures, by the name that asks for it alone."""

# Each module's ``run`` takes the Bench and yields its rows; in the order of the table.
PARTS = {
    "cast": "bench.parts.casting",
}
