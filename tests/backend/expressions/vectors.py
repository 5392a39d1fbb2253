"""The cases that all evaluators run, read once, and the records that they are run on."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from backend.expressions.context import Context
from backend.fields.date_time import moment_of
from backend.fields.definition import Field
from tests.backend.expressions.memory import Memory

VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[2] / "vectors" / "expressions.json").read_text())
ENTITY: str = VECTORS["entity"]
CASES: list[dict[str, Any]] = VECTORS["cases"]
REFUSED: list[dict[str, Any]] = VECTORS["refused"]
RULES: list[dict[str, Any]] = VECTORS["rules"]
REFUSED_RULES: list[dict[str, Any]] = VECTORS["refusedRules"]


def document(field: dict[str, Any]) -> dict[str, Any]:
    """Return a field as the model document has it, choices being objects there."""
    return {**field, "choices": [{"id": one, "label": {}} for one in field.get("choices", ())]}


def context_of(asked: dict[str, Any]) -> Context:
    """Read one of the contexts."""
    now = moment_of(asked["now"])
    assert now is not None
    return Context.at(
        asked["person"],
        now,
        ZoneInfo(asked["zone"]),
        teams=frozenset(asked["teams"]),
        reports=frozenset(asked["reports"]),
        report_teams=frozenset(asked["reportTeams"]),
        unit=asked["unit"],
        language=asked["language"],
    )


FIELDS = {
    entity: {field["id"]: Field.of(document(field)) for field in fields}
    for entity, fields in VECTORS["fields"].items()
}
CONTEXTS = [context_of(asked) for asked in VECTORS["contexts"]]
CONTEXT = Context(
    VECTORS["person"],
    dt.date.fromisoformat(VECTORS["today"]),
    dt.timezone(dt.timedelta(minutes=VECTORS["zoneMinutes"])),
)
MEMORY = Memory(FIELDS, VECTORS["records"])


def context_for(case: dict[str, Any]) -> Context:
    """Return who asks in a case, and when."""
    return CONTEXTS[case.get("context", 0)]


def written_out(case: dict[str, Any]) -> Any:
    """Return the tree of a refused case with what repeats in it written out."""
    tree = case["filter"]
    if "repeat" not in case:
        return tree
    key, count = case["repeat"]["at"], case["repeat"]["count"]
    return {**tree, key: tree[key] * count}
