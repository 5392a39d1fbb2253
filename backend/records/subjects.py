"""Records as rules read them: values by field, and the records around them.

Where those come from, the database or a test's memory, is the surroundings' affair.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from backend.expressions.paths import Fields, walk
from backend.fields.definition import Field
from backend.records.layout import Values


class Surroundings(Protocol):
    """The records that lookups lead to, and those that point at a record."""

    def record(self, entity: str, identity: str) -> Subject | None:
        """Return a record; None where there is none."""

    def lines(self, entity: str, lookup: str, identity: str) -> Iterable[Subject]:
        """Return the records of an entity whose lookup leads to a record."""


@dataclass(slots=True, eq=False)
class Subject:
    """One record: its typed values, ``owner`` among them, and what is around it."""

    id: str
    values: Values
    around: Surroundings


@dataclass(frozen=True)
class SubjectReader:
    """How paths and lines are read from the records of one entity."""

    fields: Fields
    entity: str

    def end(self, path: str) -> tuple[Field, Callable[[Subject], Any]]:
        """Return the field at the end of a path, and what reads its value."""
        walked = walk(path, self.entity, self.fields)
        if walked is None:
            raise ValueError(f"{self.entity} has no path {path}")
        lookups, field = walked
        name, steps = field.id, [(one.id, one.target) for one in lookups]
        if not steps:
            return field, lambda subject: subject.values.get(name)

        def read(subject: Subject) -> Any:
            at: Subject | None = subject
            for lookup, target in steps:
                identity = at.values.get(lookup) if at is not None else None
                if at is None or identity is None or target is None:
                    return None
                at = at.around.record(target, identity)
            return None if at is None else at.values.get(name)

        return field, read

    def lines(self, entity: str, parent: str) -> tuple[SubjectReader, Callable[[Subject], Iterable[Subject]]]:
        """Return how lines are read, and what finds those of a record."""
        there = SubjectReader(self.fields, entity)
        return there, lambda subject: subject.around.lines(entity, parent, subject.id)
