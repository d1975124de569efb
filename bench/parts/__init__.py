"""The parts of a run: what each measures, by the name that asks for it alone."""

# Each takes the Bench and yields its rows; in the order of the table.
PARTS = {
    "generator": "bench.parts.generating.run",
    "cast": "bench.parts.casting.run",
    "result": "bench.parts.reading.run_results",
    "page": "bench.parts.reading.run_pages",
    "growth": "bench.parts.growing.run",
    "commands": "bench.parts.commands.run",
    "kill": "bench.parts.killing.run",
}
