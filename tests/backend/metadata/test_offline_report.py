"""What of a design does not work offline is told per role, with what would mend it."""

from __future__ import annotations

from typing import Any

import pytest

from backend.accounts import roles
from backend.metadata import profile_designs
from backend.metadata.model import Model
from backend.metadata.offline_gaps import gaps
from backend.metadata.offline_report import offline_report
from tests.backend.metadata.builders import DESIGNER, NOW, insert, model, part, profile, role, workspace
from tests.backend.metadata.conftest import Office

MODEL = Model.of(model())
WHOLE = profile(part("order"), part("customer"))


def codes(found: Any) -> set[tuple[str, str | None]]:
    return {(gap.finding.code, gap.entity) for gap in found}


@pytest.mark.feature("DAT-14")
def test_a_lookup_in_a_form_whose_records_stay_at_the_office_is_a_gap_of_the_action() -> None:
    found = gaps(workspace(), MODEL, [profile(part("order"))])

    of_forms = [gap for gap in found if gap.finding.path[0] == "actions"]
    assert codes(of_forms) == {("design-lookup-not-offline", "customer")}
    assert {gap.finding.path[:2] for gap in of_forms} == {
        ("actions", action["id"])
        for action in workspace()["actions"]
        if any(shown["field"] == "customer" for shown in action["fields"])
    }


@pytest.mark.feature("DAT-14")
def test_what_comes_along_whole_has_no_gap() -> None:
    assert gaps(workspace(), MODEL, [WHOLE]) == []


def test_an_action_that_is_online_by_choice_is_told_and_no_profile_mends_it() -> None:
    document = workspace()
    document["actions"][0]["offline"] = "online"

    (found,) = gaps(document, MODEL, [WHOLE])

    assert (found.finding.code, found.entity) == ("design-action-online", None)


def given(office: Office, *parts: Any, to: str) -> None:
    """Write a profile, give it to a role, and everyone's to nobody."""

    def work(session: Any) -> None:
        profile_designs.write(
            session, DESIGNER, "drivers", profile(*parts, id="drivers"), revision=0, now=NOW
        )
        profile_designs.give(session, DESIGNER, "drivers", [{"kind": "role", "target": to}], now=NOW)
        profile_designs.give(session, DESIGNER, "everyone", [], now=NOW)

    office.database.write(work)


@pytest.mark.feature("MET-06")
@pytest.mark.feature("DAT-14")
def test_each_role_that_sees_the_workspace_is_told_what_its_profiles_lack(office: Office) -> None:
    office.create()
    for name in ("driver", "clerk"):
        office.database.write(lambda session, name=name: roles.put_role(session, role(name)))
    office.publish("orders", "driver", "clerk")
    given(office, part("order"), to="driver")

    report = office.database.read(lambda session: offline_report(session, "orders"))

    by_role = {audience["role"]: audience for audience in report["audiences"]}
    assert by_role["driver"]["profiles"] == ["drivers"]
    assert {gap["entity"] for gap in by_role["driver"]["gaps"]} == {"customer"}
    assert all(gap["mendable"] for gap in by_role["driver"]["gaps"])
    assert {gap["entity"] for gap in by_role["clerk"]["gaps"]} == {"customer", "order"}


def test_a_design_that_nobody_sees_yet_is_judged_by_what_everyone_will_take_along(office: Office) -> None:
    office.create()

    (audience,) = office.database.read(lambda session: offline_report(session, "orders"))["audiences"]

    assert (audience["role"], audience["gaps"]) == (None, [])


def test_what_is_not_published_yet_cannot_be_mended_by_a_profile(office: Office) -> None:
    office.create()
    office.database.write(lambda session: roles.put_role(session, role("driver")))
    office.publish("orders", "driver")
    given(office, part("order", fields=[{"id": "customer"}]), part("customer"), to="driver")
    colour = {"id": "colour", "type": "text", "label": {"en": "Colour"}}
    office.edit(insert(["entities", "order", "fields"], colour), document="model")
    shown = {"id": "colour", "field": "colour"}
    group = office.show()["workspace"]["pages"][1]["blocks"][0]
    office.edit(insert(["pages", "order", "blocks", group["id"], "fields"], shown))

    report = office.database.read(lambda session: offline_report(session, "orders"))

    gaps_of = {gap["field"]: gap["mendable"] for gap in report["audiences"][0]["gaps"]}
    assert gaps_of["total"] is True
    assert gaps_of["colour"] is False
