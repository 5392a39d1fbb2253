"""The records around those of a change, as they will stand once it is written.

Read in bulk before rules are asked: each step of a path costs one statement for all records that take it.
What the change itself makes of a record counts, and not what the database still holds. Rights are not asked
for: what a rule of the organisation's makes does not hang on who saves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.database.listed import listed
from backend.expressions.dependencies import Read, Step
from backend.expressions.paths import OWNER
from backend.metadata.model import Model
from backend.records.layout import Layout, Values, layout_of
from backend.records.models import record
from backend.records.standing import values_by_id
from backend.records.subjects import Subject
from backend.records.work import Work

Place = tuple[str, str]
Lines = tuple[str, str, str]
"""The entity of lines, their lookup, and the record that it leads to."""


def leads(values: Iterable[Values], lookup: str) -> set[str]:
    """Return where a lookup of records leads."""
    return {one[lookup] for one in values if one.get(lookup) is not None}


class Around:
    """What rules read of a change's records and of those around them; only what was gathered is there."""

    def __init__(self, session: Session, model: Model) -> None:
        self._session = session
        self._model = model
        self._records: dict[Place, Subject | None] = {}
        self._works: defaultdict[str, list[Work]] = defaultdict(list)
        self._lines: dict[Lines, list[Subject]] = {}

    def put(self, work: Work) -> Subject | None:
        """Let a record stand as a work will leave it; return it, unless it will not be there."""
        there = not work.disappears and (work.live or work.appears)
        values = dict(work.after)
        if there and work.layout.entity.owned:
            values[OWNER.id] = work.owner or (work.sidecar.owner if work.sidecar else None)
        subject = self._records.get(work.place) if there else None
        if subject is not None:
            subject.values = values
        elif there:
            subject = Subject(work.intent.record, values, self)
        self._records[work.place] = subject
        self._works[work.intent.entity].append(work)
        return subject

    def record(self, entity: str, identity: str) -> Subject | None:
        """Return a record that was gathered."""
        return self._records.get((entity, identity))

    def lines(self, entity: str, lookup: str, identity: str) -> Iterable[Subject]:
        """Return the lines of a record that were gathered."""
        return self._lines.get((entity, lookup, identity), ())

    def records(self, entity: str, ids: Iterable[str]) -> list[Subject]:
        """Gather records by their ids and return those that are there."""
        wanted = list(ids)
        missing = [identity for identity in wanted if (entity, identity) not in self._records]
        if missing:
            layout = layout_of(self._model, entity)
            found = self._subjects(layout, values_by_id(self._session, layout, missing))
            for identity in missing:
                self._records[entity, identity] = found.get(identity)
        there = (self._records[entity, identity] for identity in wanted)
        return [one for one in there if one is not None]

    def gather(self, subjects: Iterable[Subject], reads: Iterable[Read]) -> None:
        """Read what rules read of these records."""
        begun = list(subjects)
        for steps in sorted({read.steps for read in reads if read.steps}):
            at = begun
            for step in steps:
                at = self._back(at, step) if step.back else self._along(at, step)

    def _along(self, subjects: Iterable[Subject], step: Step) -> list[Subject]:
        return self.records(self._target(step), leads((one.values for one in subjects), step.lookup))

    def _back(self, subjects: Iterable[Subject], step: Step) -> list[Subject]:
        parents = {one.id for one in subjects}
        missing = [one for one in parents if (step.entity, step.lookup, one) not in self._lines]
        if missing:
            self._read_lines(step, missing)
        return [line for one in parents for line in self._lines[step.entity, step.lookup, one]]

    def _read_lines(self, step: Step, parents: list[str]) -> None:
        layout = layout_of(self._model, step.entity)
        stored = self._stored_lines(layout, step, parents)
        self.records(step.entity, stored)
        found: dict[str, list[Subject]] = {parent: [] for parent in parents}
        mine = {work.intent.record for work in self._works[step.entity]}
        for identity in sorted(mine.union(stored)):
            subject = self._records[step.entity, identity]
            parent = subject.values.get(step.lookup) if subject is not None else None
            if subject is not None and parent in found:
                found[parent].append(subject)
        for parent, lines in found.items():
            self._lines[step.entity, step.lookup, parent] = lines

    def _stored_lines(self, layout: Layout, step: Step, parents: list[str]) -> list[str]:
        field = layout.fields.get(step.lookup)
        if field is None:
            query = select(record.c.id).where(
                record.c.entity == step.entity, record.c.gone.is_(False), listed(record.c.owner, "ids")
            )
        else:
            query = select(layout.table.c.id).where(listed(layout.table.c[field.columns[0][0]], "ids"))
        return list(self._session.connection().execute(query, {"ids": parents}).scalars())

    def _subjects(self, layout: Layout, values: dict[str, Values]) -> dict[str, Subject]:
        if values and layout.entity.owned:
            query = select(record.c.id, record.c.owner).where(
                record.c.entity == layout.entity.id, listed(record.c.id, "ids")
            )
            owners = self._session.connection().execute(query, {"ids": list(values)})
            for identity, owner in owners:
                values[identity][OWNER.id] = owner
        return {identity: Subject(identity, one, self) for identity, one in values.items()}

    def _target(self, step: Step) -> str:
        field = self._model.entity(step.entity).definitions.get(step.lookup, OWNER)
        if field.target is None:
            raise ValueError(f"{step.entity}.{step.lookup} leads nowhere")
        return field.target
