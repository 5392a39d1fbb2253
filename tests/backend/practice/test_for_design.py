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


@pytest.mark.feature("DSG-04")
def test_pages_that_find_their_record_by_themselves_find_one_in_the_practice_records() -> None:
    workspace, model = design("sales_orders")
    single = {"kind": "single", "blocks": [], "title": {"en": "Own"}}
    own = [
        {**single, "id": "me", "entity": "person", "single": {"of": "me"}},
        {**single, "id": "unit", "entity": "business_unit", "single": {"of": "my_unit"}},
    ]

    found = practice(whole(Workspace, {**workspace, "pages": [*workspace["pages"], *own]}), model, TODAY)

    me = next(row[2] for row in rows(found, "person") if row[0] == found["person"])
    assert me["unit"] in {row[0] for row in rows(found, "business_unit")}


def test_records_that_only_a_block_deep_in_groups_shows_are_made() -> None:
    workspace, model = design("sales_orders")
    chart = {"id": "c", "type": "chart", "entity": "team", "style": "number", "measure": {"of": "count"}}
    group = {"id": "g", "type": "group", "blocks": [{"id": "h", "type": "group", "blocks": [chart]}]}
    page = {"id": "p", "kind": "list", "entity": "person", "title": {"en": "P"}, "blocks": [group]}

    found = practice(whole(Workspace, {**workspace, "pages": [*workspace["pages"], page]}), model, TODAY)

    assert "team" not in {put["entity"] for put in practice(workspace, model, TODAY)["put"]}
    assert len(rows(found, "team")) > 0


@pytest.mark.parametrize("name", ["equipment_no", "order_nr", "number", "customer_no"])
def test_what_a_field_calls_a_number_is_one_whatever_it_numbers(name: str) -> None:
    text = {"id": name, "type": "text", "label": {"en": name}}
    plant = {
        "id": "plant",
        "label": {"en": "Plant"},
        "plural": {"en": "Plants"},
        "title": name,
        "fields": [text],
    }
    page = {"id": "p", "kind": "list", "entity": "plant", "title": {"en": "P"}, "blocks": []}
    workspace = whole(Workspace, {**design("sales_orders")[0], "pages": [page], "actions": []})

    found = practice(workspace, whole(Model, {"entities": [*BUILT_IN, plant]}), TODAY)

    assert all(row[2][name].isdigit() for row in rows(found, "plant"))
