"""Tests that filters mean in SQL what they mean everywhere, on both databases."""

from __future__ import annotations

import datetime as dt

import pytest

from backend.database import Database
from backend.expressions.context import Context
from backend.expressions.sql import MOST_BOUND
from backend.expressions.tree import check
from backend.fields.currencies import CURRENCY_SCALES
from tests.backend.expressions.stored import Stored
from tests.backend.expressions.vectors import CASES, ENTITY, FIELDS, MEMORY, VECTORS, context_for

SOME = sorted(CURRENCY_SCALES)


@pytest.mark.invariant(24)
@pytest.mark.feature("DAT-03")
@pytest.mark.feature("BL-13", "L27")
@pytest.mark.parametrize("sure", [True, False])
def test_a_filter_means_in_sql_what_it_means_everywhere(database: Database, sure: bool) -> None:
    stored = Stored(database, VECTORS["fields"], MEMORY, ENTITY)

    found = stored.ask([(case["filter"], context_for(case)) for case in CASES], sure=sure)

    assert {case["name"]: sorted(ids) for case, ids in zip(CASES, found, strict=True)} == {
        case["name"]: case["holds"] for case in CASES
    }


LARGEST = {
    "199 conditions through three lookups": {
        "op": "or",
        "of": [{"op": "ne", "path": "customer.contact.manager.name", "value": f"x{n}"} for n in range(199)],
    },
    "2,000 amounts in every currency": {
        "op": "or",
        "of": [
            {
                "op": "not-in",
                "path": path,
                "value": [{"amount": str(n), "currency": SOME[n % len(SOME)]} for n in range(500)],
            }
            for path in ("price", "fee", "price", "fee")
        ],
    },
    "2,000 texts": {
        "op": "and",
        "of": [
            {"op": "not-in", "path": "title", "value": [f"{n} {m}" for n in range(500)]} for m in range(4)
        ],
    },
    "a text that grows when it is folded": {"op": "not-like", "path": "remark", "value": "\ufdfa" * 1000},
    "a text of wild cards": {"op": "not-end-with", "path": "remark", "value": "%_/\\" * 250},
    "199 texts of wild cards": {
        "op": "and",
        "of": [{"op": "not-like", "path": "remark", "value": "%" * 1000}] * 199,
    },
}


@pytest.mark.parametrize("name", LARGEST)
def test_the_largest_filters_that_pass_their_check_can_be_asked(database: Database, name: str) -> None:
    stored, tree = Stored(database, VECTORS["fields"], MEMORY, ENTITY), LARGEST[name]
    assert check(tree, ENTITY, FIELDS.get) == []

    found = stored.ask([(tree, context_for({}))])

    assert found == [set(MEMORY.ids(ENTITY))]


def test_a_person_above_thousands_is_asked_for_in_one_statement(database: Database) -> None:
    stored = Stored(database, VECTORS["fields"], MEMORY, ENTITY)
    people = [f"01900000-0000-7000-8000-{number:012d}" for number in range(2, 40_000)]
    context = Context(people[0], dt.date(2026, 11, 18), reports=frozenset(people[1:]))
    assert len(context.reports) > MOST_BOUND

    found = stored.ask([({"op": "eq-useroruserhierarchy", "path": "assignee"}, context)])

    assert found == [{f"01900000-0000-7000-a000-{number:012d}" for number in (2, 3, 5, 6)}]
