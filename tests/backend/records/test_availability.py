"""A step is done only where its designer's condition is met at the office, whatever the phone has offered."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import pytest

from backend.database import Database
from tests.backend.metadata.rules import compare, lines, value
from tests.backend.metadata.rules import field as read
from tests.backend.records.office import EXPENSES, change, create, edits, new_id, step
from tests.backend.records.ruled import RuledOffice


@pytest.fixture
def office(database: Database) -> RuledOffice:
    return RuledOffice(database)


def only_when(office: RuledOffice, condition: dict[str, Any], entity: str = "report") -> None:
    """Publish that notes may be marked under a condition alone."""
    workspace = copy.deepcopy(EXPENSES)
    marking = next(one for one in workspace["actions"] if one["id"] == "mark")
    marking |= {"availableWhen": condition, "entity": entity}
    marking["settings"][0]["field"] = "note" if entity == "report" else "reason"
    office.metadata = replace(office.metadata, workspaces={"expenses": workspace})


@pytest.mark.feature("BL-05")
def test_a_step_is_done_where_its_condition_is_met(office: RuledOffice) -> None:
    only_when(office, {"op": "eq", "path": "name", "value": "May"})
    may, june = office.make("report", name="May"), office.make("report", name="June")

    outcomes = [office.apply(change(step(one, "mark"))) for one in (may, june)]

    assert [one["status"] for one in outcomes] == ["applied", "rejected"]
    assert outcomes[1]["problem"]["code"] == "step-not-allowed"
    assert "note" not in office.values("report", june)


@pytest.mark.feature("BL-05")
def test_the_condition_is_asked_of_the_record_as_it_stands_at_the_office(office: RuledOffice) -> None:
    only_when(office, {"op": "eq", "path": "name", "value": "May"})
    report = office.make("report", name="June")
    office.apply(change(edits("report", report, 1, name=("June", "May"))))

    outcome = office.apply(change(step(report, "mark", 1)))

    assert outcome["status"] == "applied"


@pytest.mark.feature("BL-05")
def test_the_condition_of_a_step_may_ask_who_takes_it(office: RuledOffice) -> None:
    only_when(office, {"op": "eq-userid", "path": "decided_by"})
    report = office.make("report", name="May")
    mine = office.make("report", name="June")
    for one in ("submit", "approve"):
        office.apply(change(step(mine, one, comment="Fine")))

    outcomes = [office.apply(change(step(one, "mark"))) for one in (report, mine)]

    assert [one["status"] for one in outcomes] == ["rejected", "applied"]


@pytest.mark.feature("BL-05")
def test_the_condition_of_a_step_may_look_at_lines_and_at_what_lookups_lead_to(office: RuledOffice) -> None:
    many = compare("ge", lines("count", "sale_line", "sale"), value("integer", 2))
    large = compare("ge", read("client.discount"), value("decimal", "0.1"))
    only_when(office, {"op": "and", "of": [many, large]}, "sale")
    client = office.make("client", name="Norr", discount="0.100")
    one, two = office.sale(client=client), office.sale(client=client)
    office.line(one)
    for _ in range(2):
        office.line(two)

    outcomes = [office.apply(change(step(sale, "mark", entity="sale"))) for sale in (one, two)]

    assert [one["status"] for one in outcomes] == ["rejected", "applied"]


@pytest.mark.feature("BL-05")
def test_a_condition_on_a_field_that_is_gone_is_never_met(office: RuledOffice) -> None:
    only_when(office, {"op": "eq", "path": "gone", "value": "May"})
    report = office.make("report", name="May")

    outcome = office.apply(change(step(report, "mark")))

    assert outcome["problem"]["code"] == "step-not-allowed"


@pytest.mark.feature("BL-05")
def test_a_step_on_a_new_record_asks_what_the_form_has_entered(office: RuledOffice) -> None:
    only_when(office, {"op": "eq", "path": "name", "value": "May"})
    may, june = new_id(), new_id()

    outcomes = [
        office.apply(change(create("report", one, name=name), step(one, "mark", 0)))
        for one, name in ((may, "May"), (june, "June"))
    ]

    assert [one["status"] for one in outcomes] == ["applied", "rejected"]
