"""What pages show and no profile takes along is told, and nothing else."""

from __future__ import annotations

import pytest

from backend.metadata.drift import drift
from backend.metadata.model import Model
from tests.backend.metadata import all_blocks
from tests.backend.metadata.builders import Document, model, part, profile, workspace

MODEL = Model.of(model())


@pytest.mark.feature("MET-06")
def test_a_workspace_whose_records_all_come_along_has_no_drift() -> None:
    assert drift(workspace(), [profile(part("order")), profile(part("customer"), id="other")], MODEL) == []


@pytest.mark.feature("MET-06")
def test_a_field_that_no_profile_carries_is_told_wherever_it_is_shown() -> None:
    narrow = profile(part("order", fields=[{"id": "customer"}, {"id": "status"}]), part("customer"))

    found = drift(workspace(), [narrow], MODEL)

    assert {one.level for one in found} == {"warning"}
    assert {one.arguments["name"] for one in found} == {"total", "placed", "remark", "photo"}
    assert drift(workspace(), [narrow, profile(part("order"), id="wide")], MODEL) == []


@pytest.mark.feature("MET-06")
@pytest.mark.feature("DAT-14")
def test_a_lookup_to_what_no_profile_carries_is_told_at_the_path_through_it() -> None:
    found = drift(workspace(), [profile(part("order"), part("customer", direction="none"))], MODEL)

    assert {(one.code, one.arguments["entity"]) for one in found} == {
        ("design-not-offline-entity", "customer")
    }
    assert ("pages", "order_list", "blocks", "rows", "search", "customer.name") in {one.path for one in found}


EVERY = Model.of(all_blocks.MODEL)
NARROW = profile(part("order", fields=[{"id": "customer"}]), part("customer"), part("person"), part("line"))


def warned(block: Document) -> set[tuple[str, str]]:
    """What a block adds, deep in groups: the last parts of its places, and the fields."""
    deep = all_blocks.grouped("one", all_blocks.grouped("two", block))
    return {
        ("/".join(one.path[one.path.index(block["id"]) + 1 :]), one.arguments["name"])
        for one in drift(all_blocks.built(deep), [NARROW], EVERY)
        if block["id"] in one.path
    }


@pytest.mark.feature("MET-06")
@pytest.mark.parametrize(
    ("kind", "more", "places"),
    [
        ("list", {"section": "grade"}, {("section", "grade")}),
        ("fields", {}, {("fields/a/field", "total")}),
        ("link", {}, {("countFrom", "lines")}),
        ("part", {"through": "rival"}, {("through", "rival")}),
        ("chart", {}, {("measure/field", "total")}),
        ("chart", {"by": "grade"}, {("measure/field", "total"), ("by", "grade")}),
        ("calendar", {}, {("date", "placed")}),
        ("report", {}, {("groups/status", "status"), ("columns/t/field", "total")}),
        ("timer", {}, {("since", "begun"), ("until", "placed")}),
        (
            "link",
            {"countFrom": None, "visibleWhen": {"op": "not-null", "path": "remark"}},
            {("visibleWhen", "remark")},
        ),
        (
            "calendar",
            {"date": "placed", "condition": {"op": "not-null", "path": "grade"}},
            {("date", "placed"), ("condition", "grade")},
        ),
    ],
)
def test_what_a_block_needs_and_no_profile_carries_is_told_at_its_place(
    kind: str, more: Document, places: set[tuple[str, str]]
) -> None:
    block = {**all_blocks.SOUND[kind], **more}

    assert warned(block) == places


@pytest.mark.feature("MET-06")
def test_a_chart_of_records_that_no_profile_carries_is_told() -> None:
    lines = {
        "id": "x", "type": "chart", "entity": "line", "style": "number", "measure": {"of": "count"},
    }  # fmt: skip
    document = all_blocks.built(all_blocks.grouped("g", lines))

    found = drift(document, [profile(part("order"), part("customer"), part("person"))], EVERY)

    assert {(one.code, one.path[-1]) for one in found} == {("design-not-offline-entity", "entity")}
