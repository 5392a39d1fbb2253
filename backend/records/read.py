"""Reading records: one, a page of a list, and rows for devices.

An entity that the user may not read and a record that is not there are answered alike. Whoever has
decided by the scope already takes :func:`rows_for`, which asks nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    row = session.execute(_live(layout).where(layout.table.c.id == identity)).mappings().one_or_none()
    if row is None:
        raise NotFound("not-found")
    return _document(layout, row)


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
    conditions: list[ColumnElement[bool]] = []
    if filter is not None:
        conditions.append(condition_of(metadata.model, entity, filter, context, user))
    if search:
        conditions.append(searched(layout, search))
    order = Order.of(layout, sort)
    limit = max(1, min(limit, LARGEST_PAGE))
    query = _live(layout).where(*conditions).order_by(*order.clauses()).limit(limit + 1)
    if after:
        query = query.where(order.after(after))
    rows = session.execute(query).mappings().all()
    counted = select(func.count()).select_from(_joined(layout)).where(*conditions)
    shown = rows[:limit]
    return {
        "records": [_document(layout, row) for row in shown],
        "next": order.mark(shown[-1]) if len(rows) > limit else None,
        "total": session.execute(counted).scalar_one(),
    }


def rows_for(
    session: Session, model: Model, entity: str, ids: Iterable[str]
) -> list[tuple[str, int, dict[str, Any]]]:
    """Return ``(id, version, values)`` of those records that are live, by id, values as they travel.

    Where records have owners, theirs comes along as the reserved field ``owner``.
    """
    layout = layout_of(model, entity)
    query = (
        select(layout.table, record.c.version.label("r_version"), record.c.owner.label("r_owner"))
        .select_from(_joined(layout))
        .where(layout.table.c.id.in_(list(ids)))
        .order_by(layout.table.c.id)
    )
    found = session.execute(query).mappings()
    return [(row["id"], row["r_version"], values_of(layout, row) | _owned(layout, row)) for row in found]


def values_of(layout: Layout, row: Mapping[Any, Any]) -> Values:
    """Return the wire values of an entity row, those that have one."""
    return layout.wire(layout.values({str(name): value for name, value in row.items()}))


def _owned(layout: Layout, row: Mapping[Any, Any]) -> Values:
    return {"owner": row["r_owner"]} if layout.entity.owned and row["r_owner"] else {}


def _live(layout: Layout) -> Select[Any]:
    sidecar = [record.c[name].label(f"r_{name}") for name in _SIDECAR]
    return select(layout.table, *sidecar).select_from(_joined(layout))


def _joined(layout: Layout) -> Any:
    same = and_(record.c.entity == layout.entity.id, record.c.id == layout.table.c.id)
    return layout.table.join(record, same)


def _document(layout: Layout, row: Mapping[Any, Any]) -> Document:
    return {
        "id": row["id"],
        "entity": layout.entity.id,
        "version": row["r_version"],
        "values": values_of(layout, row),
        "owner": row["r_owner"],
        "modified_at": format_instant(row["r_modified_at"]),
        "modified_by": row["r_modified_by"],
    }
