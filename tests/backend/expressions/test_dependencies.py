"""Tests of what a tree depends on: the fields that it reads, the way to each, and the context."""

from __future__ import annotations

from typing import Any

import pytest

from backend.expressions.dependencies import Read, Step, reads, related_entities, related_leaves, uses
from tests.backend.expressions.vectors import CASES, ENTITY, FIELDS, RULES

CUSTOMER = Step("order", "customer")
LINES = Step("order_line", "order", back=True)
RELATED = {"op": "related", "path": "customer"}
BACK = {"op": "related", "from": "order_line", "path": "order"}

READS: list[tuple[dict[str, Any], set[Read]]] = [
    ({"op": "null", "path": "title"}, {Read("order", "title")}),
    (
        {"op": "like", "path": "customer.contact.name", "value": "a"},
        {
            Read("order", "customer"),
            Read("customer", "contact", (CUSTOMER,)),
            Read("person", "name", (CUSTOMER, Step("customer", "contact"))),
        },
    ),
    (
        {"op": "not", "of": [{"op": "eq-businessid", "path": "owner.unit"}]},
        {Read("order", "owner"), Read("person", "unit", (Step("order", "owner"),))},
    ),
    (RELATED, {Read("order", "customer")}),
    (BACK, {Read("order_line", "order", (LINES,))}),
    (
        {"op": "eq", "left": {"op": "field", "path": "lines"}, "right": {"op": "user", "what": "unit"}},
        {Read("order", "lines")},
    ),
    (
        {
            "op": "sum",
            "entity": "order_line",
            "parent": "order",
            "where": {"op": "null", "path": "order.title"},
            "of": [{"op": "field", "path": "quantity"}],
        },
        {
            Read("order_line", "order", (LINES,)),
            Read("order", "title", (LINES, Step("order_line", "order"))),
            Read("order_line", "quantity", (LINES,)),
        },
    ),
]

USES: list[tuple[dict[str, Any], set[str]]] = [
    ({"op": "null", "path": "title"}, set()),
    ({"op": "ne-userid", "path": "owner"}, {"person"}),
    ({"op": "eq-userteams", "path": "team"}, {"teams"}),
    (
        {"op": "eq-useroruserhierarchyandteams", "path": "team"},
        {"person", "teams", "reports", "report_teams"},
    ),
    ({"op": "not", "of": [{"op": "ne-businessid", "path": "unit"}]}, {"unit"}),
    ({"op": "eq-userlanguage", "path": "lang"}, {"language"}),
    ({"op": "older-than-x-days", "path": "due", "value": 3}, {"today", "zone"}),
    ({"op": "eq", "path": "due", "value": "2026-11-18"}, set()),
    ({"op": "eq", "left": {"op": "current-day"}, "right": {"op": "field", "path": "due"}}, {"today", "zone"}),
    ({"op": "day-of", "of": [{"op": "current-moment"}]}, {"now", "zone"}),
    ({"op": "user", "what": "language"}, {"language"}),
]


@pytest.mark.parametrize(("tree", "expected"), READS)
def test_a_tree_reads_fields_by_the_lookups_that_it_walks(tree: dict[str, Any], expected: set[Read]) -> None:
    assert reads(tree, ENTITY, FIELDS.get) == expected


@pytest.mark.parametrize(("tree", "expected"), USES)
def test_a_tree_uses_parts_of_the_context(tree: dict[str, Any], expected: set[str]) -> None:
    assert uses(tree) == expected


def test_an_offline_rule_names_the_entities_on_whose_scope_it_hangs() -> None:
    tree = {"op": "or", "of": [{"op": "null", "path": "title"}, {"op": "and", "of": [RELATED, BACK]}]}

    leaves, entities = related_leaves(tree), related_entities(tree, ENTITY, FIELDS.get)

    assert (sorted(map(str, leaves)), entities) == (
        sorted(map(str, (RELATED, BACK))),
        {"customer", "order_line"},
    )


def test_every_case_reads_only_fields_that_there_are() -> None:
    trees = [case.get("filter") or case.get("rule") or case["condition"] for case in (*CASES, *RULES)]

    found = set().union(*(reads(tree, ENTITY, FIELDS.get) for tree in trees))

    assert {
        (one.entity, one.field) for one in found if one.field not in (*FIELDS[one.entity], "owner")
    } == set()
    assert {"order", "customer", "person", "order_line"} <= {one.entity for one in found}
