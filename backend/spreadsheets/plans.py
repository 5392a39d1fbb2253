"""A plan: which field each column fills, checked against the model and the person's rights."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from backend.accounts.user import User
from backend.accounts.zones import zone
from backend.errors import Forbidden, Invalid
from backend.fields.definition import Field
from backend.fields.problems import ValueProblem
from backend.fields.registry import check_definition
from backend.metadata.documents import whole
from backend.metadata.model import Document, Entity, Model
from backend.protocol.model import Entity as EntityShape
from backend.records.layout import StoredField
from backend.spreadsheets.reading import MappedColumn, can_fill


@dataclass(frozen=True)
class Plan:
    """What is to become of the rows. ``published``: of the entity's records; else they can be checked."""

    entity: Entity
    published: bool
    columns: tuple[MappedColumn, ...]
    key: StoredField | None
    empty_unfit: bool

    @classmethod
    def of(cls, document: Document, model: Model, user: User) -> Plan:
        """Read a plan and refuse what cannot be.

        :raises Forbidden: ``import-not-allowed``: the person may not make records of the entity, or not
            change them where the plan does
        :raises Invalid: the column or field that is wrong, and why
        """
        entity = _entity(document, model, user)
        columns = _columns(document, entity, user)
        key = document["key"]
        if key is not None:
            if key not in {column.field.id for column in columns} or not _can_be_key(entity, key):
                raise Invalid("import-key-unusable", field="key")
            if not user.may("edit", entity.id) and document["entity"] is not None:
                raise Forbidden("import-not-allowed")
        return cls(
            entity,
            document["entity"] is not None,
            columns,
            None if key is None else StoredField.of(entity.fields[key]),
            document.get("emptyUnfit", False),
        )

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The fields that a new record must have filled and that nothing else fills."""
        return tuple(
            name
            for name, field in self.entity.fields.items()
            if field["required"] and field["default"] is None and not field.get("defaultRule")
            and not _is_given(field)
        )  # fmt: skip

    @cached_property
    def single(self) -> tuple[tuple[MappedColumn, StoredField], ...]:
        """The columns whose values may come once only, each with its field."""
        fields = ((column, StoredField.of(column.document)) for column in self.columns)
        return tuple((column, one) for column, one in fields if one.unique or self._is_key(one))

    def may_be_empty(self, column: MappedColumn, *, new: bool) -> bool:
        """Tell whether a cell that is no value may count as empty, in a row of a ``new`` record or not."""
        name = column.field.id
        found_by = self.key is not None and name == self.key.id
        return self.empty_unfit and not found_by and not (new and name in self.required)

    def _is_key(self, field: StoredField) -> bool:
        return self.key is not None and field.id == self.key.id


def _entity(document: Document, model: Model, user: User) -> Entity:
    name = document["entity"]
    if name is None:
        return _described(document["fields"])
    if name not in model.entities or not user.may("read", name):
        raise Invalid("unknown-entity", field="entity", entity=name)
    if not user.may("create", name):
        raise Forbidden("import-not-allowed")
    entity = model.entity(name)
    if entity.document["builtIn"]:
        raise Invalid("import-entity-of-product", field="entity")
    return entity


def _described(fields: list[Mapping[str, Any]]) -> Entity:
    """Return an entity that is only being made, of these fields."""
    if not fields:
        raise Invalid("import-without-fields", field="fields")
    for field in fields:
        try:
            check_definition(Field.of(field), field.get("default"))
        except (ValueProblem, KeyError):
            raise Invalid("import-field-unusable", field=field["id"]) from None
    label = {"en": "Import"}
    return Entity(
        whole(
            EntityShape,
            {"id": "new", "label": label, "plural": label, "title": fields[0]["id"], "fields": fields},
        )
    )


def _columns(document: Document, entity: Entity, user: User) -> tuple[MappedColumn, ...]:
    where: dt.tzinfo = zone(user.zone)
    hidden, fixed = user.hidden(entity.id), user.read_only(entity.id)
    found: list[MappedColumn] = []
    for mapped in document["columns"]:
        name = mapped["field"]
        field = entity.fields.get(name)
        if field is None or name in hidden:
            raise Invalid("unknown-field", field=name)
        if name in fixed or _is_given(field) or not can_fill(field):
            raise Invalid("import-field-unusable", field=name)
        if name in {one.field.id for one in found} or mapped["column"] in {one.column for one in found}:
            raise Invalid("import-field-twice", field=name)
        found.append(MappedColumn.of(mapped, field, where))
    return tuple(found)


def _is_given(field: Document) -> bool:
    """Tell whether the server or a rule fills a field, and nobody else."""
    numbered = field["type"] == "auto_number" and not field.get("manual")
    return numbered or bool(field.get("readOnly")) or bool(field.get("computed"))


def _can_be_key(entity: Entity, name: str) -> bool:
    """Tell whether records can be found by a field: it is unique, or a text that is kept with its key."""
    return StoredField.of(entity.fields[name]).keyed is not None
