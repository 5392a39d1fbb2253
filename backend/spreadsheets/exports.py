"""A list as a file: the records that it shows to somebody, page after page, as rows of cells.

Each page is a reading of its own, so that a long list holds up nobody; what stands still while it is read
comes once, and nothing comes twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson
from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from backend.accounts.asking import context_of
from backend.accounts.user import User
from backend.catalogue import Catalogue
from backend.database import Database
from backend.errors import Invalid
from backend.metadata import service as publications
from backend.metadata.service import Metadata
from backend.records.conditions import condition_of, searched
from backend.records.filtered import read_filtered
from backend.records.layout import Layout
from backend.records.models import record
from backend.records.paging import Order
from backend.records.reach import within
from backend.records.read import readable
from backend.spreadsheets.shown import Shown, ShownField, said, titles_of

PAGE: Final = 1000

Page = list[list[Shown]]


@dataclass(frozen=True)
class Export:
    """What is to be written: the first page of it, and how the others are read."""

    name: str
    heads: Sequence[str]
    first: tuple[Page, str | None]
    after: Callable[[str], tuple[Page, str | None]]

    @classmethod
    def of(
        cls,
        database: Database,
        catalogue: Catalogue,
        user: User,
        entity: str,
        query: Mapping[str, Any],
        *,
        now: dt.datetime,
    ) -> Export:
        """Read the beginning of a list.

        :raises NotFound: ``not-found``
        :raises Invalid: a filter, sort or field that cannot be used, with its place
        """
        tree = _tree(query["filter"])
        metadata = database.read(publications.current)
        layout = readable(metadata, user, entity)
        shown = _fields(layout, user, catalogue, query["fields_"])
        context = context_of(user, now)

        def page(mark: str | None) -> tuple[Page, str | None]:
            def work(session: Session) -> tuple[Page, str | None]:
                conditions = []
                if tree is not None:
                    conditions.append(condition_of(metadata.model, entity, tree, context, user))
                if query["search"]:
                    conditions.append(searched(layout, query["search"], user))
                return _page(session, user, metadata, layout, shown, query["sort"], conditions, mark)

            if tree is None:
                return database.read(work)
            return read_filtered(database, user.person, work, field="filter")

        heads = [head for field in shown for head in field.heads()]
        name = said(layout.entity.document["plural"], user.language) or entity
        return cls(name, heads, page(None), page)

    def pages(self) -> Iterator[Page]:
        """Yield the rows page by page, that of the heads first."""
        yield [list(self.heads)]
        page, mark = self.first
        while True:
            yield page
            if mark is None:
                return
            page, mark = self.after(mark)


def _page(
    session: Session,
    user: User,
    metadata: Metadata,
    layout: Layout,
    shown: Sequence[ShownField],
    sort: str | None,
    conditions: list[Any],
    mark: str | None,
) -> tuple[Page, str | None]:
    seen = within(user, "read", layout.entity)
    order = Order.of(layout, sort, user.hidden(layout.entity.id))
    same = and_(record.c.entity == layout.entity.id, record.c.id == layout.table.c.id)
    query = select(layout.table).select_from(layout.table.join(record, same))
    query = query.where(*conditions, *([] if seen is None else [seen]))
    query = query.order_by(*order.clauses()).limit(PAGE + 1)
    if mark is not None:
        query = query.where(order.after(mark))
    rows = session.execute(query).mappings().all()
    values = [layout.values({str(name): value for name, value in row.items()}) for row in rows[:PAGE]]
    titles = titles_of(session, user, metadata.model, shown, values)
    page = [
        [cell for field in shown for cell in field.cells(row.get(field.field.id), titles)] for row in values
    ]
    return page, order.mark(rows[PAGE - 1]) if len(rows) > PAGE else None


def _fields(layout: Layout, user: User, catalogue: Catalogue, wanted: str | None) -> list[ShownField]:
    hidden = user.hidden(layout.entity.id)
    there = [name for name in layout.fields if name not in hidden]
    names = there if wanted is None else wanted.split(",")
    for name in names:
        if name not in there:
            raise Invalid("unknown-field", field=name)
    documents = layout.entity.fields
    return [ShownField(layout.fields[name], documents[name], user, catalogue) for name in names]


def _tree(text: str | None) -> Any:
    try:
        return None if text is None else orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Invalid("filter-not-a-condition", field="filter") from None
