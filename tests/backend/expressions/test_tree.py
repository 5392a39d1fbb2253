"""Tests of the check of filters: what works passes, and what is wrong is said with its place."""

from __future__ import annotations

from typing import Any

import pytest

from backend.expressions.tree import MOST_NODES, check
from tests.backend.expressions.vectors import CASES, ENTITY, FIELDS, REFUSED, written_out


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_nothing_is_found_wrong_with_a_filter_that_works(case: dict[str, Any]) -> None:
    assert check(case["filter"], ENTITY, FIELDS.get) == []


@pytest.mark.feature("DAT-03")
@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["name"])
def test_what_is_wrong_with_a_filter_is_said_with_its_place(case: dict[str, Any]) -> None:
    findings = check(written_out(case), ENTITY, FIELDS.get, related=case.get("related"))

    assert [(finding.code, finding.place) for finding in findings] == [(case["code"], case["place"])]


@pytest.mark.parametrize(
    "leaf", [{"op": "related", "path": "customer"}, {"op": "related", "from": "order_line", "path": "order"}]
)
def test_an_offline_rule_may_ask_for_what_is_related_in_the_profile(leaf: dict[str, Any]) -> None:
    tree = {"op": "and", "of": [leaf, {"op": "eq-userid", "path": "owner"}]}

    findings = check(tree, ENTITY, FIELDS.get, related=("order", "order_line", "customer"))

    assert findings == []


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
