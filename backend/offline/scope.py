"""The scope of a device: readable ∧ wanted, decided here and nowhere else.

Readable is what the user's rights say, record by record and field by field; wanted is any of the rules of
his offline profile, the filters in effect, what he keeps, and what he opened lately on this device. Nothing
outside of the scope is ever named to a device, but for the label of what it refers to and may read.

Whatever decides about a scope and is not a record's own is in :attr:`Scope.key`: rights, circle, rules,
filters, what the fields that they read mean, where retyped fields are read, and the day where the clock
counts. Equal keys, equal terms.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import orjson
from sqlalchemy import Select, literal, or_, select
from sqlalchemy.orm import Session

from backend.accounts.asking import context_of
from backend.accounts.user import User
from backend.expressions.context import Context
from backend.expressions.dependencies import reads
from backend.metadata.condition_fields import fields_of
from backend.metadata.service import Metadata
from backend.offline.dependencies import Rule, Tree, meaning, reads_of_rule, sound, timed, tree_of
from backend.offline.remembered import Remembered
from backend.offline.sight import NOT_BEHIND, Behind, Sight
from backend.offline.terms import IDS, RIDS, Name, Terms
from backend.offline.wanted import Wanted
from backend.records.layout import layout_of
from backend.records.models import record

REMEMBERED = 2048
BYTES_REMEMBERED = 16 * 1024 * 1024
"""Of the filters in them as JSON."""
SLICE = 4000
"""Numbers bound in one statement."""

T = TypeVar("T")

_terms: Remembered[tuple[str, str | None], tuple[Terms, Sight]] = Remembered(
    most=REMEMBERED, heaviest=BYTES_REMEMBERED
)
_meanings: dict[tuple[str, str], tuple[str, bool]] = {}


@dataclass(frozen=True)
class Scope:
    """What the device of a user may hold on one snapshot. ``device`` None: any of his, new and empty."""

    session: Session
    user: User
    metadata: Metadata
    wanted: Wanted
    device: str | None
    now: dt.datetime
    behind: Behind = field(default_factory=lambda: NOT_BEHIND)
    """What a device that works by an earlier version would not understand."""

    @cached_property
    def key(self) -> str:
        """What tells whether everything but the records themselves is as it was."""
        meanings, moves = self._meaning
        today = str(self._context.today) if moves else None
        parts: list[Any] = [self.user.scope_parts, self.wanted.key, meanings, today]
        columns = sorted((name, sorted(ends.items())) for name, ends in self.metadata.columns.items())
        if columns:
            parts += [columns, sorted((name, sorted(fields)) for name, fields in self.behind.items())]
        return hashlib.sha256(orjson.dumps(parts)).hexdigest()[:24]

    @property
    def terms(self) -> Terms:
        """The conditions."""
        return self._built[0]

    @property
    def sight(self) -> Sight:
        """What is seen of the records in scope."""
        return self._built[1]

    @property
    def entities(self) -> tuple[str, ...]:
        """The entities of which the device may hold records, parents first."""
        return self.wanted.entities

    def query(self, entity: str) -> Select[Any]:
        """Return the query of ``(rid, id)`` of every record of ``entity`` in scope."""
        return self.terms.query(entity)

    def members(self, entity: str, *, by_id: bool = False) -> list[int]:
        """Return the numbers of every record of ``entity`` in scope."""
        query = self.query(entity).with_only_columns(record.c.rid)
        result = self.session.connection().execute(query.order_by(record.c.id) if by_id else query)
        # By the driver: to make rows of so many numbers takes half as long as to find them.
        assert result.cursor is not None
        found = [rid for (rid,) in result.cursor.fetchall()]
        result.close()
        return found

    def inside(self, entity: str, rids: Iterable[int]) -> set[int]:
        """Return those of ``rids`` that are in scope."""
        return {row[0] for row in self._among(entity, RIDS, rids, wanted=True)}

    def readable(self, entity: str, rids: Iterable[int]) -> set[int]:
        """Return those of ``rids`` that are there and may be read, wanted or not."""
        return {row[0] for row in self._among(entity, RIDS, rids, wanted=False)}

    def known(self, entity: str, ids: Iterable[str]) -> dict[int, str]:
        """Return the numbers of those of ``ids`` that are there and may be read, wanted or not."""
        return dict(self._among(entity, IDS, ids, wanted=False))

    def referred(self, entity: str) -> set[int]:
        """Return those that records in scope refer to and that may be read, by fields that come along."""
        found: set[int] = set()
        for origin, lookup in self.sight.origins(entity):
            pointed = self.terms.pointed(origin, lookup)
            query = self.terms.readable(entity).where(record.c.id.in_(pointed))
            found.update(self.session.scalars(query.with_only_columns(record.c.rid)))
        return found

    def referred_among(self, entity: str, rids: Iterable[int]) -> set[int]:
        """Return those of ``rids`` that a record in scope refers to by a field that comes along."""
        origins = self.sight.origins(entity)
        if not origins:
            return set()
        target = record.alias()
        meets = [self.terms.points(origin, lookup, target) for origin, lookup in origins]
        query = select(target.c.rid).where(or_(*meets))
        return {
            rid for some in _slices(rids) for rid in self.session.scalars(query.where(target.c.rid.in_(some)))
        }

    def labels(self, entity: str, ids: Iterable[str]) -> dict[str, str]:
        """Return what records are called where no more of them is held; empty where nobody may tell."""
        wanted = list(ids)
        title = self.sight.label(entity)
        if not title:
            return dict.fromkeys(wanted, "")
        layout = layout_of(self.metadata.model, entity)
        field = layout.fields[title]
        columns = [layout.table.c[name] for name, _ in field.columns]
        found = dict.fromkeys(wanted, "")
        for some in _slices(wanted):
            rows = self.session.execute(
                select(layout.table.c.id, *columns).where(layout.table.c.id.in_(some))
            ).mappings()
            for row in rows:
                value = field.from_row({str(name): each for name, each in row.items()})
                found[row["id"]] = "" if value is None else str(field.type.to_wire(value))
        return found

    def why(self, entity: str, identity: str) -> list[Name] | None:
        """Return by which alternatives a record is wanted, none or more; None if it may not be read."""
        return self.reasons(entity, [identity]).get(identity)

    def reasons(self, entity: str, ids: Iterable[str]) -> dict[str, list[Name]]:
        """Return the same of those of ``ids`` that may be read."""
        alternatives = self.terms.alternatives(entity)
        columns = [literal(True) if one is None else one for one in alternatives.values()]
        if not columns:
            return {}
        found = {}
        for some in _slices(ids):
            readable = self.terms.readable(entity).with_only_columns(record.c.id)
            seen = self.session.scalars(readable.where(record.c.id.in_(some))).all()
            query = select(record.c.id, *columns).select_from(self.terms.source(entity))
            query = query.where(record.c.entity == entity, record.c.id.in_(seen))
            for identity, *holds in self.session.execute(query):
                found[identity] = [name for name, one in zip(alternatives, holds, strict=True) if one]
        return found

    def _among(self, entity: str, by: str, some: Iterable[Any], *, wanted: bool) -> Iterator[Any]:
        query = self.terms.among(entity, by, wanted=wanted)
        connection = self.session.connection()
        for slice_ in _slices(some):
            yield from connection.execute(query, {by: slice_}).all()

    @cached_property
    def _context(self) -> Context:
        return context_of(self.user, self.now)

    @cached_property
    def _built(self) -> tuple[Terms, Sight]:
        """Conditions and sight, from memory where they were built before."""
        # A first record that is kept brings its entity along without moving the key.
        version = (self.metadata.mark, self.key, self.wanted.entities)
        place = (self.user.person, self.device)
        found = _terms.get(place, version)
        if found is None:
            model = self.metadata.model
            terms = Terms(self.user, model, self.wanted, self._context, self.device)
            found = terms, Sight(self.user, model, self.wanted, self.behind)
            if self.metadata.mark:
                _terms.keep(place, version, found, self.wanted.size)
        return found

    @property
    def _meaning(self) -> tuple[str, bool]:
        """What the fields that the conditions read are, and whether any condition hangs on the clock."""
        place = (self.metadata.mark, self.wanted.key)
        found = _meanings.get(place)
        if found is None:
            found = self._read_meaning()
            if self.metadata.mark:
                _meanings[place] = found
                for oldest in list(_meanings)[:-REMEMBERED]:
                    _meanings.pop(oldest, None)
        return found

    def _read_meaning(self) -> tuple[str, bool]:
        model = self.metadata.model
        fields = fields_of(model)
        read: set[tuple[Any, ...]] = set()
        for entity, rule in self._rules():
            tree = tree_of(rule)
            if tree is None or sound(tree, entity, model):
                read |= {meaning(one, model) for one in reads_of_rule(rule, entity, fields)}
        for entity, tree in self._filters():
            read |= {meaning(one, model) for one in reads(tree, entity, fields)}
        trees = [tree for _, rule in self._rules() if (tree := tree_of(rule)) is not None]
        moves = timed([*trees, *(tree for _, tree in self._filters())])
        return hashlib.sha256(repr(sorted(read, key=repr)).encode()).hexdigest()[:16], moves

    def _rules(self) -> Iterator[tuple[str, Rule]]:
        for part in self.wanted.profile["entities"]:
            for rule in part["rules"]:
                yield part["id"], rule

    def _filters(self) -> Iterator[tuple[str, Tree]]:
        for filters in (self.wanted.filters, self.wanted.personal):
            for entity, trees in filters.items():
                for tree in trees:
                    yield entity, tree


def _slices(found: Iterable[T]) -> Iterator[list[T]]:
    waiting = list(found)
    for start in range(0, len(waiting), SLICE):
        yield waiting[start : start + SLICE]
