"""Values as a person reads them in a spreadsheet: names for ids, his clock for moments, words for yes and no.

Numbers, days and moments stay what they are, so that a spreadsheet program can calculate with them. Money
takes two columns. What a lookup points at is named to who may read it and to nobody else.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.accounts.zones import zone
from backend.catalogue import FALLBACK, Catalogue
from backend.metadata.model import Document, Model
from backend.records.layout import Layout, StoredField, Values, layout_of
from backend.records.models import record
from backend.records.reach import within

Shown = str | int | Decimal | dt.date | dt.datetime | None
Titles = Mapping[tuple[str, str], str]
"""Target entity and record id → title."""


def said(texts: Mapping[str, str], language: str) -> str:
    """Return a text in a language, else in English, else in any."""
    wanted = (texts.get(language), texts.get(FALLBACK), *texts.values())
    return next((text for text in wanted if text), "")


@dataclass(frozen=True)
class ShownField:
    """A field with all that it takes to show its values to somebody."""

    field: StoredField
    document: Document
    user: User
    catalogue: Catalogue

    def heads(self) -> list[str]:
        """Return what stands above its columns."""
        label = said(self.document["label"], self.user.language) or self.field.id
        if self.field.definition.type != "money":
            return [label]
        return [label, self.catalogue.render(self.user.language, "export.currency", {"label": label})]

    def cells(self, value: Any, titles: Titles) -> list[Shown]:
        """Return what stands in its columns."""
        if value is None:
            return [None] * len(self.heads())
        match self.field.definition.type:
            case "money":
                return [value.amount, value.currency]
            case "yes_no":
                return [self.catalogue.render(self.user.language, "field.yes" if value else "field.no")]
            case "date_time":
                return [value.astimezone(zone(self.user.zone)).replace(tzinfo=None)]
            case "choice":
                return ["; ".join(self._choice(one) for one in _list(value))]
            case "lookup":
                target = self.field.definition.target or ""
                return ["; ".join(filter(None, (titles.get((target, one)) for one in _list(value))))]
            case _ if isinstance(value, str | int | Decimal | dt.date):
                return [value]
            case _:
                return ["; ".join(_named(one) for one in _list(self.field.type.to_wire(value)))]

    def points_at(self, value: Any) -> Iterable[tuple[str, str]]:
        """Yield the records that a value points at, with their entity."""
        if self.field.definition.type == "lookup" and value is not None:
            yield from ((self.field.definition.target or "", one) for one in _list(value))

    def _choice(self, identity: str) -> str:
        labels = {one["id"]: one["label"] for one in self.document["choices"]}
        return said(labels.get(identity, {}), self.user.language) or identity


def titles_of(
    session: Session, user: User, model: Model, fields: Sequence[ShownField], rows: Iterable[Values]
) -> Titles:
    """Return the titles of all that rows point at and that the user may read."""
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        for field in fields:
            for entity, identity in field.points_at(row.get(field.field.id)):
                wanted[entity].add(identity)
    found: dict[tuple[str, str], str] = {}
    for entity, ids in wanted.items():
        if entity in model.entities and user.may("read", entity):
            layout = layout_of(model, entity)
            found.update(((entity, one), title) for one, title in _titles(session, user, layout, ids))
    return found


def _titles(session: Session, user: User, layout: Layout, ids: set[str]) -> Iterable[tuple[str, str]]:
    title = layout.fields[layout.entity.title]
    if title.id in user.hidden(layout.entity.id):
        return
    query = select(layout.table).where(layout.table.c.id.in_(sorted(ids)))
    seen = within(user, "read", layout.entity)
    if seen is not None:
        same = and_(record.c.entity == layout.entity.id, record.c.id == layout.table.c.id)
        query = query.join(record, same).where(seen)
    for row in session.execute(query).mappings():
        value = title.from_row({str(name): one for name, one in row.items()})
        if value is not None:
            yield row["id"], title.type.search_text(value, title.definition) or str(title.type.to_wire(value))


def _list(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list | tuple | set | frozenset) else (value,)


def _named(value: Any) -> str:
    """Return what a file is called, or where a place is."""
    if isinstance(value, Mapping):
        named = value.get("name")
        return str(named) if named else ", ".join(str(value[key]) for key in ("lat", "lon") if key in value)
    return str(value)
