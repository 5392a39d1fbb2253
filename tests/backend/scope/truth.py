"""What is true, in plain dictionaries: who may read what, and what each person's devices are to hold.

Written by the rules of ``docs/sync.md`` and by brute force; nothing of the product decides here. Every text
in it is one of a kind, so that a text found in the bytes of a reply tells whose value it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from tests.backend.scope.conditions import CONDITIONS, Tree

Place = tuple[str, str]

OWNED = frozenset({"job"})
TITLES = {"region": "name", "customer": "name", "job": "title", "task": "title"}
LOOKUPS = {
    "region": {},
    "customer": {"region": "region"},
    "job": {"customer": "customer"},
    "task": {"job": "job"},
}
ENTITIES = tuple(TITLES)
DEPTHS = ("none", "own", "team", "unit", "unit_and_below", "all")


@dataclass
class Member:
    """A person, as far as his rights go."""

    id: str
    name: str
    unit: str | None = None
    manager: str | None = None
    teams: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    profiles: set[str] = field(default_factory=set)
    """Profiles given to him alone."""
    zone: str = "UTC"
    filters: dict[str, Filter] = field(default_factory=dict)
    kept: set[tuple[str, str, str]] = field(default_factory=set)


@dataclass
class Filter:
    """A personal filter, by the name of its condition in :data:`CONDITIONS`."""

    entity: str
    condition: str
    active: bool = True


@dataclass
class Record:
    """A record that is there."""

    values: dict[str, Any]
    owner: str | None = None
    shared: dict[str, set[str]] = field(default_factory=dict)


@dataclass
class Truth:
    """The whole organisation at one moment."""

    now: dt.datetime
    people: dict[str, Member] = field(default_factory=dict)
    teams: dict[str, str | None] = field(default_factory=dict)
    """Team → its business unit."""
    units: dict[str, str | None] = field(default_factory=dict)
    """Business unit → the one above it."""
    roles: dict[str, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)
    profiles: dict[str, Mapping[str, list[Tree]]] = field(default_factory=dict)
    """Profile → entity → rules."""
    given: set[tuple[str, str, str]] = field(default_factory=set)
    """Profiles given: profile, everyone or role or team, to which."""
    records: dict[Place, Record] = field(default_factory=dict)

    # Who stands where

    def today(self, person: Member) -> dt.date:
        return self.now.astimezone(ZoneInfo(person.zone)).date()

    def reports(self, person: Member) -> set[str]:
        """Everyone whose chain of managers leads to a person, himself not."""
        found: set[str] = set()
        while True:
            more = {one.id for one in self.people.values() if one.manager in found | {person.id}} - found
            if not more:
                return found - {person.id}
            found |= more

    def units_below(self, unit: str | None) -> set[str]:
        found = {unit} - {None}
        while more := {one for one, above in self.units.items() if above in found} - found:
            found |= more
        return {one for one in found if one is not None}

    def unit_of(self, owner: str | None) -> str | None:
        if owner in self.people:
            return self.people[owner].unit
        return self.teams.get(owner or "")

    # Rights

    def readable(self, person: Member, place: Place) -> bool:
        record = self.records.get(place)
        if record is None:
            return False
        depth = self.depth(person, place[0], "read")
        if depth == "none":
            return False
        if any("read" in record.shared.get(grantee, ()) for grantee in (person.id, *person.teams)):
            return True
        return place[0] not in OWNED or self.reaches(person, depth, record.owner)

    def depth(self, person: Member, entity: str, operation: str) -> str:
        depths = [self.roles[role].get(entity, {}).get(operation, "none") for role in person.roles]
        return max(depths, key=DEPTHS.index, default="none")

    def reaches(self, person: Member, depth: str, owner: str | None) -> bool:
        rank = DEPTHS.index(depth)
        return bool(
            rank == 5
            or (rank >= 1 and owner == person.id)
            or (rank >= 2 and owner in person.teams)
            or (rank >= 3 and person.unit is not None and self.unit_of(owner) == person.unit)
            or (rank >= 4 and self.unit_of(owner) in self.units_below(person.unit))
        )

    def hidden(self, person: Member, entity: str) -> set[str]:
        parts = [self.roles[role].get(entity, {}) for role in person.roles]
        readers = [set(part.get("hidden", ())) for part in parts if part.get("read", "none") != "none"]
        return set.intersection(*readers) if readers else set()

    # Scope

    def scope(self, person: Member) -> dict[Place, dict[str, Any]]:
        """Return what a person's devices are to hold, masked."""
        rules = self.rules(person)
        held: dict[Place, dict[str, Any]] = {}
        inside: dict[str, set[str]] = {}

        def members(entity: str) -> set[str]:
            if entity not in inside:
                inside[entity] = {
                    place[1]
                    for place in self.records
                    if place[0] == entity and self.readable(person, place) and wanted(place)
                }
            return inside[entity]

        def wanted(place: Place) -> bool:
            entity, identity = place
            record = self.records[place]
            return (
                any(self.meets(rule, person, place, record, members) for rule in rules.get(entity, ()))
                or any(
                    one.active
                    and one.entity == entity
                    and self.may_ask(person, one.condition)
                    and CONDITIONS[one.condition].holds(self, person, record)
                    for one in person.filters.values()
                )
                or any(kept[:2] == (entity, identity) for kept in person.kept)
            )

        for entity in ENTITIES:
            for identity in members(entity):
                held[entity, identity] = self.seen(person, (entity, identity))
        return held

    def seen(self, person: Member, place: Place) -> dict[str, Any]:
        """Return the values of a record as far as a person may read them."""
        hidden = self.hidden(person, place[0])
        values = self.records[place].values
        return {name: value for name, value in values.items() if name not in hidden and value is not None}

    def may_ask(self, person: Member, condition: str) -> bool:
        """Tell whether a person may read every entity that a condition speaks of."""
        asked = CONDITIONS[condition]
        return all(self.depth(person, one, "read") != "none" for one in (asked.entity, *asked.through))

    def rules(self, person: Member) -> dict[str, list[Tree]]:
        """Return the united rules of all profiles that a person has."""
        names = set(person.profiles)
        for profile, kind, target in self.given:
            if kind == "everyone" or target in (person.roles if kind == "role" else person.teams):
                names.add(profile)
        united: dict[str, list[Tree]] = {}
        for name in names:
            for entity, rules in self.profiles[name].items():
                united.setdefault(entity, []).extend(rules)
        return united

    def meets(
        self,
        rule: Tree,
        person: Member,
        place: Place,
        record: Record,
        members: Callable[[str], set[str]],
    ) -> bool:
        match rule["kind"]:
            case "all":
                return True
            case "mine":
                return record.owner == person.id
            case "my_teams":
                return record.owner == person.id or record.owner in person.teams
            case "my_unit":
                return person.unit is not None and self.unit_of(record.owner) == person.unit
            case "related":
                return any(self.related(one, place, record, members) for one in rule["by"])
            case _:
                return self.custom(rule["condition"], person, place, record, members)

    def custom(
        self,
        tree: Tree,
        person: Member,
        place: Place,
        record: Record,
        members: Callable[[str], set[str]],
    ) -> bool:
        parts = (self.custom(part, person, place, record, members) for part in tree.get("of", ()))
        match tree["op"]:
            case "and":
                return all(parts)
            case "or":
                return any(parts)
            case "not":
                return not any(parts)
            case "related":
                return self.related(tree, place, record, members)
        [named] = [one for one in CONDITIONS.values() if one.tree == tree]
        return named.holds(self, person, record)

    def related(self, by: Tree, place: Place, record: Record, members: Callable[[str], set[str]]) -> bool:
        other = by.get("from")
        if other is None:
            target = LOOKUPS[place[0]][by["path"]]
            return record.values.get(by["path"]) in members(target)
        return any(
            self.records[other, identity].values.get(by["path"]) == place[1] for identity in members(other)
        )

    def walk(self, record: Record | None, entity: str, path: str) -> Any:
        *names, last = path.split(".")
        for name in names:
            target = (record.values.get(name) if record else None) or ""
            entity = LOOKUPS[entity][name]
            record = self.records.get((entity, target))
        return record.values.get(last) if record else None

    def secrets_from(self, person: Member) -> Iterator[str]:
        """Give every text that a person may not read now and no record that he may read holds."""
        open_texts: set[str] = set()
        closed: set[str] = set()
        for place, record in self.records.items():
            seen = self.seen(person, place) if self.readable(person, place) else {}
            for name, value in record.values.items():
                if isinstance(value, str) and " #" in value:
                    (open_texts if name in seen else closed).add(value)
        yield from closed - open_texts
