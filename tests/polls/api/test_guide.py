"""The guide for developers, held against what is answered."""

import json
import re

from django.conf import settings
from django.test import Client

from polls import kinds
from polls.api.result_shapes import ChoiceResult, Hidden, Statement
from tests.polls.api.asking import ROOT

GUIDE = (settings.BASE_DIR / "docs" / "api.md").read_text()
EXAMPLES = [json.loads(found) for found in re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)]


def document() -> dict[str, dict[str, object]]:
    told: dict[str, dict[str, object]] = Client().get(f"{ROOT}openapi.json").json()
    return told


def test_the_guide_names_every_address_and_no_other() -> None:
    told = set(re.findall(r"^\| `(/[^`]+)` \|", GUIDE, re.MULTILINE))
    assert told == {path.removeprefix(ROOT.rstrip("/")) for path in document()["paths"]}


def test_the_guide_tells_every_kind() -> None:
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \| [^|]+ \| [^|]+ \|$", GUIDE, re.MULTILINE)
    told = {kind for row in rows for kind in re.findall(r"\w+", row)}
    assert told == {kind.name for kind in kinds.every()}


def test_the_guides_results_have_the_fields_that_results_have() -> None:
    result, hidden, comment = (
        next(example for example in EXAMPLES if name in example)
        for name in ("tally", "reason", "author")
    )
    assert ChoiceResult.model_validate(result).model_dump(mode="json") == result
    assert Hidden.model_validate(hidden).model_dump(mode="json") == hidden
    schemas = document()["components"]["schemas"]
    assert set(comment) == set(schemas["OneComment"]["properties"])  # type: ignore[index]


def test_the_guide_tells_what_a_statement_has() -> None:
    row = next(line for line in GUIDE.splitlines() if line.startswith("| `statements` |"))
    fields = {field.alias or name for name, field in Statement.model_fields.items()}
    assert fields < set(re.findall(r"`(\w+)`", row))


def test_the_guide_tells_every_status() -> None:
    told = set(re.findall(r"^\| (\d{3}) \|", GUIDE, re.MULTILINE))
    answers = {
        status
        for operations in document()["paths"].values()
        for operation in operations.values()
        for status in operation["responses"]
    }
    assert told == answers - {"200"} | {"405"}
