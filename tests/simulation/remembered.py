"""What the oracle remembers: records, conflicts, how people stand, and what must come of a change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

GROUPS = {"street": "address", "town": "address"}
REQUIRED = {"site": "name", "visit": "title"}
UNIQUE = "code"
POLICIES = {
    "notes": "lines", "log": "append", "tags": "union", "count": "add", "most": "greatest",
    "fewest": "least", "gate": "device", "grade": "office",
}  # fmt: skip
NUMBERS = ("size", "hours")
LARGEST = 1000
NEVER = object()
EDITORS = {"site": "site_keeper", "visit": "visitor"}

Act = Mapping[str, Any]
Place = tuple[str, str]


class Refused(Exception):
    """The whole change is refused, with this code."""


@dataclass
class Record:
    """One record, gone ones included."""

    values: dict[str, Any]
    version: int
    owner: str
    alive: bool = True
    changed: dict[str, int] = field(default_factory=dict)
    """Field → the version that last changed it, where that is not 1."""
    writers: dict[int, str | None] = field(default_factory=dict)
    """Version → the device that made it."""
    last: dict[str, Any] = field(default_factory=dict)
    """What it held when it was deleted."""


@dataclass
class Dispute:
    """A conflict; ``id`` is what the server calls it."""

    place: Place
    kind: str
    mine: dict[str, Any]
    by: str
    change: str
    id: str = ""
    open: bool = True
    settled: bool = False
    """By a policy: nobody was asked."""


@dataclass(frozen=True)
class Expected:
    """What must come of a change."""

    status: str
    seq: int = 0
    versions: tuple[int, ...] = ()
    code: str | None = None


@dataclass(frozen=True)
class Standing:
    """What people may do, and what their phones take along."""

    roles: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Person → roles, of whom not all; others have every right."""
    least: int | None = None
    """Sites of at least this size; None: all."""

    def has(self, person: str, role: str) -> bool:
        return person not in self.roles or role in self.roles[person]

    def takes(self, site: Mapping[str, Any]) -> bool:
        return self.least is None or (site.get("size") or 0) >= self.least
