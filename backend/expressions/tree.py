"""The tree of a filter, and the check of one that somebody wrote.

A group is ``{"op": "and" | "or" | "not", "of": [tree, …]}``; ``not`` says that none of its parts is true.
A leaf is ``{"op": "eq", "path": "customer.name", "value": …}``, its path walking lookups to a field. All
that a filter refers to is checked here; the evaluators take a tree that has passed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from backend.expressions.findings import Finding, Tree, at, count_nodes, parts_of
from backend.expressions.leaf_checks import MOST_VALUES, check_leaf, check_related
from backend.expressions.operators import GROUPS, OPERATORS
from backend.expressions.paths import LONGEST_PATH, OWNER, Fields, unlimited, walk

__all__ = [
    "DEEPEST",
    "EVERYTHING",
    "LONGEST_PATH",
    "MOST_NODES",
    "MOST_VALUES",
    "MOST_VALUES_IN_ALL",
    "OWNER",
    "RELATED",
    "Fields",
    "Finding",
    "Tree",
    "check",
    "unlimited",
    "walk",
]

DEEPEST: Final = 3
"""Groups within groups."""
MOST_NODES: Final = 200
MOST_VALUES_IN_ALL: Final = 2000
"""Values of all lists of a filter: a statement binds only so many."""

EVERYTHING: Final[Tree] = {"op": "and", "of": []}
"""What asks for nothing, and so takes every record: only where somebody may say just that."""

RELATED: Final = "related"
"""The operator of a leaf that asks whether a related record is in the device's scope; offline rules only."""


@dataclass(frozen=True)
class _Check:
    fields: Fields
    related: Collection[str] | None


def check(
    tree: Any,
    entity: str,
    fields: Fields,
    *,
    related: Collection[str] | None = None,
    everything: bool = False,
) -> list[Finding]:
    """Return everything that is wrong with a filter over an entity, in order; nothing if it is fine.

    ``related``: the entities that ``related`` leaves may speak of, in an offline rule; None refuses them.
    ``everything``: whether it may be :data:`EVERYTHING`; any other group without parts is not finished.
    """
    if everything and tree == EVERYTHING:
        return []
    if isinstance(tree, Mapping):
        if (count := count_nodes(tree, MOST_NODES)) > MOST_NODES:
            return [Finding("filter-too-long", "", {"count": count, "most": MOST_NODES})]
        if (values := _listed(tree)) > MOST_VALUES_IN_ALL:
            return [Finding("filter-too-many-values", "", {"count": values, "most": MOST_VALUES_IN_ALL})]
    return list(_check(tree, entity, _Check(fields, related), "", 0))


def _check(tree: Any, entity: str, how: _Check, place: str, depth: int) -> Iterator[Finding]:
    op = tree.get("op") if isinstance(tree, Mapping) else None
    if not isinstance(tree, Mapping):
        yield Finding("filter-not-a-condition", place)
    elif op in GROUPS:
        yield from _check_group(tree, entity, how, place, depth)
    elif op == RELATED:
        yield from check_related(tree, entity, how.fields, place, how.related)
    elif isinstance(op, str) and op in OPERATORS:
        yield from check_leaf(tree, op, entity, how.fields, place)
    else:
        yield Finding("filter-unknown-operator", at(place, "op"), {"op": str(op)[:60]})


def _check_group(tree: Tree, entity: str, how: _Check, place: str, depth: int) -> Iterator[Finding]:
    parts = tree.get("of")
    if not isinstance(parts, list) or not parts or set(tree) != {"op", "of"}:
        yield Finding("filter-not-a-condition", at(place, "of"))
    elif depth == DEEPEST:
        yield Finding("filter-too-deep", place, {"most": DEEPEST})
    else:
        for number, part in enumerate(parts):
            yield from _check(part, entity, how, at(place, f"of.{number}"), depth + 1)


def _listed(tree: Any) -> int:
    """Count the values of those lists that are not already too long alone."""
    waiting, count = [tree], 0
    while waiting:
        node = waiting.pop()
        waiting.extend(parts_of(node))
        value = node.get("value") if isinstance(node, Mapping) else None
        if isinstance(value, list) and len(value) <= MOST_VALUES:
            count += len(value)
    return count
