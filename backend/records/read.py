"""Reading records: one, a page of a list, and rows for devices.

An entity or a record that the user may not read is answered as one that is not there, and a field that is
hidden from him is in no answer. Whoever has decided by the scope already takes :func:`rows_for`, which asks
for no record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.database.instants import format_instant
from backend.errors import NotFound
from backend.expressions.context import Context
from backend.metadata.model import Model
from backend.metadata.service import Metadata
from backend.records.conditions import condition_of, searched
from backend.records.layout import Layout, Values, layout_of
from backend.records.models import record
from backend.records.paging import Order
from backend.records.reach import operations_on, shared_with, within
from backend.records.rows import WireRow, reader, writer

Document = dict[str, Any]
"""A :class:`backend.protocol.rest.RecordDocument`, ready to be dumped."""

LARGEST_PAGE = 200
_SIDECAR = ("version", "owner", "modified_at", "modified_by")


def readable(metadata: Metadata, user: User, entity: str) -> Layout:
    """Return the layout of an entity that the user may read.

    :raises NotFound: ``not-found``
    """
    if entity not in metadata.model.entities or not user.may("read", entity):
        raise NotFound("not-found")
    return layout_of(metadata.model, entity)


def get(session: Session, metadata: Metadata, user: User, entity: str, identity: str) -> Document:
    """Return one live record.

    :raises NotFound: ``not-found``
    """
    layout = readable(metadata, user, entity)
    query = _live(layout).where(layout.table.c.id == identity, *_seen(layout, user))
    found = _documents(session, layout, user, session.execute(query).mappings().all())
    if not found:
        raise NotFound("not-found")
    return found[0]


def page(
    session: Session,
    metadata: Metadata,
    user: User,
    entity: str,
    *,
    context: Context,
    after: str | None = None,
    limit: int = 50,
    search: str | None = None,
    sort: str | None = None,
    filter: Mapping[str, Any] | None = None,  # noqa: A002 - the name that the interface uses
) -> dict[str, Any]:
    """Return one page of a list and the mark to go on from.

    :param sort: a field id, with ``-`` before it from the greatest down; otherwise in order of creation
    :raises NotFound: ``not-found``
    :raises Invalid: a filter, sort or mark that cannot be used, with its place
    """
    layout = readable(metadata, user, entity)
    conditions = _seen(layout, user)
    if filter is not None:
        conditions.append(condition_of(metadata.model, entity, filter, context, user))
    if search:
        conditions.append(searched(layout, search, user))
    order = Order.of(layout, sort, user.hidden(entity))
    limit = max(1, min(limit, LARGEST_PAGE))
    query = _live(layout, first=order.indexed).where(*conditions).order_by(*order.clauses()).limit(limit + 1)
    if after:
        query = query.where(order.after(after))
    rows = session.execute(query).mappings().all()
    counted = select(func.count()).select_from(_joined(layout)).where(*conditions)
    shown = rows[:limit]
    return {
        "records": _documents(session, layout, user, shown),
        "next": order.mark(shown[-1]) if len(rows) > limit else None,
        "total": session.execute(counted).scalar_one(),
    }


def rows_for(
    session: Session,
    model: Model,
    entity: str,
    ids: Iterable[str],
    *,
    user: User | None = None,
    fields: Iterable[str] | None = None,
) -> list[tuple[str, int, dict[str, Any]]]:
    """Return ``(id, version, values)`` of those records that are live, by id, values as they travel.

    Where records have owners, theirs comes along as the reserved field ``owner``; what a record is shared
    with the user for, as ``shared``.

    :param user: whose eyes see it: what is hidden from him stays away; None: the office's
    :param fields: the fields that are wanted, the title with them anyway; None: all
    """
    layout = layout_of(model, entity)
    ids = list(ids)
    hidden = user.hidden(entity) if user is not None else frozenset()
    wanted = layout.fields.keys() if fields is None else {*fields, layout.entity.title}
    found = reader(layout, frozenset(wanted) - hidden).rows(session, ids)
    shared = {} if user is None or user.everything else shared_with(session, user, entity, ids)
    for identity, _, values in found if shared else ():
        if identity in shared:
            values["shared"] = shared[identity]
    return found


def texts_for(
    session: Session,
    model: Model,
    entity: str,
    ids: Iterable[str],
    *,
    user: User,
    fields: Iterable[str] | None = None,
    lookups: Iterable[str] = (),
) -> dict[str, WireRow]:
    """Return the same rows as :func:`rows_for`, by id and as text.

    :param lookups: the fields whose references are wanted beside the text
    """
    layout = layout_of(model, entity)
    ids = list(ids)
    wanted = layout.fields.keys() if fields is None else {*fields, layout.entity.title}
    dialect = session.connection().dialect.name
    written = writer(layout, frozenset(wanted) - user.hidden(entity), lookups, dialect)
    found = {row.id: row for row in written.rows(session, ids)}
    shared = {} if user.everything else shared_with(session, user, entity, ids)
    for identity, operations in shared.items():
        if identity in found:
            found[identity] = found[identity].with_value("shared", operations)
    return found


def values_of(layout: Layout, row: Mapping[Any, Any], kept: frozenset[str] | None = None) -> Values:
    """Return the wire values of an entity row, those that have one; of ``kept`` fields if they are named."""
    values = layout.values({str(name): value for name, value in row.items()})
    if kept is not None:
        values = {name: value for name, value in values.items() if name in kept}
    return layout.wire(values)


def _seen(layout: Layout, user: User) -> list[ColumnElement[bool]]:
    seen = within(user, "read", layout.entity)
    return [] if seen is None else [seen]


def _live(layout: Layout, *, first: bool = False) -> Select[Any]:
    """Return the query for records; ``first``: the entity's own table is gone through before the sidecars."""
    sidecar = [record.c[name].label(f"r_{name}") for name in _SIDECAR]
    return select(layout.table, *sidecar).select_from(_joined(layout, first=first))


def _joined(layout: Layout, *, first: bool = False) -> Any:
    same = and_(record.c.entity == layout.entity.id, record.c.id == layout.table.c.id)
    # Every row has a sidecar, so an outer join is the same one; SQLite keeps to its order.
    return layout.table.join(record, same, isouter=first)


def _documents(
    session: Session, layout: Layout, user: User, rows: Sequence[Mapping[Any, Any]]
) -> list[Document]:
    hidden = user.hidden(layout.entity.id)
    kept = frozenset(layout.fields) - hidden if hidden else None
    may = operations_on(session, user, layout.entity, [row["id"] for row in rows])
    return [_document(layout, row, kept, may[row["id"]]) for row in rows]


def _document(
    layout: Layout, row: Mapping[Any, Any], kept: frozenset[str] | None, may: list[str]
) -> Document:
    return {
        "id": row["id"],
        "entity": layout.entity.id,
        "version": row["r_version"],
        "values": values_of(layout, row, kept),
        "owner": row["r_owner"],
        "modified_at": format_instant(row["r_modified_at"]),
        "modified_by": row["r_modified_by"],
        "may": may,
    }
