"""Generated values of rules, of every type and operator, drawn by the type that they shall have."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import Any

from backend.expressions.operators import TEXTS
from backend.expressions.rule_checks import check_value
from tests.backend.expressions.trees import OWNER_FIELD, Trees
from tests.backend.expressions.world import ENTITY, FIELDS, Pools, World

Tree = dict[str, Any]
KINDS = ("text", "integer", "decimal", "money", "yes_no", "date", "date_time", "choice", "person")
SORTED = ("text", "integer", "decimal", "money", "date", "date_time")
LINES = {"entity": "order_line", "parent": "order"}


class RuleTrees:
    """Draws values over a world."""

    def __init__(self, world: World, source: random.Random, pools: Pools) -> None:
        self._world = world
        self._source = source
        self._pools = pools
        self._leaves = Trees(world, source, pools)
        self._paths = {entity: _paths(entity) for entity in ("order", "order_line")}

    def draw(self) -> Tree:
        """Draw a value that the check finds nothing wrong with."""
        for _ in range(100):
            tree = self.value(self._source.choice(KINDS), self._source.choice((1, 2, 2, 3, 4)), ENTITY)
            if not check_value(tree, ENTITY, self._world.fields.get)[1]:
                return tree
        raise AssertionError("no rule passes its check")

    def value(self, kind: str, depth: int, entity: str) -> Tree:
        """Draw a value of a type."""
        if depth == 0 or self._source.random() < 0.1:
            return self._plain(kind, entity)
        chosen = self._source.random()
        if chosen < 0.1:
            parts = [self.value(kind, depth - 1, entity) for _ in range(2)]
            return {"op": "if", "of": [self.condition(depth - 1, entity), *parts]}
        if chosen < 0.18:
            return {"op": "first-of", "of": self._some(kind, depth, entity, 1)}
        if entity == ENTITY and chosen < 0.3 and (tree := self._aggregate(kind, depth)):
            return tree
        if kind in ("integer", "decimal", "money", "date", "date_time") and chosen < 0.38:
            return {"op": self._pick("least", "greatest"), "of": self._some(kind, depth, entity, 2)}
        match kind:
            case "text":
                return self._text(depth, entity)
            case "integer":
                return self._integer(depth, entity)
            case "decimal":
                return self._decimal(depth, entity)
            case "money":
                return self._money(depth, entity)
            case "date":
                if self._source.random() < 0.3:
                    return {"op": "day-of", "of": [self.value("date_time", depth - 1, entity)]}
                return self._moved("date", depth, entity)
            case "date_time":
                return self._moved("date_time", depth, entity)
            case _:
                return self._plain(kind, entity)

    def condition(self, depth: int, entity: str) -> Tree:
        """Draw a condition."""
        chosen = self._source.random()
        if depth > 0 and chosen < 0.2:
            count = self._source.choice((1, 2, 3))
            return {
                "op": self._pick("and", "or", "not"),
                "of": [self.condition(depth - 1, entity) for _ in range(count)],
            }
        if chosen < 0.3:
            return {"op": "missing", "of": [self.value(self._pick(*KINDS), max(depth - 1, 0), entity)]}
        if chosen < 0.5 and entity == ENTITY:
            return self._leaves.draw()
        op = self._pick("eq", "ne", "gt", "ge", "lt", "le")
        kind = self._pick(*(KINDS if op in ("eq", "ne") else SORTED))
        sides = [self.value(kind, max(depth - 1, 0), entity) for _ in range(2)]
        return {"op": op, "left": sides[0], "right": sides[1]}

    def _plain(self, kind: str, entity: str) -> Tree:
        chosen = self._source.random()
        if kind == "date" and chosen < 0.1:
            return {"op": "current-day"}
        if kind == "date_time" and chosen < 0.1:
            return {"op": "current-moment"}
        if kind == "text" and chosen < 0.05:
            return {"op": "user", "what": "language"}
        if kind == "person" and chosen < 0.3:
            return {"op": "user", "what": "person"}
        if kind in ("choice", "person") or chosen < 0.75:
            return {"op": "field", "path": self._pick(*self._paths[entity][kind])}
        return {"op": "value", "type": kind, "value": self._literal(kind)}

    def _literal(self, kind: str) -> Any:
        if self._source.random() < 0.05:
            return None
        if kind == "text":
            return self._pick("", " ", " - ", self._pools.text())
        return self._pools.draw({"id": "value", "type": kind, "scale": self._pick(0, 2, 10)})

    def _some(self, kind: str, depth: int, entity: str, least: int) -> list[Tree]:
        return [self.value(kind, depth - 1, entity) for _ in range(self._source.randint(least, 3))]

    def _aggregate(self, kind: str, depth: int) -> Tree | None:
        names = {
            "integer": ("sum", "count", "least-of", "greatest-of"),
            "decimal": ("sum", "least-of", "greatest-of", "average-of"),
            "money": ("sum", "least-of", "greatest-of", "average-of"),
            "date": ("least-of", "greatest-of"),
            "date_time": ("least-of", "greatest-of"),
        }.get(kind)
        if names is None:
            return None
        op = self._pick(*names)
        tree: Tree = {"op": op, **LINES}
        if self._source.random() < 0.3:
            tree["where"] = self.condition(depth - 1, "order_line")
        if op == "count":
            return tree
        of = self._pick("integer", "decimal") if (op, kind) == ("average-of", "decimal") else kind
        return {**tree, "of": [self.value(of, depth - 1, "order_line")]}

    def _text(self, depth: int, entity: str) -> Tree:
        op = self._pick("concat", "lower", "upper", "trim", "left", "right")
        if op == "concat":
            return {"op": op, "of": self._some("text", depth, entity, 1)}
        of = [self.value("text", depth - 1, entity)]
        return (
            {"op": op, "of": of, "count": self._pick(1, 2, 3, 10)}
            if op in ("left", "right")
            else {"op": op, "of": of}
        )

    def _integer(self, depth: int, entity: str) -> Tree:
        op = self._pick(
            *("add", "subtract", "multiply", "negate", "absolute", "round"),
            *("length", "year", "month", "day", "weekday", "days-between"),
        )
        if op == "length":
            return {"op": op, "of": [self.value("text", depth - 1, entity)]}
        if op in ("year", "month", "day", "weekday"):
            return {"op": op, "of": [self.value("date", depth - 1, entity)]}
        if op == "days-between":
            return {"op": op, "of": [self.value("date", depth - 1, entity) for _ in range(2)]}
        return self._computed(op, "integer", depth, entity)

    def _decimal(self, depth: int, entity: str) -> Tree:
        op = self._pick("add", "subtract", "multiply", "divide", "divide", "negate", "absolute", "round")
        if op == "divide":
            kind = self._pick("decimal", "integer", "money")
            return {"op": op, "of": [self.value(kind, depth - 1, entity) for _ in range(2)]}
        return self._computed(op, "decimal", depth, entity)

    def _money(self, depth: int, entity: str) -> Tree:
        op = self._pick("add", "subtract", "multiply", "divide", "negate", "absolute", "round")
        if op in ("multiply", "divide"):
            parts = [self.value("money", depth - 1, entity), self.value("decimal", depth - 1, entity)]
            if op == "multiply":
                self._source.shuffle(parts)
            return {"op": op, "of": parts}
        return self._computed(op, "money", depth, entity)

    def _computed(self, op: str, kind: str, depth: int, entity: str) -> Tree:
        if op in ("negate", "absolute"):
            return {"op": op, "of": [self.value(kind, depth - 1, entity)]}
        if op == "round":
            return {"op": op, "of": [self.value(kind, depth - 1, entity)], "digits": self._pick(0, 1, 2, 10)}
        if op == "subtract":
            return {"op": op, "of": [self.value(kind, depth - 1, entity) for _ in range(2)]}
        return {"op": op, "of": self._some(kind, depth, entity, 2)}

    def _moved(self, kind: str, depth: int, entity: str) -> Tree:
        parts = [self.value(kind, depth - 1, entity), self.value("integer", depth - 1, entity)]
        return {"op": self._pick("add-days", "add-months"), "of": parts}

    def _pick(self, *of: Any) -> Any:
        return self._source.choice(of)


def _paths(entity: str) -> dict[str, list[str]]:
    found = defaultdict(list)
    nearer = {"order": ("customer", "assignee"), "order_line": ("order",)}[entity]
    for prefix, name in (("", entity), *((f"{lookup}.", lookup) for lookup in nearer)):
        name = "person" if name == "assignee" else name
        for field in (*FIELDS[name], OWNER_FIELD):
            if (kind := _kind(field)) is not None:
                found[kind].append(prefix + field["id"])
    return found


def _kind(field: dict[str, Any]) -> str | None:
    if field["type"] == "lookup":
        return "person" if field["target"] == "person" else None
    if field["type"] in TEXTS:
        return "text"
    if field["type"] in ("image", "file", "position") or field.get("several"):
        return None
    return "integer" if field["type"] == "big_integer" else field["type"]
