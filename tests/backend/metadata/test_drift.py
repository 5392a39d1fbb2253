"""What pages show and no profile takes along is told, and nothing else."""

from __future__ import annotations

import pytest

from backend.metadata.drift import drift
from backend.metadata.model import Model
from tests.backend.metadata.builders import model, part, profile, workspace

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
