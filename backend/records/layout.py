"""How an entity lies in its table: fields, their types, and the columns that hold them.

Built once for each published entity and shared between threads. A field's columns are its values
(``f_…``), the search key of what people look for (``s_…``) and the equal key (``u_…``) by which texts are
compared and unique values told apart. A retyped field has columns of another name, so that what it held
before stays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import BigInteger, Boolean, Date, MetaData, Select, Table, Text, select
from sqlalchemy import Column as SqlColumn
from sqlalchemy.types import TypeEngine

from backend.database.listed import listed
from backend.database.types import JsonDocument, ScaledDecimal, UtcInstant, Uuid
from backend.fields.contract import Column, FieldType, Kind
from backend.fields.definition import Field
from backend.fields.fold import equal_key, search_key
from backend.fields.registry import type_of
from backend.metadata.model import Entity, Model
from backend.records.names import equal_column, search_column, table_name, value_column

Values = dict[str, Any]
"""Field id → value, for fields that have one."""
Read = Callable[[Sequence[Any]], Any] | None
"""What reads a value out of a row; None: it is what stands there."""

SEARCHED = frozenset({"text", "multi_line", "phone", "email", "link", "barcode", "auto_number"})
KEYED = SEARCHED - {"multi_line"}

# By code point on both databases: PostgreSQL would sort by its locale otherwise.
_TEXT = Text().with_variant(Text(collation="C"), "postgresql")


@dataclass(frozen=True)
class StoredField:
    """A field with everything that writing and reading it needs."""

    definition: Field
    type: FieldType[Any]
    columns: tuple[tuple[str, Column], ...]
    searched: str | None
    keyed: str | None
    unique: bool
    read_only: bool
    default: Any
    group: str | None
    computed: bool = False
    begins_by_rule: bool = False
    indexed: bool = False

    @classmethod
    def of(cls, document: Mapping[str, Any], end: str = "") -> StoredField:
        """Read a field of the model document; ``end``: what its columns end in, if it was retyped."""
        definition = Field.of(document)
        field_type = type_of(definition)
        unique = bool(document.get("unique"))
        return cls(
            definition=definition,
            type=field_type,
            columns=tuple(
                (value_column(definition.id, end + column.suffix), column)
                for column in field_type.columns(definition)
            ),
            searched=search_column(definition.id, end) if definition.type in SEARCHED else None,
            keyed=equal_column(definition.id, end) if unique or definition.type in KEYED else None,
            unique=unique,
            read_only=bool(document.get("readOnly")),
            default=document.get("default"),
            group=document.get("group"),
            computed=document.get("computed") is not None,
            begins_by_rule=document.get("defaultRule") is not None,
            indexed=bool(document.get("indexed")),
        )

    @property
    def id(self) -> str:
        """The field's id."""
        return self.definition.id

    @property
    def ordered_by(self) -> str:
        """The column by which records are sorted, and told apart where they are filtered."""
        name, column = self.columns[0]
        # Of other types the equal key tells values apart, and does not order them.
        return self.keyed if column.kind is Kind.TEXT and self.keyed else name

    def key(self, value: Any) -> str | None:
        """Return the equal key of a value: the same for values that count as the same."""
        if value is None:
            return None
        if self.definition.type in KEYED:
            return equal_key(value)
        return orjson.dumps(self.type.to_wire(value), option=orjson.OPT_SORT_KEYS).decode()

    def to_row(self, value: Any) -> dict[str, Any]:
        """Spread a value over its columns, shadows included."""
        parts = self.type.to_columns(value, self.definition)
        row = {name: parts[column.suffix] for name, column in self.columns}
        if self.searched is not None:
            row[self.searched] = None if value is None else search_key(value)
        if self.keyed is not None:
            row[self.keyed] = self.key(value)
        return row

    def from_row(self, row: Mapping[str, Any]) -> Any:
        """Read the value back."""
        return self.type.from_columns({column.suffix: row[name] for name, column in self.columns})


@dataclass(frozen=True)
class Layout:
    """An entity, its fields and its table."""

    entity: Entity
    fields: Mapping[str, StoredField]
    table: Table
    by_id: Select[Any]
    """The id and the values of the records bound as ``ids``: rows for :meth:`read`."""
    reads: tuple[tuple[str, int, Read], ...]
    """Where the values of a field begin in such a row, and how they are read."""
    writes: Mapping[str, Callable[[Any], Any] | None]
    """How values of a field travel; None: as they are."""
    required: tuple[str, ...]
    """The fields that must be filled."""
    computed: tuple[str, ...]
    """The fields that rules fill."""
    linking: tuple[str, ...]
    """The lookups of several."""

    def end(self, field: str) -> str:
        """Return what the columns of a field end in: nothing, unless it was retyped."""
        return self.entity.columns.get(field, "")

    def row(self, record: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the whole row of a record."""
        row: dict[str, Any] = {"id": record}
        for field in self.fields.values():
            row.update(field.to_row(values.get(field.id)))
        return row

    def values(self, row: Mapping[str, Any]) -> Values:
        """Read the typed values of a row, those that have one."""
        found = ((field.id, field.from_row(row)) for field in self.fields.values())
        return {field: value for field, value in found if value is not None}

    def read(self, row: Sequence[Any]) -> Values:
        """Read the typed values of a row of :attr:`by_id`, those that have one."""
        found: Values = {}
        for field, at, read in self.reads:
            value = row[at] if read is None else read(row)
            if value is not None:
                found[field] = value
        return found

    def wire(self, values: Mapping[str, Any]) -> Values:
        """Write typed values as they travel; None stays, a field that is not of the entity goes."""
        writes, found = self.writes, {}
        for field, value in values.items():
            if field in writes:
                write = writes[field]
                found[field] = value if write is None else write(value)
        return found


_layouts: dict[int, Layout] = {}


def layout(entity: Entity) -> Layout:
    """Return the layout of an entity; the same entity object always gets the same one."""
    # By identity: each kept layout holds its entity, so an id is never another object's.
    found = _layouts.get(id(entity))
    if found is None:
        if len(_layouts) > 2000:
            _layouts.clear()
        found = _layouts[id(entity)] = _laid_out(entity)
    return found


def layout_of(model: Model, entity: str) -> Layout:
    """Return the layout of an entity of a model.

    :raises NotFound: ``unknown-entity``
    """
    return layout(model.entity(entity))


def sql_type(column: Column) -> TypeEngine[Any]:
    """Return the column type that holds a kind of value alike on both databases."""
    match column.kind:
        case Kind.TEXT:
            return _TEXT
        case Kind.INTEGER:
            return BigInteger()
        case Kind.BOOLEAN:
            return Boolean()
        case Kind.SCALED:
            return ScaledDecimal(column.scale)
        case Kind.DATE:
            return Date()
        case Kind.INSTANT:
            return UtcInstant()
        case Kind.UUID:
            return Uuid()
        case Kind.JSON:
            return JsonDocument()


def _laid_out(entity: Entity) -> Layout:
    fields = {
        name: StoredField.of(document, entity.columns.get(name, ""))
        for name, document in entity.fields.items()
    }
    columns: list[SqlColumn[Any]] = [SqlColumn("id", Uuid(), primary_key=True)]
    stored = ["id"]
    reads: list[tuple[str, int, Read]] = []
    for field in fields.values():
        columns += [SqlColumn(name, sql_type(column)) for name, column in field.columns]
        columns += [SqlColumn(name, _TEXT) for name in (field.searched, field.keyed) if name is not None]
        reads.append((field.id, len(stored), _read(field, len(stored))))
        stored += [name for name, _ in field.columns]
    table = Table(table_name(entity.id), MetaData(), *columns)
    return Layout(
        entity,
        fields,
        table,
        select(*(table.c[name] for name in stored)).where(listed(table.c.id, "ids")),
        tuple(reads),
        {
            name: None if type(field.type).to_wire is FieldType.to_wire else field.type.to_wire
            for name, field in fields.items()
        },
        tuple(name for name, field in fields.items() if field.definition.required),
        tuple(name for name, field in fields.items() if field.computed),
        tuple(name for name, field in fields.items() if field.definition.links),
    )


def _read(field: StoredField, at: int) -> Read:
    if type(field.type).from_columns is FieldType.from_columns:
        return None
    places = [(column.suffix, at + number) for number, (_, column) in enumerate(field.columns)]
    from_columns = field.type.from_columns
    return lambda row: from_columns({suffix: row[place] for suffix, place in places})
