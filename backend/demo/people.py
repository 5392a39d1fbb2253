"""The people of the demonstration: units, twelve employees with managers, and their accounts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.metadata.practice.source import Made, Source

FILE = Path(__file__).resolve().parents[2] / "workspaces" / "demo" / "people.json"


@dataclass(frozen=True)
class Employee:
    """A person of the demonstration and how he signs in."""

    person: str
    name: str
    email: str
    language: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Staff:
    """The organisation's name, its people in the order of the file, and all records that they are."""

    organisation: str
    employees: tuple[Employee, ...]
    records: tuple[Made, ...]


def staff(source: Source) -> Staff:
    """Read the people of the demonstration; record ids come from the source."""
    document = json.loads(FILE.read_text(encoding="utf-8"))
    units = {unit["name"]: source.uuid7(source.day(-1000, -990)) for unit in document["units"]}
    people = {person["name"]: source.uuid7(source.day(-900, -800)) for person in document["people"]}
    records = [_unit(unit, units) for unit in document["units"]]
    records += [_person(source, person, people, units) for person in document["people"]]
    employees = tuple(
        Employee(people[one["name"]], one["name"], one["email"], one["language"], ("user", *one["roles"]))
        for one in document["people"]
    )
    return Staff(document["organisation"], employees, tuple(records))


def _unit(unit: Mapping[str, Any], units: Mapping[str, str]) -> Made:
    return Made(
        "business_unit", units[unit["name"]], {"name": unit["name"], "parent": units.get(unit["parent"])}
    )


def _person(
    source: Source, person: Mapping[str, Any], people: Mapping[str, str], units: Mapping[str, str]
) -> Made:
    values = {
        "name": person["name"],
        "job_title": person["jobTitle"],
        "email": person["email"],
        "phone": source.phone(),
        "manager": people.get(person["manager"]),
        "unit": units[person["unit"]],
    }
    return Made("person", people[person["name"]], values)
