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
from backend.records.acts import Intent
from backend.records.layout import Layout, Values

TOUCHES: Final = ("conflict", "close")
"""Kinds of history that raise a record's ``seq`` and not its version: conflicts opened, conflicts closed."""


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


@dataclass(slots=True)
class ConflictDraft:
    """A conflict about to be written; values are wire values."""

    kind: str
    fields: frozenset[str]
    base: Values
    mine: Values
    theirs: Values


@dataclass(slots=True)
class Work:
    """One record of a change."""

    intent: Intent
    layout: Layout
    asked: Values = field(default_factory=dict)
    """Typed values that the change sets; None empties a field."""
    trusted: set[str] = field(default_factory=set)
    """Fields that a published step sets and not the user's hand."""
    sidecar: Sidecar | None = None
    before: Values = field(default_factory=dict)
    after: Values = field(default_factory=dict)
    kind: str = ""
    """What history calls it; empty: nothing to write."""
    written: set[str] = field(default_factory=set)
    conflicts: list[ConflictDraft] = field(default_factory=list)
    closed: tuple[str, ...] = ()
    merged: bool = False
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
