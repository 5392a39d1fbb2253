"""Practice records of a design: they fill its preview, stay the same, and belong to who looks."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from backend.metadata.built_in import BUILT_IN
from backend.metadata.documents import whole
from backend.metadata.practice.for_design import COUNT, practice
from backend.protocol.model import Model
from backend.protocol.workspaces import Workspace

PACKAGES = Path(__file__).parents[3] / "workspaces"
TODAY = date(2026, 11, 21)


def design(package: str) -> tuple[dict[str, Any], dict[str, Any]]:
    workspace = json.loads((PACKAGES / package / "workspace.json").read_text())
    entities = json.loads((PACKAGES / package / "model.json").read_text())["entities"]
    return whole(Workspace, workspace), whole(Model, {"entities": [*BUILT_IN, *entities]})


def rows(found: dict[str, Any], entity: str) -> list[list[Any]]:
    return next(put["rows"] for put in found["put"] if put["entity"] == entity)


@pytest.mark.parametrize(
    ("package", "entity"), [("sales_orders", "sales_order"), ("expense_management", "expense_report")]
)
def test_every_entity_of_a_design_has_records_whose_lookups_lead_somewhere(package: str, entity: str) -> None:
    workspace, model = design(package)

    found = practice(workspace, model, TODAY)

    ids = {row[0] for put in found["put"] for row in put["rows"]}
    definition = next(one for one in model["entities"] if one["id"] == entity)
    lookups = {field["id"] for field in definition["fields"] if field["type"] == "lookup"}
    assert len(rows(found, entity)) == COUNT
    assert {row[2][lookup] for row in rows(found, entity) for lookup in lookups if lookup in row[2]} <= ids


def test_the_same_design_gets_the_same_records() -> None:
    workspace, model = design("sales_orders")

    first, again = practice(workspace, model, TODAY), practice(workspace, model, TODAY)

    assert first == again


def test_most_records_that_belong_to_persons_are_of_the_person_who_looks_and_some_are_not() -> None:
    workspace, model = design("expense_management")

    found = practice(workspace, model, TODAY)

    owners = [row[2]["owner"] for row in rows(found, "expense_report")]
    assert owners.count(found["person"]) > COUNT / 2
    assert len(set(owners)) > 1
    assert found["name"]
