"""The model as the server works with it: entities and fields found by id.

Built once from a model document and shared between threads: nothing here changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from backend.errors import NotFound
from backend.fields.definition import Field

Document = Mapping[str, Any]
"""A metadata node as it travels: camelCase keys, JSON values."""


@dataclass(frozen=True)
class Entity:
    """One entity of the model, by its document.

    ``columns``: of its retyped fields, what the names of their columns end in.
    """

    document: Document
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The entity's id."""
        return str(self.document["id"])

    @property
    def owned(self) -> bool:
        """Whether each record has an owner."""
        return bool(self.document["ownership"] == "person")

    @property
    def title(self) -> str:
        """The id of the field that names a record."""
        return str(self.document["title"])

    @property
    def policy(self) -> str:
        """What becomes of two changes of one field, where the field itself does not say."""
        return str(self.document.get("policy") or "ask")

    @cached_property
    def fields(self) -> dict[str, Document]:
        """Field id → field document, in the model's order."""
        return {one["id"]: one for one in self.document["fields"]}

    @cached_property
    def definitions(self) -> dict[str, Field]:
        """Field id → field, as values and conditions are checked by it."""
        return {one["id"]: Field.of(one) for one in self.document["fields"]}


@dataclass(frozen=True)
class Model:
    """All entities of the organisation at one version."""

    version: int
    entities: Mapping[str, Entity]

    @classmethod
    def of(cls, document: Document, columns: Mapping[str, Mapping[str, str]] | None = None) -> Model:
        """Build the index of a model document; ``columns``: entity → its :attr:`Entity.columns`."""
        ends = columns or {}
        entities = {one["id"]: Entity(one, ends.get(one["id"], {})) for one in document["entities"]}
        return cls(document["version"], entities)

    def entity(self, entity: str) -> Entity:
        """Return an entity.

        :raises NotFound: ``unknown-entity``
        """
        try:
            return self.entities[entity]
        except KeyError:
            raise NotFound("unknown-entity", entity=entity) from None

    @cached_property
    def parents_first(self) -> tuple[str, ...]:
        """Entity ids in an order in which lookup targets come before those who point at them, cycles cut."""
        order: dict[str, None] = {}

        def visit(entity: str, path: frozenset[str]) -> None:
            if entity in order or entity in path or entity not in self.entities:
                return
            for one in self.entities[entity].fields.values():
                if one["type"] == "lookup" and one["target"] != entity:
                    visit(one["target"], path | {entity})
            order[entity] = None

        for entity in self.entities:
            visit(entity, frozenset())
        return tuple(order)
