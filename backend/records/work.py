"""One record of a change while it is worked on: how it stood, how it will stand, and why.

Filled in by the stages of :mod:`backend.records.apply`, one after the other; nothing is written before
all records of the change have passed all stages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from backend.accounts.user import User
from backend.metadata.lifting import NO_LIFT, Lift
from backend.records.acts import Intent
from backend.records.layout import Layout, Values

TOUCHES: Final = ("conflict", "close", "keep", "touch")
"""Kinds of history that raise a record's ``seq`` alone: a conflict opened or closed, a pin, a touch."""
COMPUTE: Final = "compute"
"""The kind of a record's new version that only has other values by its rules: nobody has edited it."""
UNVERSIONED: Final = (*TOUCHES, "share")
"""Kinds that leave its version as it is; a share raises ``value_seq``, since rows say what is shared."""


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What the ``record`` row of a record says."""

    version: int
    seq: int
    value_seq: int
    gone: bool
    field_versions: Mapping[str, int]
    owner: str | None
    modified_at: dt.datetime
    modified_by: str | None

    def version_of(self, field: str) -> int:
        """Return the record version that last changed a field."""
        return self.field_versions.get(field, 1)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a change comes from."""

    user: User
    change: str
    device: str | None
    now: dt.datetime
    made_at: dt.datetime
    imported: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """A record that a change has written, as ``signals.records_changed`` tells of it.

    ``before`` and ``after`` are typed values, empty where the record was not there or is gone; the owner,
    of records that have one, is told beside them. ``fields`` are those that moved, among them ``owner``,
    ``shared`` and ``kept``.
    """

    entity: str
    record: str
    kind: str
    fields: frozenset[str]
    before: Values
    after: Values
    owner_before: str | None = None
    owner_after: str | None = None


@dataclass(slots=True)
class ConflictDraft:
    """A conflict about to be written; values are wire values.

    ``settled``: a policy has decided for the office; what the user wanted is kept, and nobody is asked.
    """

    kind: str
    fields: frozenset[str]
    base: Values
    mine: Values
    theirs: Values
    settled: bool = False


@dataclass(slots=True)
class Work:
    """One record of a change."""

    intent: Intent
    layout: Layout
    lift: Lift = NO_LIFT
    """From the version that the change was made under to the one in force."""
    asked: Values = field(default_factory=dict)
    """Typed values that the change sets; None empties a field."""
    trusted: set[str] = field(default_factory=set)
    """Fields that a published step sets, or that come back as they were, and not the user's hand."""
    sidecar: Sidecar | None = None
    """None too where the user may not read the record: nothing that follows can tell the two apart."""
    denied: frozenset[str] = frozenset()
    """Operations that the change takes or may take somewhere, and that the user may not do to this record."""
    before: Values = field(default_factory=dict)
    after: Values = field(default_factory=dict)
    kind: str = ""
    """What history calls it; empty: nothing to write."""
    written: set[str] = field(default_factory=set)
    conflicts: list[ConflictDraft] = field(default_factory=list)
    closed: tuple[str, ...] = ()
    merged: bool = False
    owner: str | None = None
    """Whose the record becomes; None: nobody else's."""
    shares: dict[str, list[str]] = field(default_factory=dict)
    """Person or team → what the record is shared with him for from now on; nothing ends it."""
    shares_before: dict[str, list[str]] = field(default_factory=dict)
    shares_made: set[str] = field(default_factory=set)
    """Those whose share is so far the user's own word."""
    keeps: dict[str, bool] = field(default_factory=dict)
    """How the user keeps the record, or does no longer, otherwise than before."""
    seq: int = 0
    version: int = 0

    @property
    def place(self) -> tuple[str, str]:
        """The entity and the record id."""
        return self.intent.entity, self.intent.record

    @property
    def live(self) -> bool:
        """Whether the record is there before the change."""
        return self.sidecar is not None and not self.sidecar.gone

    @property
    def appears(self) -> bool:
        """Whether the change makes the record live."""
        return self.kind in ("create", "restore")

    @property
    def disappears(self) -> bool:
        """Whether the change takes the record away."""
        return self.kind == "delete"

    def put(self, values: Mapping[str, Any]) -> None:
        """Set typed values in what will be, and note which of them that changes."""
        for name, value in values.items():
            stored = self.layout.fields[name]
            if stored.type.equal(self.after.get(name), value):
                continue
            self.written.add(name)
            if value is None:
                self.after.pop(name, None)
            else:
                self.after[name] = value

    def leave_as_is(self) -> None:
        """Take back all that the change would have done to the values."""
        self.after, self.written, self.merged, self.kind = dict(self.before), set(), False, ""

    @property
    def changed(self) -> Changed:
        """What is told of the work once it is written."""
        was = self.sidecar.owner if self.sidecar is not None else None
        before = was if self.live else None
        after = None if self.disappears else self.owner or was
        moved = {*self.written, *(["owner"] if before != after else []), *(["shared"] if self.shares else [])}
        moved |= {"kept"} if self.keeps else set()
        return Changed(*self.place, self.kind, frozenset(moved), self.before, self.after, before, after)
