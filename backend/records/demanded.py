"""How many records that are there would not meet what a model to come demands of them.

The rule is that of the model to come, the records are those of the model in force. What is only known once it
is published, such as values that are converted or computed then, cannot be asked of them beforehand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import Session

from backend.accounts.asking import context_of
from backend.accounts.user import OFFICE
from backend.expressions.dependencies import Read, reads, uses
from backend.expressions.operators import Part
from backend.expressions.paths import OWNER
from backend.expressions.rule_checks import check_condition
from backend.expressions.rules import compile_rule_condition
from backend.metadata.condition_fields import fields_of
from backend.metadata.effects import Asked
from backend.metadata.model import Document, Model
from backend.metadata.versions import retyped
from backend.records.around import Around
from backend.records.layout import Layout
from backend.records.subjects import Subject, SubjectReader

OF_ALL: Final[frozenset[Part]] = frozenset({"today", "now", "zone"})
"""What is the same whoever asks."""


class Demanded:
    """One demand of a model to come, asked of records slice by slice."""

    def __init__(self, session: Session, old: Model, new: Model, asked: Asked, *, now: dt.datetime) -> None:
        self._session, self._old, self._new = session, old, new
        self._needs = asked.field if asked.kind == "require_when" else None
        self._entity = asked.entity
        self._tree = _tree(new.entities[asked.entity].document, asked)
        self._fields = fields_of(new)
        self._now = now

    @property
    def can_be_asked(self) -> bool:
        """Whether all that it reads stands already, and is the same whoever asks."""
        if check_condition(self._tree, self._entity, self._fields) or not uses(self._tree) <= OF_ALL:
            return False
        own = {Read(self._entity, self._needs)} if self._needs else set()
        return all(map(self._stands, own | self._reads))

    def concerned(self, laid_out: Layout) -> ColumnElement[bool]:
        """Return which records of the entity can fail to meet it."""
        field = laid_out.fields.get(self._needs or "")
        return true() if field is None else laid_out.table.c[field.columns[0][0]].is_(None)

    def unmet(self, ids: Sequence[str]) -> int:
        """Return how many of these records do not meet it."""
        around = Around(self._session, self._old)
        subjects = around.records(self._entity, ids)
        around.gather(subjects, filter(self._is_there, self._reads))
        reader, context = SubjectReader(self._fields, self._entity), context_of(OFFICE, self._now)
        holds = compile_rule_condition(self._tree, self._fields, reader, context)

        def fails(subject: Subject) -> bool:
            try:
                return holds(subject) is (self._needs is not None)
            except Exception:  # A rule that fails stands in nobody's way
                return False

        return sum(map(fails, subjects))

    @property
    def _reads(self) -> frozenset[Read]:
        return reads(self._tree, self._entity, self._fields)

    def _stands(self, read: Read) -> bool:
        was = self._old.entities.get(read.entity)
        after = self._new.entities[read.entity].fields.get(read.field)
        if was is None or after is None:
            return True
        before = was.fields.get(read.field)
        if before is None:
            return after.get("computed") is None
        return before.get("computed") == after.get("computed") and not retyped(before, after)

    def _is_there(self, read: Read) -> bool:
        """Say whether the way to it is there; what it would lead to is empty where it is not."""
        entities = self._old.entities
        return all(
            step.entity in entities
            and (step.lookup == OWNER.id or step.lookup in entities[step.entity].fields)
            for step in read.steps
        )


def _tree(entity: Document, asked: Asked) -> Any:
    if asked.kind == "require_when":
        return next(one["requiredWhen"] for one in entity["fields"] if one["id"] == asked.field)
    return next(one["condition"] for one in entity["validities"] if one["id"] == asked.rule)
