"""The people of the demonstration: two companies, their units, forty employees with managers, eight teams."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from backend.metadata.practice.source import Made, Source

FILE: Final = Path(__file__).resolve().parents[2] / "workspaces" / "demo" / "people.json"

COLLEAGUES: Final = "colleagues"
"""Seed of what everyone beyond the first company is drawn from: the first company's data stays as it is."""

SELLERS: Final = frozenset({"field_sales", "sales_support", "region_lead"})
"""Roles whose holders own orders of the second company."""
GIVEN_AWAY: Final = 3
"""One order in so many belongs to a seller or a team of the second company."""

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Employee:
    """A person of the demonstration and how he signs in."""

    person: str
    name: str
    email: str
    language: str
    zone: str | None
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Team:
    """A team and the people in it, all by their record ids."""

    team: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Staff:
    """The organisation's name, its people in the order of the file, and all records that they are."""

    organisation: str
    employees: tuple[Employee, ...]
    office: tuple[str, ...]
    """The people of the first company."""
    teams: tuple[Team, ...]
    records: tuple[Made, ...]

    @property
    def sellers(self) -> tuple[str, ...]:
        """Who owns orders of the second company: its sellers, and the teams that they are in."""
        selling = [one.person for one in self.employees if SELLERS & set(one.roles)]
        among = set(selling)
        return (*selling, *(team.team for team in self.teams if among & set(team.members)))


def staff(source: Source) -> Staff:
    """Read the people of the demonstration; record ids come from the source."""
    document = json.loads(FILE.read_text(encoding="utf-8"))
    colleagues = Source(f"{COLLEAGUES} {source.today}", source.today)
    first, *others = document["companies"]
    units: dict[str, str] = {}
    people: dict[str, str] = {}
    records = list(_company(source, first, people, units))
    for company in others:
        records += _company(colleagues, company, people, units)
    teams = {team["name"]: colleagues.uuid7(colleagues.day(-700, -100)) for team in document["teams"]}
    records += [_team(team, teams, units) for team in document["teams"]]
    return Staff(
        organisation=document["organisation"],
        employees=tuple(
            _employee(person, people) for company in document["companies"] for person in company["people"]
        ),
        office=tuple(people[person["name"]] for person in first["people"]),
        teams=tuple(
            Team(teams[team["name"]], tuple(people[name] for name in team["members"]))
            for team in document["teams"]
        ),
        records=tuple(records),
    )


def first_email() -> str:
    """Return the e-mail address of the first person, who may do everything."""
    document = json.loads(FILE.read_text(encoding="utf-8"))
    return str(document["companies"][0]["people"][0]["email"])


def spread(records: Iterable[Made], owners: Sequence[str]) -> Iterator[Made]:
    """Give some of the orders to ``owners``, the same ones each time, and leave everything else as it is."""
    for made in records:
        number = int(made.id[-8:], 16)
        if owners and made.entity == "sales_order" and number % GIVEN_AWAY == 0:
            yield dataclasses.replace(made, owner=owners[number // GIVEN_AWAY % len(owners)])
        else:
            yield made


def _company(
    source: Source, company: Document, people: dict[str, str], units: dict[str, str]
) -> Iterator[Made]:
    """Draw the ids of a company's units and people, and yield their records, parents and managers first."""
    for unit in company["units"]:
        units[unit["name"]] = source.uuid7(source.day(-1000, -990))
    for person in company["people"]:
        people[person["name"]] = source.uuid7(source.day(-900, -800))
    for unit in company["units"]:
        values = {"name": unit["name"], "parent": units.get(unit["parent"])}
        yield Made("business_unit", units[unit["name"]], values)
    for person in company["people"]:
        yield _person(source, person, people, units)


def _person(source: Source, person: Document, people: Mapping[str, str], units: Mapping[str, str]) -> Made:
    values = {
        "name": person["name"],
        "job_title": person["jobTitle"],
        "email": person["email"],
        "phone": source.phone(),
        "manager": people.get(person["manager"]),
        "unit": units[person["unit"]],
    }
    return Made("person", people[person["name"]], values)


def _team(team: Document, teams: Mapping[str, str], units: Mapping[str, str]) -> Made:
    return Made("team", teams[team["name"]], {"name": team["name"], "unit": units[team["unit"]]})


def _employee(person: Document, people: Mapping[str, str]) -> Employee:
    return Employee(
        person=people[person["name"]],
        name=person["name"],
        email=person["email"],
        language=person["language"],
        zone=person.get("zone"),
        roles=("user", *person["roles"]),
    )
