"""The person on whose behalf something is done, with all that decides what he may do.

A value, made once a request or command by :mod:`backend.accounts.service`; services
take it as an argument and never ask who is signed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final

DEPTHS: Final = ("none", "own", "team", "unit", "unit_and_below", "all")
"""How far an operation reaches; each depth takes in those before it."""


@dataclass(frozen=True)
class EntityRights:
    """What a user may do to the records of one entity: the union of his roles' rights.

    ``depths``: operation → depth, operations without one left out. ``hidden`` and ``read_only``: fields.
    """

    depths: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    hidden: frozenset[str] = frozenset()
    read_only: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Circle:
    """Where a person stands in the organisation; ids of records of people, teams and business units."""

    unit: str | None = None
    units_below: frozenset[str] = frozenset()
    """His unit and all below it."""
    company: str | None = None
    """The top unit above his."""
    teams: frozenset[str] = frozenset()
    reports: frozenset[str] = frozenset()
    """Everyone whose chain of managers leads to him, himself not."""
    report_teams: frozenset[str] = frozenset()
    """The teams of those."""


NO_RIGHTS: Final = EntityRights()
NO_CIRCLE: Final = Circle()
NOTHING: Final[Mapping[str, EntityRights]] = MappingProxyType({})


@dataclass(frozen=True)
class User:
    """A signed-in person.

    ``everything``: installation-wide right, of the administrator and of :data:`OFFICE`.
    """

    account: int
    person: str
    name: str
    language: str = "en"
    zone: str = "UTC"
    roles: frozenset[str] = frozenset()
    rights: Mapping[str, EntityRights] = field(default_factory=lambda: NOTHING)
    workspaces: frozenset[str] = frozenset()
    privileges: frozenset[str] = frozenset()
    circle: Circle = NO_CIRCLE
    everything: bool = False
    experience: Mapping[str, Any] = field(default_factory=dict)
    """How he works offline (the protocol's ``Experience``); empty: seamlessly."""

    def depth(self, operation: str, entity: str) -> str:
        """Return how far ``operation`` on records of ``entity`` reaches, one of :data:`DEPTHS`."""
        if self.everything:
            return "all"
        return self.rights.get(entity, NO_RIGHTS).depths.get(operation, "none")

    def may(self, operation: str, entity: str) -> bool:
        """Say whether the user may do ``operation`` on any records of ``entity``; which, says the depth."""
        return self.depth(operation, entity) != "none"

    def hidden(self, entity: str) -> frozenset[str]:
        """Return the fields of ``entity`` that the user may not read."""
        return frozenset() if self.everything else self.rights.get(entity, NO_RIGHTS).hidden

    def read_only(self, entity: str) -> frozenset[str]:
        """Return the fields of ``entity`` that the user may read and not change."""
        return frozenset() if self.everything else self.rights.get(entity, NO_RIGHTS).read_only

    def has(self, privilege: str) -> bool:
        """Say whether the user holds ``privilege`` (use_app, go_offline, design, administer, …)."""
        return self.everything or privilege in self.privileges

    def on_phone(self) -> User:
        """Return the user as his devices know him: without any rights if he may not use the app offline."""
        if self.has("use_app") and self.has("go_offline"):
            return self
        return replace(self, rights=NOTHING, workspaces=frozenset())

    @cached_property
    def rights_key(self) -> tuple[tuple[Any, ...], ...]:
        """All that the rights say, in order."""
        return tuple(
            (
                entity,
                *sorted(rights.depths.items()),
                "|",
                *sorted(rights.hidden),
                "|",
                *sorted(rights.read_only),
            )
            for entity, rights in sorted(self.rights.items())
        )

    @cached_property
    def scope_parts(self) -> tuple[Any, ...]:
        """What decides which records, fields and conflicts the user may hold, ready for JSON and in order."""
        circle = self.circle
        readable = sorted(
            (entity, rights.depths["read"], rights.depths.get("edit"), *sorted(rights.hidden))
            for entity, rights in self.rights.items()
            if "read" in rights.depths
        )
        return (
            self.person,
            self.everything,
            self.language,
            self.zone,
            readable,
            circle.unit,
            circle.company,
            *(sorted(ids) for ids in (circle.units_below, circle.teams, circle.reports, circle.report_teams)),
        )


OFFICE_PERSON = "00000000-0000-7000-8000-000000000001"
"""The record id that imports, packages and the system itself write under."""

OFFICE = User(account=0, person=OFFICE_PERSON, name="Satchel", everything=True)
"""The user of work that nobody signed in does."""
