"""The filter cases that all evaluators run, read once."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from backend.expressions.context import Context
from backend.fields.definition import Field

VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[2] / "vectors" / "expressions.json").read_text())
ENTITY: str = VECTORS["entity"]
CASES: list[dict[str, Any]] = VECTORS["cases"]
REFUSED: list[dict[str, Any]] = VECTORS["refused"]
CONTEXT = Context(
    VECTORS["person"],
    dt.date.fromisoformat(VECTORS["today"]),
    dt.timezone(dt.timedelta(minutes=VECTORS["zoneMinutes"])),
)


def document(field: dict[str, Any]) -> dict[str, Any]:
    """Return a field as the model document has it, choices being objects there."""
    return {**field, "choices": [{"id": one, "label": {}} for one in field.get("choices", ())]}


FIELDS = {
    entity: {field["id"]: Field.of(document(field)) for field in fields}
    for entity, fields in VECTORS["fields"].items()
}
