"""Tests of rules in Python: what they compute, and what is refused of them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from backend.expressions import letter_case
from backend.expressions.operators import GROUPS, OPERATORS
from backend.expressions.rule_checks import check_condition, check_value
from backend.expressions.rule_operators import AGGREGATES, VALUE_OPERATORS
from backend.expressions.rules import compile_rule_condition, compile_value, wire
from tests.backend.expressions.vectors import ENTITY, FIELDS, MEMORY, REFUSED_RULES, RULES, context_for

LETTERS = json.loads((Path(__file__).parents[2] / "vectors" / "fold" / "letter_case.json").read_text())
VALUES = [case for case in RULES if "rule" in case]
CONDITIONS = [case for case in RULES if "condition" in case]


@pytest.mark.invariant(24)
@pytest.mark.parametrize("case", VALUES, ids=lambda case: case["name"])
def test_a_value_is_computed_in_python_as_it_is_everywhere(case: dict[str, Any]) -> None:
    reader = MEMORY.reader(ENTITY)
    value = compile_value(case["rule"], ENTITY, FIELDS.get, reader, context_for(case))

    found = [wire(value.of(record), value.type) for record in MEMORY.records[ENTITY].values()]

    assert (value.type.kind, found) == (case["type"], case["values"])


@pytest.mark.invariant(24)
@pytest.mark.parametrize("case", CONDITIONS, ids=lambda case: case["name"])
def test_a_condition_of_rules_means_in_python_what_it_means_everywhere(case: dict[str, Any]) -> None:
    assert check_condition(case["condition"], ENTITY, FIELDS.get) == []

    meets = compile_rule_condition(case["condition"], FIELDS.get, MEMORY.reader(ENTITY), context_for(case))

    assert [id_ for id_, record in MEMORY.records[ENTITY].items() if meets(record)] == case["holds"]


@pytest.mark.parametrize("case", REFUSED_RULES, ids=lambda case: case["name"])
def test_what_is_wrong_with_a_rule_is_said_with_its_place(case: dict[str, Any]) -> None:
    if "rule" in case:
        _, findings = check_value(_wrapped(case["rule"], "negate", case), ENTITY, FIELDS.get)
    else:
        findings = check_condition(_wrapped(case["condition"], "not", case), ENTITY, FIELDS.get)

    assert [(finding.code, finding.place) for finding in findings] == [(case["code"], case["place"])]


def test_every_operator_of_rules_has_a_case() -> None:
    shown = {operator for case in RULES for operator in _operators(case)}

    assert shown >= {*VALUE_OPERATORS, *AGGREGATES, "value", "field", "user", "if", "missing"}
    assert shown >= {"current-day", "current-moment", "eq", "ne", "gt", "ge", "lt", "le"}


@pytest.mark.parametrize(("name", "change"), [("lower", letter_case.lower), ("upper", letter_case.upper)])
def test_letters_change_as_unicode_says_of_each_code_point(name: str, change: Any) -> None:
    size, differing = LETTERS["blockSize"], []
    for number, expected in enumerate(LETTERS[name]):
        points = range(number * size, (number + 1) * size)
        text = "|".join(change(chr(point)) for point in points if not 0xD800 <= point < 0xE000)
        if hashlib.sha256(text.encode()).hexdigest()[:16] != expected:
            differing.append(points)

    assert differing == []


def test_letters_change_without_regard_to_their_neighbours() -> None:
    assert letter_case.lower("ΑΣ ΑΣΑ") == "ασ ασα"


def _wrapped(tree: Any, op: str, case: dict[str, Any]) -> Any:
    for _ in range(case.get("wrap", 0)):
        tree = {"op": op, "of": [tree]}
    return tree


def _operators(node: Any) -> set[str]:
    if isinstance(node, list):
        return set().union(*map(_operators, node))
    if not isinstance(node, dict):
        return set()
    return {str(node.get("op"))}.union(*map(_operators, node.values()))


def test_every_operator_is_described() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "expressions.md").read_text()
    known = {
        *OPERATORS,
        *GROUPS,
        *VALUE_OPERATORS,
        *AGGREGATES,
        "related",
        "missing",
        "value",
        "field",
        "user",
    }

    missing = {op for op in known if f"`{op}`" not in guide and f'"{op}"' not in guide}

    assert missing == set()
