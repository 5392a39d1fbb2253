"""Which version of the language brought which operator, and what a client of a version lacks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backend.expressions import versions
from backend.expressions.operators import GROUPS, OPERATORS
from backend.expressions.rule_operators import AGGREGATES, COMPARISONS, VALUE_OPERATORS
from backend.expressions.tree import RELATED

pytestmark = pytest.mark.feature("L45")

TOLD = json.loads((Path(__file__).resolve().parents[2] / "vectors" / "expression_versions.json").read_text())
NODES = {"value", "field", "user", "current-day", "current-moment", "if", "missing"}
"""Nodes of rules that are no operators of values."""


def test_every_operator_that_this_server_knows_came_with_exactly_one_version() -> None:
    known = {*GROUPS, *OPERATORS, RELATED, *VALUE_OPERATORS, *AGGREGATES, *COMPARISONS, *NODES}

    brought = [name for names in versions.BROUGHT.values() for name in names]

    assert sorted(brought) == sorted(known)
    assert sorted(versions.BROUGHT) == list(range(versions.OLDEST, versions.newest() + 1))


def test_the_table_is_the_one_that_the_phone_is_held_against() -> None:
    assert {str(version): sorted(names) for version, names in versions.BROUGHT.items()} == TOLD["versions"]


def test_a_client_lacks_what_came_after_its_version_wherever_it_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    later = {2: frozenset({"within-distance"}), 3: frozenset({"median-of"})}
    monkeypatch.setattr(versions, "BROUGHT", {**versions.BROUGHT, **later})
    nested = {"op": "not", "of": [{"op": "eq", "path": "a"}, {"op": "within-distance", "path": "place"}]}
    lines = {"op": "median-of", "entity": "line", "parent": "order", "of": [{"op": "field", "path": "sum"}]}
    compared = {
        "op": "gt",
        "left": {"op": "first-of", "of": [lines, {"op": "value", "type": "integer", "value": 0}]},
        "right": {"op": "field", "path": "limit"},
    }

    lacked = [versions.lacking([nested, compared], version) for version in (1, 2, 3, 4)]

    assert lacked == [("median-of", "within-distance"), ("median-of",), (), ()]
