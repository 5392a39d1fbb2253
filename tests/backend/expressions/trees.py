"""Generated filters: every operator on every type that takes it, through every path, in groups."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from backend.expressions.operators import GROUPS, OF_SEVERAL, OPERATORS
from backend.expressions.paths import LONGEST_PATH, OWNER
from backend.expressions.tree import check
from tests.backend.expressions.world import ENTITY, FIELDS, Pools, World

Tree = dict[str, Any]
OWNER_FIELD = {"id": "owner", "type": "lookup", "target": "person"}


class Trees:
    """Draws filters over a world."""

    def __init__(self, world: World, source: random.Random, pools: Pools) -> None:
        self._world = world
        self._source = source
        self._pools = pools
        self._ends: dict[str, list[list[tuple[str, dict[str, Any]]]]] = {
            op: _by_length(op) for op in OPERATORS
        }
        self._values = _values_of(world)

    def draw(self) -> Tree:
        """Draw a filter that the check finds nothing wrong with."""
        for _ in range(100):
            depth = self._source.choice((0, 0, 0, 1, 1, 2, 3))
            tree = self._tree(depth)
            if not check(tree, ENTITY, self._world.fields.get):
                return tree
        raise AssertionError("no filter passes its check")

    def _tree(self, depth: int) -> Tree:
        if depth == 0:
            return self.leaf(self._source.choice(tuple(OPERATORS)))
        count = self._source.choice((1, 2, 2, 3, 4))
        parts = [self._tree(self._source.randint(0, depth - 1)) for _ in range(count)]
        return {"op": self._source.choice(GROUPS), "of": parts}

    def leaf(self, op: str) -> Tree:
        """Draw a leaf with this operator; most paths are short."""
        lengths = self._ends[op]
        longest = self._source.choice((0, 0, 0, 1, 1, 2, 3))
        path, field = self._source.choice(
            [end for some in lengths[: longest + 1] for end in some] or lengths[-1]
        )
        match OPERATORS[op].operand:
            case "value":
                return {"op": op, "path": path, "value": self._operand(field)}
            case "values":
                count = self._source.choice((1, 2, 5, 20))
                return {"op": op, "path": path, "value": [self._operand(field) for _ in range(count)]}
            case "text":
                return {"op": op, "path": path, "value": self._part(field)}
            case "days":
                return {
                    "op": op,
                    "path": path,
                    "value": self._source.choice((1, 1, 2, 7, 8, 30, 31, 365, 3660)),
                }
            case _:
                return {"op": op, "path": path}

    def _operand(self, field: dict[str, Any]) -> Any:
        if field.get("several") and field["type"] == "choice":
            return self._source.choice(field["choices"])
        there = self._values[_shape(field)]
        value = self._pools.draw({**field, "several": False})
        if there and self._source.random() < 0.6:
            value = self._source.choice(there)
        if field["type"] == "text" and self._source.random() < 0.3:
            return self._source.choice((str.upper, str.lower, str.swapcase, lambda text: f" {text} "))(value)
        if field["type"] == "lookup" and self._source.random() < 0.1:
            return value.upper()
        return value

    def _part(self, field: dict[str, Any]) -> str:
        text = self._source.choice(self._values[_shape(field)])
        first = self._source.choice((0, 0, self._source.randrange(len(text))))
        last = self._source.choice((len(text), len(text), self._source.randint(first + 1, len(text))))
        return self._source.choice((str, str, str.upper, str.lower))(text[first:last])


def operators(tree: Tree) -> set[str]:
    """Return the operators in a filter."""
    return {tree["op"]}.union(*(operators(part) for part in tree.get("of", ())))


def _by_length(op: str) -> list[list[tuple[str, dict[str, Any]]]]:
    operator, found = OPERATORS[op], defaultdict(list)
    for path, field in _paths(ENTITY, LONGEST_PATH):
        target = "owner" if field is OWNER_FIELD else field.get("target")
        if field.get("several") and op not in OF_SEVERAL:
            continue
        if field["type"] in operator.types and (not operator.targets or target in operator.targets):
            found[path.count(".")].append((path, field))
    return [found[length] for length in range(LONGEST_PATH + 1)]


def _paths(entity: str, lookups: int) -> Iterator[tuple[str, dict[str, Any]]]:
    for field in (*FIELDS[entity], OWNER_FIELD):
        yield field["id"], field
        if lookups and field["type"] == "lookup" and not field.get("several"):
            for path, end in _paths(field["target"], lookups - 1):
                yield f"{field['id']}.{path}", end


def _values_of(world: World) -> dict[tuple[str, Any], list[Any]]:
    """Return the values that records have, by what decides that a field takes them."""
    found = defaultdict(list)
    for entity in (ENTITY, "customer", "person"):
        for field in FIELDS[entity]:
            for record in world.records[entity].values():
                if field["id"] in record["values"]:
                    value = record["values"][field["id"]]
                    found[_shape(field)] += value if field.get("several") else [value]
    return found


def _shape(field: dict[str, Any]) -> tuple[str, Any]:
    return field["type"], field.get("scale") or field.get("target") or tuple(field.get("choices", ()))


assert OWNER_FIELD["target"] == OWNER.target
