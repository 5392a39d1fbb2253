"""The terms on which a device holds records, as SQL: what is wanted of each entity, for one user on one day.

Built once and kept, since nothing here changes: a rule that names owners asks the sidecar, a condition asks
the entity's table, and a relation is a condition like any other, over the scope of the other entity. The
organisation's conditions see all records, a person's own only what he may read. What no longer means
anything in the model that is published now gives nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, exists, false, or_, select
from sqlalchemy.sql.selectable import FromClause

from backend.accounts.circle import people, teams
from backend.accounts.user import User
from backend.database.listed import aside, listed
from backend.expressions.context import Context
from backend.expressions.sql import compile_filter
from backend.expressions.tree import EVERYTHING
from backend.metadata.model import Model
from backend.offline.dependencies import Rule, Tree, sound, tree_of
from backend.offline.wanted import Wanted
from backend.offline.wish_models import RecentRecord
from backend.records import reach
from backend.records.conditions import EntitySource, Visible
from backend.records.layout import Layout, layout_of
from backend.records.links import linked
from backend.records.models import kept, record
from backend.records.names import value_column

RIDS: Final = "rids"
IDS: Final = "ids"
Name = tuple[str, int]
"""An alternative: a ``rule``, ``filter`` or ``personal`` filter by its number, ``kept`` or ``recent``."""

_log = logging.getLogger(__name__)


class Terms:
    """The conditions of one user's device, entity by entity."""

    def __init__(
        self, user: User, model: Model, wanted: Wanted, context: Context, device: str | None
    ) -> None:
        self.user, self.model, self.wanted = user, model, wanted
        self._context, self._device = context, device
        self._rules: Mapping[str, list[Rule]] = {
            part["id"]: part["rules"] for part in wanted.profile["entities"]
        }
        self._queries: dict[str, Select[Any]] = {}
        self._restricted: dict[tuple[str, str, bool], Select[Any]] = {}
        self._readable: dict[str, Select[Any]] = {}

    def takes_all(self, entity: str) -> bool:
        """Say whether everything that the user may read of ``entity`` is in scope."""
        if entity in self.wanted.later:
            return False
        filters = (*self.wanted.filters.get(entity, ()), *self.wanted.personal.get(entity, ()))
        return any(rule["kind"] == "all" for rule in self._rules.get(entity, ())) or EVERYTHING in filters

    def query(self, entity: str) -> Select[Any]:
        """Return the query of ``(rid, id)`` of the scope."""
        if entity not in self._queries:
            self._queries[entity] = self._scope(entity)
        return self._queries[entity]

    def readable(self, entity: str) -> Select[Any]:
        """Return the query of ``(rid, id)`` of what the user may read of ``entity``, wanted or not."""
        if entity not in self._readable:
            self._readable[entity] = self._allowed(entity, record)
        return self._readable[entity]

    def among(self, entity: str, by: str, *, wanted: bool) -> Select[Any]:
        """Return either query, of records whose numbers or ids are bound as :data:`RIDS` or :data:`IDS`.

        By numbers it gives numbers alone. The same statement every time, so that it is compiled once.
        """
        place = (entity, by, wanted)
        found = self._restricted.get(place)
        if found is None:
            by_rid = by == RIDS
            query = self._scope(entity, by_rid) if wanted else self._allowed(entity, record, by_rid)
            found = query.where(listed(record.c.rid if by_rid else record.c.id, by))
            if by_rid:
                found = found.with_only_columns(record.c.rid)
            self._restricted[place] = found
        return found

    def alternatives(self, entity: str) -> dict[Name, ColumnElement[bool] | None]:
        """Return the conditions by any of which a record is wanted; None stands for every record."""
        return self._alternatives(entity, frozenset())

    def _alternatives(self, entity: str, above: frozenset[str]) -> dict[Name, ColumnElement[bool] | None]:
        found: dict[Name, ColumnElement[bool] | None] = {}
        if entity not in self.model.entities or not self.user.may("read", entity):
            return found
        for number, rule in enumerate(self._rules.get(entity, ())):
            found["rule", number] = self._rule(entity, rule, above)
        for number, tree in enumerate(self.wanted.filters.get(entity, ())):
            found["filter", number] = self._filter(entity, tree, above)
        for number, tree in enumerate(self.wanted.personal.get(entity, ())):
            found["personal", number] = self._filter(entity, tree, above, visible=self._seen)
        pinned = select(kept.c.record).where(kept.c.person == self.user.person, kept.c.entity == entity)
        found["kept", 0] = record.c.id.in_(pinned)
        if self._device is not None:
            recent = select(RecentRecord.record).where(
                RecentRecord.device == self._device, RecentRecord.entity == entity
            )
            found["recent", 0] = record.c.id.in_(recent)
        return found

    def source(self, entity: str) -> FromClause:
        """Return the tables that :meth:`alternatives` speak of."""
        layout = layout_of(self.model, entity)
        return record.join(layout.table, layout.table.c.id == record.c.id)

    def pointed(self, entity: str, lookup: str) -> Select[Any]:
        """Return the query of what records of ``entity`` in scope have at a lookup."""
        layout = layout_of(self.model, entity)
        if lookup in layout.linking:
            links = linked(entity, lookup).subquery()
            query = self._in_scope(entity).where(links.c.record == record.c.id)
            return query.with_only_columns(links.c.target).correlate(None)
        column = layout.table.c[value_column(lookup)]
        query = self._in_scope(entity).where(column.is_not(None))
        return query.with_only_columns(column).correlate(None)

    def points(self, entity: str, lookup: str, target: FromClause) -> ColumnElement[bool]:
        """Return the condition that a record of ``entity`` in scope has ``target`` at a lookup.

        ``target``: an alias of the sidecars.
        """
        layout = layout_of(self.model, entity)
        query = self._in_scope(entity)
        if lookup in layout.linking:
            links = linked(entity, lookup).subquery()
            query = query.where(links.c.record == record.c.id, links.c.target == target.c.id)
        else:
            query = query.where(layout.table.c[value_column(lookup)] == target.c.id)
        return exists(query.with_only_columns(record.c.rid).correlate(target))

    def _scope(self, entity: str, by_rid: bool = False) -> Select[Any]:
        # What comes later has its conditions, which others may rest on, and is not here yet.
        alternatives = {} if entity in self.wanted.later else self.alternatives(entity)
        if not alternatives:
            return select(record.c.rid, record.c.id).where(false())
        if _everything(alternatives):
            return self._allowed(entity, record, by_rid)
        return self._allowed(entity, self.source(entity), by_rid).where(_any(alternatives))

    def _in_scope(self, entity: str, above: frozenset[str] = frozenset()) -> Select[Any]:
        """Return the query of the scope with the entity's table in it, whatever the conditions need."""
        alternatives = self._alternatives(entity, above)
        query = self._allowed(entity, self.source(entity))
        return query if _everything(alternatives) else query.where(_any(alternatives))

    def _allowed(self, entity: str, source: FromClause, by_rid: bool = False) -> Select[Any]:
        """Return the query of what the user may read; ``by_rid``: of records that come by their numbers."""
        query = select(record.c.rid, record.c.id).select_from(source)
        if entity not in self.model.entities or not self.user.may("read", entity):
            return query.where(false())
        of_entity = (aside(record.c.entity) if by_rid else record.c.entity) == entity
        query = query.where(of_entity, record.c.gone.is_(False))
        within = reach.within(self.user, "read", self.model.entity(entity))
        return query if within is None else query.where(within)

    def _rule(self, entity: str, rule: Rule, above: frozenset[str]) -> ColumnElement[bool] | None:
        match rule["kind"]:
            case "all":
                return None
            case "mine":
                return record.c.owner == self.user.person
            case "my_teams":
                return record.c.owner.in_([self.user.person, *sorted(self.user.circle.teams)])
            case "my_unit":
                return self._of_my_unit()
            case "related" | "custom":
                tree = tree_of(rule)
                return false() if tree is None else self._condition(entity, tree, above)
            case kind:
                raise ValueError(f"no offline rule is called {kind!r}")

    def _of_my_unit(self) -> ColumnElement[bool]:
        unit = self.user.circle.unit
        if unit is None:
            return false()
        members = [select(one.c.id).where(one.c.f_unit == unit) for one in (people, teams)]
        return or_(*[record.c.owner.in_(query) for query in members])

    def _filter(
        self, entity: str, tree: Tree, above: frozenset[str], *, visible: Visible | None = None
    ) -> ColumnElement[bool] | None:
        return None if tree == EVERYTHING else self._condition(entity, tree, above, visible=visible)

    def _condition(
        self, entity: str, tree: Tree, above: frozenset[str], *, visible: Visible | None = None
    ) -> ColumnElement[bool]:
        if not sound(tree, entity, self.model):
            _log.warning("an offline condition over %s no longer fits the model and gives nothing", entity)
            return false()
        layout = layout_of(self.model, entity)

        def relate(leaf: Tree) -> ColumnElement[bool]:
            return self._related(layout, leaf, above | {entity})

        source = EntitySource(self.model, layout, layout.table, visible=visible, relate=relate)
        return compile_filter(tree, source, self._context, sure=False)

    def _related(self, layout: Layout, leaf: Tree, above: frozenset[str]) -> ColumnElement[bool]:
        """Return the condition that the record at a lookup, or one that looks here, is in scope.

        Asked record by record and not by the whole scope of the other entity: a few candidates of a pull
        must not cost more, the more there is. What leads back to an entity ``above`` is taken along by
        nothing: publishing refuses it, and it would have no end.
        """
        back = leaf.get("from")
        other = back or layout.fields[leaf["path"]].definition.target
        if other is None or other in above or not self.user.may("read", other):
            return false()
        far = layout_of(self.model, other).table
        lookup = value_column(leaf["path"])
        meet = far.c[lookup] == layout.table.c.id if back else far.c.id == layout.table.c[lookup]
        query = self._in_scope(other, above).where(meet)
        return exists(query.with_only_columns(record.c.rid).correlate(layout.table))

    def _seen(self, layout: Layout, table: FromClause) -> ColumnElement[bool] | None:
        sidecar = record.alias()
        within = reach.within(self.user, "read", layout.entity, sidecar=sidecar)
        if within is None:
            return None
        query = select(sidecar.c.rid).where(
            sidecar.c.entity == layout.entity.id, sidecar.c.id == table.c.id, within
        )
        return exists(query.correlate(table))


def _everything(alternatives: Mapping[Name, ColumnElement[bool] | None]) -> bool:
    return any(one is None for one in alternatives.values())


def _any(alternatives: Mapping[Name, ColumnElement[bool] | None]) -> ColumnElement[bool]:
    return or_(false(), *[one for one in alternatives.values() if one is not None])
