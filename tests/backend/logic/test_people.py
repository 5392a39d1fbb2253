"""What a write to a person, team or unit brings with it, or is refused for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from backend.accounts.models import TeamMember
from backend.database import Database
from backend.logic import people as logic_of_people
from backend.metadata import service
from backend.metadata.assignments import Assignment, assign
from backend.offline.wish_models import OrganisationFilter, PersonalFilter
from tests.backend.records.office import NOW, Office, change, delete, new_id, user

CHIEF = user("Chief", everything=True)


@pytest.fixture
def office(database: Database, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office whose metadata counts as published."""
    logic_of_people.connect()
    office = Office(database)
    monkeypatch.setattr(service, "current", lambda session: office.metadata)
    return office


def removed(office: Office, entity: str, record: str, by: Any = CHIEF) -> dict[str, Any]:
    return office.apply(change(delete(entity, record, 1)), by=by)


def own(office: Office, team: str) -> None:
    report = office.make("report", by=CHIEF, name="One")
    act = {"kind": "assign", "entity": "report", "record": report, "owner": team, "base": 1}
    assert office.apply(change(act), by=CHIEF)["status"] == "applied"


def be_shared_with(office: Office, team: str) -> None:
    report = office.make("report", by=CHIEF, name="One")
    act = {"kind": "share", "entity": "report", "record": report, "with_": team, "may": ["read"]}
    assert office.apply(change(act), by=CHIEF)["status"] == "applied"


def stand_in_a_filter(office: Office, team: str) -> None:
    office.write(
        lambda session: session.add(
            PersonalFilter(
                id=new_id(),
                person=CHIEF.person,
                entity="report",
                label={"en": "Theirs"},
                condition={"op": "or", "of": [{"op": "in", "path": "owner", "value": [team]}]},
                active=False,
                template=None,
                at=NOW,
            )
        )
    )


def stand_in_a_filter_of_all(office: Office, team: str) -> None:
    office.write(
        lambda session: session.add(
            OrganisationFilter(
                id=new_id(),
                kind="system",
                entity="report",
                label={"en": "Theirs"},
                condition={"op": "or", "of": [{"op": "in", "path": "owner", "value": [team]}]},
                active=False,
                at=NOW,
            )
        )
    )


def be_given_a_profile(office: Office, team: str) -> None:
    office.write(lambda session: assign(session, "everyone", [Assignment("everyone", "team", team)]))


@pytest.mark.parametrize(
    ("use", "counted"),
    [
        (own, "records"),
        (be_shared_with, "shares"),
        (stand_in_a_filter_of_all, "filters"),
        (be_given_a_profile, "profiles"),
    ],
)
def test_a_team_that_is_needed_is_not_deleted_and_it_is_told_where(
    office: Office, use: Callable[[Office, str], None], counted: str
) -> None:
    team = office.make("team", by=CHIEF, name="Red")
    use(office, team)

    outcome = removed(office, "team", team)

    assert (outcome["status"], outcome["problem"]["code"]) == ("rejected", "team-in-use")
    kinds = ("records", "shares", "filters", "profiles", "pages")
    counts = {kind: outcome["problem"]["arguments"][kind] for kind in kinds}
    assert counts == {**dict.fromkeys(kinds, 0), counted: 1}
    assert office.get("team", team, by=CHIEF)["values"] == {"name": "Red"}


def test_a_filter_of_somebodys_own_stops_nobody_from_deleting_a_team(office: Office) -> None:
    team = office.make("team", by=CHIEF, name="Red")
    stand_in_a_filter(office, team)

    outcome = removed(office, "team", team)

    assert outcome["status"] == "applied"


@pytest.mark.invariant(16)
def test_whoever_deletes_a_team_is_not_told_of_records_that_he_may_not_read(office: Office) -> None:
    team = office.make("team", by=CHIEF, name="Red")
    own(office, team)
    clerk = user("Clerk", entities=("team",))

    outcome = removed(office, "team", team, by=clerk)

    assert outcome["problem"]["code"] == "team-in-use"
    assert outcome["problem"]["arguments"]["records"] == 0


def test_a_team_that_nothing_needs_goes_with_its_members(office: Office) -> None:
    team = office.make("team", by=CHIEF, name="Red")
    office.write(lambda session: session.add(TeamMember(team=team, person=office.ann.person)))

    outcome = removed(office, "team", team)

    def members(session: Session) -> int:
        return session.query(TeamMember).count()

    assert outcome["status"] == "applied"
    assert office.read(members) == 0


def test_a_person_who_owns_records_is_not_deleted(office: Office) -> None:
    office.make("report", name="Mine")

    outcome = removed(office, "person", office.ann.person)

    assert (outcome["problem"]["code"], outcome["problem"]["arguments"]["records"]) == ("person-in-use", 1)
