"""Tests of the check of filters, and of their meaning in Python."""

from __future__ import annotations

from typing import Any

import pytest

from backend.expressions.evaluate import holds
from backend.expressions.operators import OPERATORS
from backend.expressions.tree import MOST_NODES, check, walk
from backend.fields.definition import Field
from backend.fields.registry import type_of
from tests.backend.expressions.vectors import CASES, CONTEXT, ENTITY, FIELDS, REFUSED, VECTORS


def follow(record: str, path: str) -> tuple[Field, Any]:
    """Walk a path from an order, over plain dictionaries."""
    walked = walk(path, ENTITY, FIELDS.get)
    assert walked is not None
    lookups, end = walked
    entity: str = ENTITY
    at: str | None = record
    for lookup in lookups:
        at = wire(entity, at, lookup.id)
        entity = str(lookup.target)
    return end, type_of(end).parse(wire(entity, at, end.id), end)


def wire(entity: str, record: str | None, field: str) -> Any:
    if record is None:
        return None
    found = VECTORS["records"][entity][record]
    return found["values"].get(field, found.get("owner") if field == "owner" else None)


@pytest.mark.invariant(24)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_filter_means_in_python_what_it_means_everywhere(case: dict[str, Any]) -> None:
    orders = VECTORS["records"][ENTITY]

    found = [r for r in orders if holds(case["filter"], lambda path, r=r: follow(r, path), CONTEXT)]

    assert found == case["holds"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_nothing_is_found_wrong_with_a_filter_that_works(case: dict[str, Any]) -> None:
    assert check(case["filter"], ENTITY, FIELDS.get) == []


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["name"])
def test_what_is_wrong_with_a_filter_is_said_with_its_place(case: dict[str, Any]) -> None:
    findings = check(case["filter"], ENTITY, FIELDS.get)

    assert [(finding.code, finding.place) for finding in findings] == [(case["code"], case["place"])]


def test_every_operator_has_a_case() -> None:
    def operators(tree: dict[str, Any]) -> set[str]:
        return {tree["op"]}.union(*(operators(part) for part in tree.get("of", ())))

    shown = set().union(*(operators(case["filter"]) for case in CASES))

    assert shown >= OPERATORS.keys()


def test_a_filter_of_thousands_of_conditions_is_refused_before_it_is_read() -> None:
    leaf = {"op": "null", "path": "title"}
    deep: Any = leaf
    for _ in range(5000):
        deep = {"op": "not", "of": [deep]}

    wide = check({"op": "or", "of": [leaf] * 5000}, ENTITY, FIELDS.get)
    nested = check(deep, ENTITY, FIELDS.get)

    assert [finding.code for finding in wide] == ["filter-too-long"]
    assert [finding.code for finding in nested] == ["filter-too-long"]
    assert wide[0].arguments["most"] == MOST_NODES
