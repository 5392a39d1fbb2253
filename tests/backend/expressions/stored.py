"""The same records in a database, for the SQL evaluators; written without asking anyone, as they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, insert, select
from sqlalchemy.orm import Session

from backend.database import Database
from backend.expressions.context import Context
from backend.expressions.sql import compile_filter
from backend.metadata.model import Model
from backend.protocol.model import Model as ModelShape
from backend.records.conditions import EntitySource
from backend.records.layout import layout_of
from backend.records.links import links_of
from backend.records.models import link, record
from backend.records.tables import migrate
from tests.backend.expressions.memory import Memory

BATCH = 500
Question = tuple[Mapping[str, Any], Context]


class Stored:
    """Records in the tables of one entity and of those that its paths lead to."""

    def __init__(self, database: Database, fields: Mapping[str, Any], memory: Memory, entity_: str) -> None:
        self._database = database
        self._entity = entity_
        shape = ModelShape()
        entities = [_entity(name, of) for name, of in fields.items()]
        self._model = Model.of(shape.dump(shape.load({"version": 1, "entities": entities})))
        database.write(lambda session: self._fill(session, memory))

    def ask(self, questions: Sequence[Question], *, sure: bool = True) -> list[set[str]]:
        """Return for each filter the ids of the records that meet it."""
        layout = layout_of(self._model, self._entity)
        # Both ways to a record's owner: looked up, or joined already.
        sidecar = None if sure else record
        source = EntitySource(self._model, layout, sidecar=sidecar)
        same = and_(record.c.entity == self._entity, record.c.id == layout.table.c.id)
        rows = layout.table if sidecar is None else layout.table.join(record, same)

        def read(session: Session) -> list[set[str]]:
            found = []
            for tree, context in questions:
                condition = compile_filter(tree, source, context, sure=sure)
                query = select(layout.table.c.id).select_from(rows).where(condition)
                found.append(set(session.execute(query).scalars()))
            return found

        return self._database.read(read)

    def _fill(self, session: Session, memory: Memory) -> None:
        migrate(session, None, self._model)
        rid = 0
        for name, records in memory.records.items():
            layout = layout_of(self._model, name)
            rows, sidecars, links = [], [], []
            for id_, values in records.items():
                rid += 1
                rows.append(layout.row(id_, values))
                sidecars.append(_sidecar(name, id_, rid, values["owner"]))
                links += links_of(layout, id_, values)
            for first in range(0, len(rows), BATCH):
                session.execute(insert(layout.table), rows[first : first + BATCH])
                session.execute(insert(record), sidecars[first : first + BATCH])
            for first in range(0, len(links), BATCH):
                session.execute(insert(link), links[first : first + BATCH])


def _entity(id_: str, fields: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    names = {"label": {"en": id_}, "plural": {"en": id_}}
    title, ownership = fields[0]["id"], "person"
    all_ = [_labelled(field) for field in fields]
    return {"id": id_, **names, "title": title, "ownership": ownership, "fields": all_}


def _labelled(field: Mapping[str, Any]) -> dict[str, Any]:
    choices = [{"id": one, "label": {"en": one}} for one in field.get("choices", ())]
    return {**field, "label": {"en": field["id"]}, "choices": choices}


def _sidecar(entity_: str, id_: str, rid: int, owner: str | None) -> dict[str, Any]:
    at = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
    return {
        "entity": entity_,
        "id": id_,
        "rid": rid,
        "version": 1,
        "seq": rid,
        "value_seq": rid,
        "gone": False,
        "field_versions": {},
        "owner": owner,
        "created_at": at,
        "modified_at": at,
    }
