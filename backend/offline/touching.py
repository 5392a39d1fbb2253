"""Touching what a change moves although nobody wrote it: the dependants of a written record.

Scopes read fields of other records: a filter walks lookups, a right asks for the unit of a record's owner, a
rule takes along what belongs to what is in scope. When such a field is written, the records that it decides
about are touched, so that they get new numbers and every device looks at them again. Where they are more
than :data:`MOST`, a rescope is marked instead, and devices compare whole sets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from backend.accounts.models import Role
from backend.expressions.tree import OWNER
from backend.metadata import service
from backend.metadata.model import Model
from backend.offline.dependencies import Relation
from backend.offline.marks import set_mark
from backend.offline.roads import Road, Roads, roads_of
from backend.records import stream
from backend.records.layout import layout_of
from backend.records.models import record
from backend.records.names import value_column
from backend.records.touch import touch
from backend.records.work import Changed, Origin
from backend.signals import metadata_published, records_changed, records_foreseen

MOST: Final = 2000
"""Records of one entity that a change touches one by one."""

_SLICE = 500
_INFO = "roads"
_MEMBERSHIP = ("create", "delete", "restore")
"""Kinds of change that may move a record in or out of scopes whatever was written."""


def listen() -> None:
    """Follow every change that is written from here on. Doing it again changes nothing."""
    records_changed.connect(_changed)
    records_foreseen.connect(_foreseen)
    metadata_published.connect(_published)


def moved(session: Session, places: Iterable[tuple[str, str]], *, origin: Origin) -> None:
    """Touch what goes along with records that came into a scope, or left it, without being written.

    The records themselves are touched by who calls.
    """
    metadata = service.current(session)
    spread = _Spread(session, metadata.model, _roads(session))
    for entity, identity in places:
        spread.membership(entity, identity, {})
    spread.finish(origin)


def _changed(_: object, *, session: Session, origin: Origin, changed: Sequence[Changed]) -> None:
    roads = _roads(session)
    spread: _Spread | None = None
    for one in changed:
        ways, moves = _followed(roads, one)
        if not ways and not moves:
            continue
        if spread is None:
            spread = _Spread(session, service.current(session).model, roads)
            spread.written = {(each.entity, each.record) for each in changed}
        for road in ways:
            spread.along(road, one.record)
        if moves:
            spread.membership(one.entity, one.record, one.before)
    if spread is not None:
        spread.finish(origin)


def _foreseen(_: object, *, session: Session, changed: Sequence[Changed], **__: Any) -> bool:
    roads = _roads(session)
    return any(any(_followed(roads, one)) for one in changed)


def _followed(roads: Roads, one: Changed) -> tuple[list[Road], bool]:
    """Return the roads from what was written, and whether the record itself may have moved others along."""
    moves = one.entity in roads.relations and (one.kind in _MEMBERSHIP or roads.moves(one.entity, one.fields))
    return list(roads.lead_from(one.entity, one.fields)), moves


def _published(_: object, *, session: Session, **__: Any) -> None:
    session.info.pop(_INFO, None)


def _roads(session: Session) -> Roads:
    """Return the roads, read once a transaction: what is published in it is told."""
    found: Roads | None = session.info.get(_INFO)
    if found is None:
        found = session.info[_INFO] = roads_of(session, service.current(session))
    return found


class _Spread:
    """What one change comes to, gathered road by road and then touched at once."""

    def __init__(self, session: Session, model: Model, roads: Roads) -> None:
        self._session, self._model, self._roads = session, model, roads
        self.written: set[tuple[str, str]] = set()
        self._ways: dict[Road, set[str]] = defaultdict(set)
        self._moving: dict[str, set[str]] = defaultdict(set)
        self._before: dict[tuple[str, str], dict[str, Any]] = {}
        self._found: dict[str, set[str]] = defaultdict(set)
        self._marked: set[str] = set()

    def along(self, road: Road, identity: str) -> None:
        """A record was written from which a road leads back."""
        self._ways[road].add(identity)

    def membership(self, entity: str, identity: str, before: dict[str, Any]) -> None:
        """A record may have come into a scope, or left it; ``before``: its values as they were."""
        self._moving[entity].add(identity)
        self._before[entity, identity] = before

    def finish(self, origin: Origin) -> None:
        """Find all dependants and touch them, or mark what is too many."""
        by_unit = any(road.by_rights for road in self._ways) and _units_decide(self._session)
        for road, ids in self._ways.items():
            if not road.by_rights or by_unit:
                self._take(road.origin, self._back(road, ids))
        self._follow_relations()
        places = [
            (entity, identity)
            for entity, ids in self._found.items()
            if entity not in self._marked
            for identity in ids
            if (entity, identity) not in self.written
        ]
        if places:
            touch(self._session, places, origin=origin)
        if self._marked:
            head = stream.head(self._session)
            for entity in sorted(self._marked):
                set_mark(self._session, entity, head)

    def _take(self, entity: str, ids: set[str]) -> None:
        new = ids - self._found[entity]
        self._found[entity] |= new
        self._moving[entity] |= new
        if len(self._found[entity]) > MOST:
            self._marked.add(entity)

    def _follow_relations(self) -> None:
        while self._moving:
            entity, ids = self._moving.popitem()
            for relation in self._roads.relations.get(entity, ()):
                # Who marks an entity has marked what goes along with it: whole sets are compared together.
                if entity not in self._marked and relation.entity not in self._marked and ids:
                    self._take(relation.entity, self._along_with(relation, ids))

    def _along_with(self, relation: Relation, ids: set[str]) -> set[str]:
        if not relation.back:
            return self._holding(relation.entity, relation.lookup, ids)
        found = {
            value
            for identity in ids
            if (value := self._before.get((relation.other, identity), {}).get(relation.lookup)) is not None
        }
        table = layout_of(self._model, relation.other).table
        column = table.c[value_column(relation.lookup)]
        for some in _slices(ids):
            query = select(column).where(table.c.id.in_(some), column.is_not(None)).distinct()
            found.update(self._session.scalars(query))
        return found

    def _back(self, road: Road, ids: set[str]) -> set[str]:
        """Return the records at the beginning of a road that ends at ``ids``, one more than are touched."""
        found: set[str] = set()
        for some in _slices(ids):
            query: Any = some
            for step in reversed(road.steps):
                query = self._pointing(step.entity, step.lookup, query)
            found.update(self._session.scalars(query.limit(MOST + 1)))
        return found

    def _holding(self, entity: str, lookup: str, ids: set[str]) -> set[str]:
        found: set[str] = set()
        for some in _slices(ids):
            found.update(self._session.scalars(self._pointing(entity, lookup, some).limit(MOST + 1)))
            if len(found) > MOST:
                break
        return found

    def _pointing(self, entity: str, lookup: str, targets: Any) -> Select[Any]:
        """Return the query of the records of ``entity`` that have one of ``targets`` at a lookup."""
        layout = layout_of(self._model, entity)
        if lookup == OWNER.id and lookup not in layout.fields:
            sidecar = record.alias()
            return select(sidecar.c.id).where(
                sidecar.c.entity == entity, sidecar.c.gone.is_(False), sidecar.c.owner.in_(targets)
            )
        table = layout.table.alias()
        return select(table.c.id).where(table.c[value_column(lookup)].in_(targets))


def _units_decide(session: Session) -> bool:
    """Say whether any role asks for the unit of owners: to read, or to edit and so to hear of conflicts."""
    return any(
        rights[operation] in ("unit", "unit_and_below")
        for operation in ("read", "edit")
        for document in session.scalars(select(Role.document))
        for rights in document["entities"].values()
    )


def _slices(ids: Iterable[str]) -> list[list[str]]:
    waiting = sorted(ids)
    return [waiting[start : start + _SLICE] for start in range(0, len(waiting), _SLICE)]
