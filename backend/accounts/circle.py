"""Where everyone stands: units and what is below them, managers and who reports to them, teams.

A person's manager and unit and a unit's parent are fields of built-in records, whose tables are read here
by their fixed names: what they hold decides rights, and rights are needed before any record is read. People
write these fields, so a manager may be his own report's report and a unit its own part: every walk stops
where it has been.

The whole company is one value, remembered by what it was read from. Dictionary operations are atomic and
reading twice does no harm; no lock: this runs on native threads, and gevent's patched locks never wake a
waiter there. A transaction that writes reads afresh and leaves nothing behind, since it may be rolled back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Integer,
    MetaData,
    ScalarSelect,
    Table,
    Text,
    cast,
    column,
    func,
    literal_column,
    select,
    table,
)
from sqlalchemy.orm import Session

from backend.accounts.models import TeamMember
from backend.accounts.user import NO_CIRCLE, Circle
from backend.database.database import READ_ONLY
from backend.database.types import Uuid

_built_in = MetaData()
people: Final = Table(
    "e_person",
    _built_in,
    Column("id", Uuid, primary_key=True),
    Column("f_name", Text),
    Column("s_name", Text),
    Column("f_job_title", Text),
    Column("f_phone", Text),
    Column("f_manager", Uuid),
    Column("f_unit", Uuid),
)
teams: Final = Table(
    "e_team", _built_in, Column("id", Uuid, primary_key=True), Column("f_name", Text), Column("f_unit", Uuid)
)
units: Final = Table(
    "e_business_unit",
    _built_in,
    Column("id", Uuid, primary_key=True),
    Column("f_name", Text),
    Column("f_parent", Uuid),
)
_record = table("record", column("entity", Text), column("seq", BigInteger))
_stream = table("stream", column("no", Integer), column("epoch", Text), column("floor", BigInteger))

STANDING_ON: Final = ("person", "team", "business_unit")
"""The entities that circles are made of; a team's members count as part of its record."""

REMEMBERED = 8

_UNPUBLISHED: Final = " 0 0 0"
"""How a key ends while nobody stands anywhere."""


def company_key() -> ScalarSelect[str]:
    """Return the expression of what the company was read from; NULL before anything was written."""
    # The floor counts too: once deleted records are collected, the greatest number may be an old one.
    numbers = [
        _stream.c.floor,
        *(
            func.coalesce(
                select(func.max(_record.c.seq)).where(_record.c.entity == entity).scalar_subquery(), 0
            )
            for entity in STANDING_ON
        ),
    ]
    key: ColumnElement[str] = _stream.c.epoch
    for number in numbers:
        key = key + literal_column("' '", Text) + cast(number, Text)
    return select(key).where(_stream.c.no == 1).scalar_subquery()


_key = select(company_key())


@dataclass(frozen=True, slots=True)
class Company:
    """Everyone's place at one state of the records."""

    managers: Mapping[str, str | None]
    units: Mapping[str, str | None]
    """Person → his unit."""
    parents: Mapping[str, str | None]
    """Unit → the unit that it is part of."""
    teams: Mapping[str, frozenset[str]]
    """Person → the teams that he is in."""
    team_units: Mapping[str, str | None]
    _reports: dict[str, list[str]] = field(default_factory=dict)
    _parts: dict[str, list[str]] = field(default_factory=dict)
    _known: dict[str, Circle] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for person, manager in self.managers.items():
            if manager is not None:
                self._reports.setdefault(manager, []).append(person)
        for unit, parent in self.parents.items():
            if parent is not None:
                self._parts.setdefault(parent, []).append(unit)

    def circle(self, person: str) -> Circle:
        """Return where a person stands; nowhere, when he has no record."""
        found = self._known.get(person)
        if found is None:
            found = self._known[person] = self._circle(person)
        return found

    def below(self, unit: str) -> frozenset[str]:
        """Return a unit and all that is part of it."""
        return _reached([unit], self._parts)

    def top(self, unit: str) -> str:
        """Return the unit above all others over ``unit``; of units in a ring always the same one."""
        chain = self.above(unit)
        ring = self.parents.get(chain[-1])
        return min(chain[chain.index(ring) :]) if ring in chain else chain[-1]

    def above(self, unit: str) -> list[str]:
        """Return a unit and those over it, upwards, each once."""
        return _climbed(unit, self.parents)

    def chain(self, person: str) -> list[str]:
        """Return a person and his managers, upwards, each once."""
        return _climbed(person, self.managers)

    def in_ring(self, place: str, over: Mapping[str, str | None]) -> bool:
        """Say whether ``place`` is above itself, by ``managers`` or ``parents``."""
        return over.get(_climbed(place, over)[-1]) == place

    def _circle(self, person: str) -> Circle:
        if person not in self.managers:
            return NO_CIRCLE
        unit = self.units.get(person)
        unit = unit if unit in self.parents else None
        reports = _reached([person], self._reports) - {person}
        return Circle(
            unit=unit,
            units_below=self.below(unit) if unit is not None else frozenset(),
            company=self.top(unit) if unit is not None else None,
            teams=self.teams.get(person, frozenset()),
            reports=reports,
            report_teams=frozenset().union(*(self.teams.get(one, ()) for one in reports)),
        )


NOBODY: Final = Company({}, {}, {}, {}, {})


def company(session: Session) -> Company:
    """Return where everyone stands."""
    if not session.info.get(READ_ONLY):
        session.flush()
    return company_at(session, session.connection().execute(_key).scalar())


def company_at(session: Session, key: str | None) -> Company:
    """Return where everyone stands, for a transaction that has read the key already."""
    if key is None or key.endswith(_UNPUBLISHED):
        # Before the product's own entities are published, not even their tables are there.
        return NOBODY
    found = _remembered.get(key)
    if found is None:
        found = _read(session)
        if session.info.get(READ_ONLY):
            _remember(key, found)
    return found


def circle_of(session: Session, person: str) -> Circle:
    """Return where a person stands."""
    return company(session).circle(person)


def team_members(session: Session, wanted: Iterable[str] | None = None) -> dict[str, frozenset[str]]:
    """Return team → the people in it; of all teams unless some are named."""
    query = select(TeamMember.team, TeamMember.person)
    if wanted is not None:
        query = query.where(TeamMember.team.in_(list(wanted)))
    found: dict[str, set[str]] = {}
    for team, person in session.execute(query):
        found.setdefault(team, set()).add(person)
    return {team: frozenset(members) for team, members in found.items()}


_remembered: dict[str, Company] = {}


def _remember(key: str, found: Company) -> None:
    _remembered[key] = found
    for oldest in list(_remembered)[:-REMEMBERED]:
        _remembered.pop(oldest, None)


def _read(session: Session) -> Company:
    managers: dict[str, str | None] = {}
    unit_of: dict[str, str | None] = {}
    for person, manager, unit in session.execute(select(people.c.id, people.c.f_manager, people.c.f_unit)):
        managers[person], unit_of[person] = manager, unit
    team_units = _pairs(session, teams.c.id, teams.c.f_unit)
    teams_of: dict[str, set[str]] = {}
    for team, members in team_members(session).items():
        for person in members if team in team_units else ():
            teams_of.setdefault(person, set()).add(team)
    return Company(
        managers,
        unit_of,
        _pairs(session, units.c.id, units.c.f_parent),
        {person: frozenset(found) for person, found in teams_of.items()},
        team_units,
    )


def _pairs(session: Session, key: Column[str], value: Column[str]) -> dict[str, str | None]:
    return {row[0]: row[1] for row in session.execute(select(key, value))}


def _climbed(place: str, over: Mapping[str, str | None]) -> list[str]:
    chain = [place]
    seen = {place}
    while (above := over.get(chain[-1])) is not None and above in over and above not in seen:
        chain.append(above)
        seen.add(above)
    return chain


def _reached(start: Iterable[str], below: Mapping[str, list[str]]) -> frozenset[str]:
    found = set(start)
    waiting = list(found)
    while waiting:
        for one in below.get(waiting.pop(), ()):
            if one not in found:
                found.add(one)
                waiting.append(one)
    return frozenset(found)
