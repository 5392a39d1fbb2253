"""One rule, one verdict: the cases that the phone runs as well (``tests/frontend/metadata``)."""

from __future__ import annotations

from typing import Any

import pytest

from backend.records.acts import Intent
from backend.records.layout import layout_of
from backend.records.work import Work
from tests.backend.records import rule_vectors
from tests.backend.records.rule_vectors import MODEL, RULES, VECTORS, Memory

CASES = [pytest.param(one, id=one["name"]) for one in VECTORS["cases"]]
BEGUN = [pytest.param(one, id=one["name"]) for one in VECTORS["begun"]]


def unmet(memory: Memory, entity: str, identity: str) -> dict[str, Any] | None:
    """Return the first thing that a record does not meet."""
    work = Work(Intent(entity, identity, "edit"), layout_of(MODEL, entity))
    problem = RULES.unmet(work, memory.all[entity][identity])
    if problem is None:
        return None
    found = {"code": problem.code, "field": problem.field}
    return found | {key: problem.arguments[key] for key in ("rule", "message") if key in problem.arguments}


@pytest.mark.feature("BEY-20", "L23")
@pytest.mark.parametrize("case", CASES)
def test_rules_make_of_a_record_what_they_make_of_it_on_a_phone(case: dict[str, Any]) -> None:
    memory = Memory()

    found = rule_vectors.computed(memory, case["entity"], case["record"])

    assert found == case["computed"]


@pytest.mark.feature("BEY-20")
@pytest.mark.parametrize("case", CASES)
def test_a_record_meets_its_rules_or_not_as_on_a_phone(case: dict[str, Any]) -> None:
    memory = Memory()

    found = unmet(memory, case["entity"], case["record"])

    assert found == case["unmet"]


@pytest.mark.feature("BEY-20")
@pytest.mark.parametrize("case", BEGUN)
def test_a_new_record_begins_as_on_a_phone(case: dict[str, Any]) -> None:
    found = rule_vectors.begun(Memory(), case["entity"], case["given"])

    assert found == case["begun"]
