"""What offline rules and filters hang on: the fields that they read, the relations they follow, the clock.

Pure. A scope moves when one of these moves; :mod:`backend.offline.touching` turns them round, from the field
that changed to the records whose scopes it may have moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from backend.expressions.dependencies import TIME, Read, Step, reads, related_leaves, uses
from backend.expressions.paths import Fields, field_of
from backend.expressions.tree import OWNER, check
from backend.metadata.condition_fields import fields_of
from backend.metadata.model import Model

Tree = Mapping[str, Any]
Rule = Mapping[str, Any]

_OWNERS: Final = ("person", "team")


@dataclass(frozen=True, order=True)
class Relation:
    """Records of ``entity`` are taken along with those of ``other``.

    ``lookup`` is the entity's own, or, ``back``, one of ``other`` that leads here.
    """

    entity: str
    other: str
    lookup: str
    back: bool


def tree_of(rule: Rule) -> Tree | None:
    """Return the condition that a rule comes to; None where it names owners, takes everything, or nothing."""
    if rule["kind"] == "related" and rule["by"]:
        return {"op": "or", "of": [_leaf(relation) for relation in rule["by"]]}
    return rule["condition"] if rule["kind"] == "custom" else None


def sound(tree: Tree, entity: str, model: Model) -> bool:
    """Say whether a condition still means something in a model that may have moved under it."""
    return not check(tree, entity, fields_of(model), related=model.entities, everything=True)


def reads_of_rule(rule: Rule, entity: str, fields: Fields) -> frozenset[Read]:
    """Return the fields that a rule over ``entity`` reads, ``owner`` among them."""
    match rule["kind"]:
        case "mine" | "my_teams":
            return frozenset({Read(entity, OWNER.id)})
        case "my_unit":
            return frozenset({Read(entity, OWNER.id), *unit_of_owner(entity)})
        case _:
            tree = tree_of(rule)
            return reads(tree, entity, fields) if tree is not None else frozenset()


def unit_of_owner(entity: str, steps: tuple[Step, ...] = ()) -> Iterator[Read]:
    """Give the reads of whoever asks for the business unit of a record's owner."""
    for kind in _OWNERS:
        yield Read(kind, "unit", (*steps, Step(entity, OWNER.id)))


def relations_of(tree: Tree, entity: str, fields: Fields) -> Iterator[Relation]:
    """Give the relations that a condition over ``entity`` follows."""
    for leaf in related_leaves(tree):
        back = leaf.get("from")
        lookup = field_of(entity, leaf["path"], fields) if not back else None
        other = back or (lookup.target if lookup is not None else None)
        if other is not None:
            yield Relation(entity, other, leaf["path"], bool(back))


def timed(trees: Iterable[Tree]) -> bool:
    """Say whether any of the conditions means something else tomorrow."""
    return any(uses(tree) & TIME for tree in trees)


def meaning(read: Read, model: Model) -> tuple[Any, ...]:
    """Return what a field is, as far as a condition that reads it is concerned."""
    entity = model.entities.get(read.entity)
    field = entity.fields.get(read.field) if entity is not None else None
    if entity is None or field is None:
        return (read.entity, read.field, entity is not None and entity.owned)
    return (read.entity, read.field, field["type"], field.get("scale"), field.get("target"))


def _leaf(relation: Mapping[str, Any]) -> Tree:
    leaf = {"op": "related", "path": relation["path"]}
    return leaf | {"from": relation["from"]} if relation.get("from") else leaf
