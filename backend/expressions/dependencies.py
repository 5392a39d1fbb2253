"""What the meaning of a tree hangs on: the fields that it reads, the way to each, and parts of the context.

Publishing warns by it, and the scope of a device moves by it. Trees have passed their check.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from backend.expressions.findings import Tree, parts_of
from backend.expressions.operators import OPERATORS, Part
from backend.expressions.paths import Fields, field_of
from backend.expressions.rule_operators import AGGREGATES
from backend.expressions.tree import RELATED

TIME: Final[frozenset[Part]] = frozenset({"today", "now"})
"""Parts of the context that move by themselves."""

_NODE_PARTS: Final[dict[str, frozenset[Part]]] = {
    "current-day": frozenset({"today", "zone"}),
    "current-moment": frozenset({"now"}),
    "day-of": frozenset({"zone"}),
}


@dataclass(frozen=True, order=True)
class Step:
    """A lookup that is walked: the entity that has it, and its id, or ``owner``.

    ``back``: against its direction, from the record it points at to all those that point there.
    """

    entity: str
    lookup: str
    back: bool = False


@dataclass(frozen=True, order=True)
class Read:
    """A field that is read, or ``owner``, and the steps from the tree's own record to the one that has it."""

    entity: str
    field: str
    steps: tuple[Step, ...] = ()


def reads(tree: Tree, entity: str, fields: Fields) -> frozenset[Read]:
    """Return the fields that a filter or rule over ``entity`` reads, with the lookups that its paths walk.

    Of a ``related`` leaf it is the lookup alone: what else decides is the other entity's scope, which
    :func:`related_entities` names.
    """
    return frozenset(_reads(tree, entity, fields, ()))


def uses(tree: Tree) -> frozenset[Part]:
    """Return the parts of the context that a filter or rule uses."""
    found: set[Part] = set()
    for node in _nodes(tree):
        op = node["op"]
        if op == "user":
            found.add(node["what"])
        elif op in _NODE_PARTS:
            found |= _NODE_PARTS[op]
        elif op in OPERATORS and "path" in node:
            found |= OPERATORS[op].parts
    return frozenset(found)


def related_leaves(tree: Tree) -> tuple[Tree, ...]:
    """Return the ``related`` leaves of an offline rule."""
    return tuple(node for node in _nodes(tree) if node["op"] == RELATED)


def related_entities(tree: Tree, entity: str, fields: Fields) -> frozenset[str]:
    """Return the entities on whose scope an offline rule over ``entity`` hangs."""
    found = set()
    for leaf in related_leaves(tree):
        lookup = field_of(entity, leaf["path"], fields)
        other = leaf.get("from") or (lookup.target if lookup else None)
        if other is not None:
            found.add(other)
    return frozenset(found)


def _nodes(tree: Any) -> Iterator[Tree]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(parts_of(node))


def _reads(tree: Tree, entity: str, fields: Fields, steps: tuple[Step, ...]) -> Iterator[Read]:
    op = tree["op"]
    if op == RELATED and tree.get("from"):
        step = Step(tree["from"], tree["path"], back=True)
        yield Read(step.entity, step.lookup, (*steps, step))
    elif "path" in tree:
        yield from _walked(tree["path"], entity, fields, steps)
    if op in AGGREGATES:
        step = Step(tree["entity"], tree["parent"], back=True)
        entity, steps = step.entity, (*steps, step)
        yield Read(entity, step.lookup, steps)
    for part in parts_of(tree):
        yield from _reads(part, entity, fields, steps)


def _walked(path: str, entity: str, fields: Fields, steps: tuple[Step, ...]) -> Iterator[Read]:
    *names, last = path.split(".")
    for name in names:
        yield Read(entity, name, steps)
        steps = (*steps, Step(entity, name))
        lookup = field_of(entity, name, fields)
        if lookup is None or lookup.target is None:
            raise ValueError(f"{entity}.{name} leads nowhere")
        entity = lookup.target
    yield Read(entity, last, steps)
