"""Tests of the one evaluator of record rights: what each depth reaches, and what a share adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pytest

from backend.accounts.user import Circle, User
from backend.records.bulk import apply_many
from backend.records.reach import allowed, operations_on, owners, reaches_owner
from tests.backend.records.office import NOW, Office, change, create, delete, restore, rights_of, share, user

REACHED = {
    "none": "",
    "own": "me",
    "team": "me my_team",
    "unit": "me my_team mate unit_team",
    "unit_and_below": "me my_team mate unit_team below",
    "all": "me my_team mate unit_team below far top",
}
"""Depth → whose reports it reaches: each takes in those before it."""


@dataclass
class Company:
    """Two branches, with a report of everybody's: top over north over deep, and top over south."""

    office: Office
    me: User
    owners: Mapping[str, str]
    reports: Mapping[str, str]

    def with_depth(self, rights: str) -> User:
        """Return me with these rights on reports and nothing else."""
        return replace(self.me, rights={"report": rights_of(rights)})

    def whose(self, found: set[str]) -> set[str]:
        return {name for name, report in self.reports.items() if report in found}

    def may(self, person: User, operation: str) -> set[str]:
        """Return whose reports the person may do this to."""
        model, ids = self.office.metadata.model, list(self.reports.values())
        return self.whose(
            self.office.read(lambda session: allowed(session, person, operation, model, "report", ids))
        )


@pytest.fixture
def company(office: Office) -> Company:
    top, north, deep, south = (
        create("business_unit", name=name) for name in ("top", "north", "deep", "south")
    )
    units = {"top": top, "north": north, "deep": deep, "south": south}
    north["values"]["parent"] = south["values"]["parent"] = top["record"]
    deep["values"]["parent"] = north["record"]
    placed = {"me": "north", "mate": "north", "below": "deep", "far": "south", "top": "top"}
    people = {name: create("person", name=name, unit=units[at]["record"]) for name, at in placed.items()}
    teams = {
        "my_team": create("team", name="my team", unit=south["record"]),
        "unit_team": create("team", name="unit team", unit=north["record"]),
    }
    everyone = {name: act["record"] for name, act in {**people, **teams}.items()}
    reports = {name: {**create("report", name=name), "owner": owner} for name, owner in everyone.items()}
    chief = user("Chief", everything=True)
    acts = [*units.values(), *people.values(), *teams.values(), *reports.values()]
    (outcome,) = office.write(lambda s: apply_many(s, chief, acts, metadata=office.metadata, now=NOW))
    assert outcome["status"] == "applied", outcome
    circle = Circle(
        unit=north["record"],
        units_below=frozenset({north["record"], deep["record"]}),
        company=top["record"],
        teams=frozenset({everyone["my_team"]}),
    )
    me = user("Me", person=everyone["me"], circle=circle)
    return Company(office, me, everyone, {name: act["record"] for name, act in reports.items()})


@pytest.mark.feature("SEC-02")
@pytest.mark.invariant(14)
@pytest.mark.parametrize("depth", REACHED)
def test_each_depth_reaches_the_records_of_its_owners_wherever_it_is_asked(
    company: Company, depth: str
) -> None:
    office, reached = company.office, set(REACHED[depth].split())
    me = company.with_depth(f"read:{depth}")

    listed = office.page("report", by=me) if depth != "none" else {"records": [], "total": 0}
    named = office.read(lambda session: owners(session, me, depth))
    entity = office.metadata.model.entity("report")
    for_new = {
        name
        for name, owner in company.owners.items()
        if office.read(lambda s, owner=owner: reaches_owner(s, me, "read", entity, owner))  # type: ignore[misc]
    }

    assert company.may(me, "read") == reached
    assert company.whose({row["id"] for row in listed["records"]}) == reached
    assert listed["total"] == len(reached)
    assert for_new == reached
    assert depth == "all" or {name for name, owner in company.owners.items() if owner in named} == reached


@pytest.mark.parametrize("depth", [one for one in REACHED if one != "none"])
def test_nothing_can_be_done_to_what_may_not_be_read(company: Company, depth: str) -> None:
    wider = company.with_depth(f"read:{depth} edit:all delete:unit")
    narrower = company.with_depth(f"read:all edit:{depth}")

    assert company.may(wider, "edit") == set(REACHED[depth].split())
    assert company.may(wider, "delete") == set(REACHED[depth].split()) & set(REACHED["unit"].split())
    assert company.may(narrower, "edit") == set(REACHED[depth].split())


@pytest.mark.feature("SEC-02")
@pytest.mark.parametrize("grantee", ["me", "my_team"])
def test_a_share_adds_one_record_for_whoevers_roles_read_the_entity(company: Company, grantee: str) -> None:
    office, me = company.office, company.with_depth("read:own edit:none")
    far = company.reports["far"]
    act = share("report", far, company.owners[grantee], "edit")

    office.apply(change(act), by=user("Chief", everything=True))

    entity = office.metadata.model.entity("report")
    may = office.read(lambda session: operations_on(session, me, entity, [far, company.reports["me"]]))
    assert company.may(me, "read") == {"me", "far"}
    assert company.may(me, "edit") == {"far"}
    assert company.may(me, "delete") == set()
    assert company.may(company.with_depth("edit:all"), "read") == set()
    assert may == {far: ["read", "edit"], company.reports["me"]: ["read"]}


@pytest.mark.feature("SEC-01")
@pytest.mark.invariant(23)
def test_moving_a_person_moves_the_records_that_he_owns(company: Company) -> None:
    office, me = company.office, company.with_depth("read:unit")
    chief = user("Chief", everything=True)
    unit = {"value": me.circle.unit, "old": None, "base": 1}
    moving = {"kind": "set", "entity": "person", "record": company.owners["far"], "edits": {"unit": unit}}

    outcome = office.apply(change(moving), by=chief)

    assert outcome["status"] == "applied"
    assert company.may(me, "read") == {*REACHED["unit"].split(), "far"}


def test_a_record_of_the_organisation_is_reached_by_all_or_none(company: Company) -> None:
    office = company.office
    customer = office.make()

    for depth in ("own", "unit_and_below"):
        person = replace(company.me, rights={"customer": rights_of(f"read:{depth} create:{depth}")})
        refused = office.apply(change(create()), by=person)
        assert office.page("customer", by=person)["total"] == 0
        assert refused["problem"]["code"] == "forbidden"
    person = replace(company.me, rights={"customer": rights_of("read")})

    assert [row["id"] for row in office.page("customer", by=person)["records"]] == [customer]


@pytest.mark.invariant(23)
def test_a_deleted_record_comes_back_for_those_whose_right_to_create_reaches_its_owner(
    company: Company,
) -> None:
    office, mine = company.office, company.reports["mate"]
    office.apply(change(delete("report", mine, 1)), by=user("Chief", everything=True))

    by_own = office.apply(change(restore("report", mine)), by=company.with_depth("read:unit create:own"))
    by_unit = office.apply(change(restore("report", mine)), by=company.with_depth("read:unit create:unit"))

    assert by_own["problem"]["code"] == "forbidden"
    assert by_unit["status"] == "applied"
