"""The checks of policies: a field has one that fits its type, a group has one for all of it."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from backend.metadata.checks import model_findings
from backend.metadata.policies import policies_of, policy_of
from backend.protocol.model import COMBINING_POLICIES, FIELD_TYPES, PLAIN_POLICIES
from tests.backend.metadata.builders import Document, model

PLACES = [("entities", "order", "fields", name, "policy") for name in ("placed", "status")]


def with_policies(of_entity: str = "ask", **fields: dict[str, Any]) -> Document:
    """Return the model with these keys of fields of orders."""
    document = copy.deepcopy(model())
    order = next(one for one in document["entities"] if one["id"] == "order")
    order["policy"] = of_entity
    for field in order["fields"]:
        field.update(fields.get(field["id"], {}))
    return document


@pytest.mark.feature("ADM-07", "BEY-03")
@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"placed": {"policy": "add"}}, "policy-type"),
        ({"placed": {"policy": "greatest", "group": "times"}}, "policy-of-group"),
        ({"placed": {"policy": "greatest", "unique": True}}, "policy-of-unique"),
        (
            {"status": {"policy": "office", "group": "times"}, "placed": {"group": "times"}},
            "policies-of-group",
        ),
    ],
)
def test_a_policy_that_cannot_be_is_found_at_its_place(fields: dict[str, Any], code: str) -> None:
    document = with_policies(**fields)

    found = model_findings(document)

    # Of a group that differs the later field is named.
    assert len([one for one in found if one.code == f"design-{code}" and one.path in PLACES]) == 1


@pytest.mark.feature("ADM-07", "BEY-03")
@pytest.mark.parametrize("policy", ["ask", "office", "device", "greatest", "least", None])
def test_a_field_may_have_every_policy_of_its_type(policy: str | None) -> None:
    document = with_policies("merge", placed={"policy": policy})

    found = model_findings(document)

    assert found == []


@pytest.mark.feature("BEY-03")
def test_a_group_may_have_one_policy_said_by_a_field_or_by_the_entity() -> None:
    document = with_policies(
        "office", status={"policy": "office", "group": "times"}, placed={"group": "times"}
    )

    found = model_findings(document)

    assert found == []


@pytest.mark.feature("BEY-03")
def test_every_combining_policy_is_of_some_type_and_every_type_may_ask_and_let_one_win() -> None:
    of_types = {kind: policies_of({"type": kind}) for kind in FIELD_TYPES}

    combining = {policy for policies in of_types.values() for policy in policies} - {*PLAIN_POLICIES}

    assert combining == {*COMBINING_POLICIES}
    assert all(policies[:3] == PLAIN_POLICIES for policies in of_types.values())


@pytest.mark.parametrize(
    ("field", "of_entity", "expected"),
    [
        ({"type": "text"}, None, "ask"),
        ({"type": "text"}, "device", "device"),
        ({"type": "text", "policy": "ask"}, "device", "ask"),
        ({"type": "multi_line"}, "merge", "lines"),
        ({"type": "integer"}, "merge", "ask"),
        ({"type": "multi_line", "group": "g"}, "merge", "ask"),
        ({"type": "multi_line", "policy": "union", "group": "g"}, "ask", "ask"),
        ({"type": "yes_no", "policy": "add"}, "office", "ask"),
    ],
)
def test_the_policy_of_a_field_is_its_own_or_that_of_its_entity(
    field: Document, of_entity: str | None, expected: str
) -> None:
    holds = policy_of(field, of_entity)

    assert holds == expected
