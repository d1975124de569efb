"""The parts of a run: what each measures, by the name that asks for it alone."""

# Each takes the Bench and yields its rows; in the order of the table.
PARTS = {
    "generator": "bench.parts.generating.run",
    "cast": "bench.parts.casting.run",
    "result": "bench.parts.reading.run_results",
    "page": "bench.parts.reading.run_pages",
    "pages": "bench.parts.paging.run",
    "proxy": "bench.parts.proxying.run",
    "growth": "bench.parts.growing.run",
    "discussion": "bench.parts.discussing.run",
    "commands": "bench.parts.commands.run",
    "readers": "bench.parts.gathering.run",
    "streams": "bench.parts.streaming.run",
    "many": "bench.parts.streaming.run_many",
    "groups": "bench.parts.grouping.run",
    "insight": "bench.parts.insight.run",
    "restart": "bench.parts.restarting.run",
    "kill": "bench.parts.killing.run",
}
