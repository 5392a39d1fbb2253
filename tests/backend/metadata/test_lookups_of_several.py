"""Lookups of several in designs: they lead nowhere, ask for their records in forms, and are made up."""

from __future__ import annotations

import datetime as dt

import pytest

from backend.fields.definition import Field
from backend.fields.registry import canonical
from backend.metadata.checks import design_findings
from backend.metadata.field_paths import field_at
from backend.metadata.model import Model
from backend.metadata.offline_gaps import gaps
from backend.metadata.policies import policies_of
from backend.metadata.practice import values
from backend.metadata.practice.source import Source
from backend.metadata.profiles import other_side
from backend.metadata.starter import workspace_from_entity
from backend.metadata.versions import may_become
from tests.backend.metadata.builders import CATALOGUE, entity, field, model, new_design, part, profile

GUESTS = field("guests", "lookup", target="guest", several=True, required=True)
DOCUMENT = model(
    entity("guest", field("name")), entity("dinner", field("name"), field("day", "date"), GUESTS)
)
MODEL = Model.of(DOCUMENT)
DINNER = MODEL.entity("dinner").fields


@pytest.mark.feature("DSG-16")
def test_no_path_and_no_relation_leads_through_it() -> None:
    assert field_at(MODEL, "dinner", "guests") == DINNER["guests"]
    assert field_at(MODEL, "dinner", "guests.name") is None
    assert other_side({"path": "guests", "from": None}, "dinner", MODEL) is None
    assert other_side({"path": "guests", "from": "dinner"}, "guest", MODEL) is None


def test_it_never_becomes_a_lookup_of_one_or_the_other_way_round() -> None:
    one = {**DINNER["guests"], "several": False}

    assert not may_become(DINNER["guests"], one)
    assert not may_become(one, DINNER["guests"])


def test_what_two_people_choose_may_be_put_together() -> None:
    assert "union" in policies_of(DINNER["guests"])
    assert "union" not in policies_of({**DINNER["guests"], "several": False})


@pytest.mark.feature("DSG-02")
def test_a_workspace_made_of_an_entity_that_has_one_is_sound_and_asks_for_it_in_its_forms() -> None:
    made = workspace_from_entity(new_design(), MODEL, "dinner", CATALOGUE)

    assert [one.code for one in design_findings(made, DOCUMENT, published=None)] == []
    forms = [action for action in made["actions"] if action["kind"] in ("create", "edit")]
    assert all("guests" in [one["field"] for one in form["fields"]] for form in forms)


@pytest.mark.feature("DAT-14")
def test_its_records_that_stay_at_the_office_are_a_gap_of_the_forms_that_ask_for_it() -> None:
    made = workspace_from_entity(new_design(), MODEL, "dinner", CATALOGUE)

    lacking = gaps(made, MODEL, [profile(part("dinner"))])
    whole = gaps(made, MODEL, [profile(part("dinner"), part("guest"))])

    of_forms = [gap for gap in lacking if gap.finding.path[0] == "actions"]
    assert {(gap.finding.code, gap.entity) for gap in of_forms} == {("design-lookup-not-offline", "guest")}
    assert whole == []


@pytest.mark.feature("BEY-25")
def test_practice_data_point_at_some_of_what_was_made_before() -> None:
    made = values.records(MODEL, ["dinner"], Source("practice", dt.date(2026, 11, 21)), 20)

    guests = {one.id for one in made if one.entity == "guest"}
    chosen = [one.values["guests"] for one in made if one.entity == "dinner"]
    assert all(canonical(some, Field.of(GUESTS)) == some and set(some) <= guests for some in chosen)
    assert {len(some) for some in chosen} == {1, 2, 3}
