"""The tree of a filter, and the check of one that somebody wrote.

A group is ``{"op": "and" | "or" | "not", "of": [tree, …]}``; ``not`` says that none of its parts is true.
A leaf is ``{"op": "eq", "path": "customer.name", "value": …}``, its path walking lookups to a field. All
that a filter refers to is checked here; the evaluators take a tree that has passed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from backend.expressions.operators import GROUPS, OPERATORS
from backend.fields.definition import Field
from backend.fields.problems import ValueProblem
from backend.fields.registry import type_of

Tree = Mapping[str, Any]
Fields = Callable[[str], Mapping[str, Field] | None]
"""Entity id → its fields; None for an entity that there is not."""

DEEPEST: Final = 3
"""Groups within groups."""
LONGEST_PATH: Final = 3
"""Lookups on the way to a field."""
MOST_NODES: Final = 200
MOST_VALUES: Final = 500
MOST_DAYS: Final = 3660

OWNER: Final = Field(id="owner", type="lookup", target="person")
"""What the path ``owner`` means where the entity has no field of that name."""


@dataclass(frozen=True)
class Finding:
    """Something wrong in a tree: a code for the catalogue, and where, such as ``of.1.value``."""

    code: str
    place: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


def check(tree: Any, entity: str, fields: Fields) -> list[Finding]:
    """Return everything that is wrong with a filter over an entity, in order; nothing if it is fine."""
    if isinstance(tree, Mapping) and (count := _count(tree, MOST_NODES)) > MOST_NODES:
        return [Finding("filter-too-long", "", {"count": count, "most": MOST_NODES})]
    return list(_check(tree, entity, fields, "", 0))


def walk(path: str, entity: str, fields: Fields) -> tuple[list[Field], Field] | None:
    """Return the lookups that a path walks and the field that it ends at; None if there is no such path."""
    *names, last = path.split(".")
    lookups: list[Field] = []
    for name in names:
        found = _field(entity, name, fields)
        if found is None or found.type != "lookup" or found.target is None:
            return None
        lookups.append(found)
        entity = found.target
    end = _field(entity, last, fields)
    return None if end is None else (lookups, end)


def _field(entity: str, name: str, fields: Fields) -> Field | None:
    known = fields(entity)
    if known is None:
        return None
    return known.get(name) or (OWNER if name == OWNER.id else None)


def _check(tree: Any, entity: str, fields: Fields, place: str, depth: int) -> Iterator[Finding]:
    if not isinstance(tree, Mapping):
        yield Finding("filter-not-a-condition", place)
        return
    op = tree.get("op")
    if op in GROUPS:
        yield from _check_group(tree, entity, fields, place, depth)
    elif isinstance(op, str) and op in OPERATORS:
        yield from _check_leaf(tree, op, entity, fields, place)
    else:
        yield Finding("filter-unknown-operator", _at(place, "op"), {"op": str(op)[:60]})


def _check_group(tree: Tree, entity: str, fields: Fields, place: str, depth: int) -> Iterator[Finding]:
    parts = tree.get("of")
    if not isinstance(parts, list) or not parts or set(tree) != {"op", "of"}:
        yield Finding("filter-not-a-condition", _at(place, "of"))
    elif depth == DEEPEST:
        yield Finding("filter-too-deep", place, {"most": DEEPEST})
    else:
        for number, part in enumerate(parts):
            yield from _check(part, entity, fields, _at(place, f"of.{number}"), depth + 1)


def _check_leaf(tree: Tree, op: str, entity: str, fields: Fields, place: str) -> Iterator[Finding]:
    operator = OPERATORS[op]
    path = tree.get("path")
    if not isinstance(path, str) or not set(tree) <= {"op", "path", "value"}:
        yield Finding("filter-not-a-condition", _at(place, "path"))
        return
    if path.count(".") > LONGEST_PATH:
        yield Finding("filter-path-too-long", _at(place, "path"), {"most": LONGEST_PATH})
        return
    walked = walk(path, entity, fields)
    if walked is None:
        yield Finding("filter-unknown-field", _at(place, "path"), {"path": path[:200]})
        return
    end = walked[1]
    if end.type not in operator.types or (op.endswith("userid") and end.target != "person"):
        yield Finding("filter-operator-not-for-type", _at(place, "op"), {"op": op, "type": end.type})
        return
    yield from _check_value(tree.get("value"), op, end, _at(place, "value"))


def _check_value(value: Any, op: str, end: Field, place: str) -> Iterator[Finding]:
    match OPERATORS[op].operand:
        case "none":
            if value is not None:
                yield Finding("filter-value-not-needed", place)
        case "text":
            if not isinstance(value, str) or not value.strip() or len(value) > 1000:
                yield Finding("filter-value-missing", place)
            elif "\0" in value:
                yield Finding("value-bad-text", place, {"place": value.index("\0") + 1})
        case "days":
            if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_DAYS:
                yield Finding("value-out-of-range", place, {"minimum": 1, "maximum": MOST_DAYS})
        case "values":
            if not isinstance(value, list) or not value or len(value) > MOST_VALUES:
                yield Finding("filter-value-missing", place)
                return
            for number, one in enumerate(value):
                yield from _check_one(one, end, f"{place}.{number}")
        case "value":
            yield from _check_one(value, end, place)


def _check_one(value: Any, end: Field, place: str) -> Iterator[Finding]:
    try:
        if type_of(end).parse(value, unlimited(end)) is None:
            yield Finding("filter-value-missing", place)
    except ValueProblem as problem:
        yield Finding(problem.code, place, problem.arguments)


def unlimited(end: Field) -> Field:
    """Return the field without its limits: a filter may ask for what no record may hold."""
    return Field(id=end.id, type=end.type, scale=end.scale, choices=end.choices, target=end.target)


def _at(place: str, part: str) -> str:
    return f"{place}.{part}" if place else part


def _count(tree: Any, most: int) -> int:
    waiting, count = [tree], 0
    while waiting and count <= most:
        node = waiting.pop()
        count += 1
        if isinstance(node, Mapping) and isinstance(node.get("of"), list):
            waiting.extend(node["of"])
    return count
