"""The check of a rule that somebody wrote: shapes, types, names and limits, each with its place.

A rule is a value or a condition. Values compute; conditions are groups, the leaves of filters,
``{"op": "eq", "left": value, "right": value}`` and ``{"op": "missing", "of": [value]}``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from backend.expressions.findings import Finding, Tree, at, count_nodes
from backend.expressions.leaf_checks import MOST_CHARACTERS, check_leaf
from backend.expressions.operators import GROUPS, OPERATORS
from backend.expressions.paths import LONGEST_PATH, Fields, field_of, walk
from backend.expressions.rule_operators import AGGREGATES, COMPARISONS, VALUE_OPERATORS
from backend.expressions.rule_types import (
    DATE,
    DATE_TIME,
    EQUATED,
    INTEGER,
    LITERALS,
    SORTED,
    TEXT,
    Mismatch,
    RuleType,
    alike,
    chosen,
    type_of_field,
)
from backend.fields.definition import Field
from backend.fields.problems import ValueProblem
from backend.fields.registry import type_of

DEEPEST: Final = 20
"""Levels of a rule, its own included."""
MOST_NODES: Final = 500

USER: Final[Mapping[str, RuleType]] = {
    "person": RuleType("lookup", "person"),
    "unit": RuleType("lookup", "business_unit"),
    "language": TEXT,
}


def check_value(tree: Any, entity: str, fields: Fields) -> tuple[RuleType | None, list[Finding]]:
    """Return the type of a value over an entity, and everything that is wrong with it, in order."""
    checker = RuleChecker(fields)
    if checker.small(tree):
        found = checker.value(tree, entity, "", 1)
        return (None if checker.findings else found), checker.findings
    return None, checker.findings


def check_condition(tree: Any, entity: str, fields: Fields) -> list[Finding]:
    """Return everything that is wrong with a rule's condition over an entity, in order."""
    checker = RuleChecker(fields)
    if checker.small(tree):
        checker.condition(tree, entity, "", 1)
    return checker.findings


def literal_field(kind: str, value: Any) -> Field:
    """Return a field that holds a written value; a decimal has the digits that it is written with."""
    fraction = value.partition(".")[2].rstrip("0") if isinstance(value, str) else ""
    return Field(id="value", type="multi_line" if kind == TEXT.kind else kind, scale=min(10, len(fraction)))


class RuleChecker:
    """Walks one tree and collects what is wrong. A value whose type is None has been complained of."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields
        self.findings: list[Finding] = []

    def small(self, tree: Any) -> bool:
        """Say whether the tree is small enough to be read at all."""
        if (count := count_nodes(tree, MOST_NODES)) > MOST_NODES:
            self._wrong("rule-too-long", "", count=count, most=MOST_NODES)
        return count <= MOST_NODES

    def condition(self, node: Any, entity: str, place: str, level: int) -> None:
        """Check a condition."""
        op = self._operator(node, place, level)
        if op is None:
            return
        if op in GROUPS:
            if self._keys(node, place, "of"):
                for number, part in enumerate(self._parts(node, place, 1, None)):
                    self.condition(part, entity, at(place, f"of.{number}"), level + 1)
        elif op == "missing":
            if self._keys(node, place, "of"):
                for part in self._parts(node, place, 1, 1):
                    self.value(part, entity, at(place, "of.0"), level + 1, other=True)
        elif op in COMPARISONS and ("left" in node or "right" in node):
            self._comparison(node, op, entity, place, level)
        elif op in OPERATORS:
            self.findings += check_leaf(node, op, entity, self._fields, place)
        else:
            self._wrong("rule-unknown-operator", at(place, "op"), op=op[:60])

    def value(
        self, node: Any, entity: str, place: str, level: int, *, other: bool = False
    ) -> RuleType | None:
        """Check a value and return its type; ``other`` allows one that nothing can be computed with."""
        op = self._operator(node, place, level)
        if op is None:
            return None
        if op in VALUE_OPERATORS:
            return self._operation(node, op, entity, place, level)
        if op in AGGREGATES:
            return self._aggregate(node, op, entity, place, level)
        match op:
            case "value":
                return self._literal(node, place)
            case "field":
                return self._field(node, entity, place, other=other)
            case "user":
                return self._user(node, place)
            case "current-day" | "current-moment":
                self._keys(node, place)
                return DATE if op == "current-day" else DATE_TIME
            case "if":
                return self._choice(node, entity, place, level)
        self._wrong("rule-unknown-operator", at(place, "op"), op=op[:60])
        return None

    def _comparison(self, node: Tree, op: str, entity: str, place: str, level: int) -> None:
        if not self._keys(node, place, "left", "right"):
            return
        sides = [self.value(node[side], entity, at(place, side), level + 1) for side in ("left", "right")]
        kinds = EQUATED if op in ("eq", "ne") else SORTED
        self._typed(alike(kinds), sides, [at(place, "left"), at(place, "right")], op)

    def _operation(self, node: Tree, op: str, entity: str, place: str, level: int) -> RuleType | None:
        operator = VALUE_OPERATORS[op]
        setting = operator.setting
        if not self._keys(node, place, "of", *([setting] if setting else [])):
            return None
        if setting:
            (least, most), number = operator.bounds, node[setting]
            if isinstance(number, bool) or not isinstance(number, int) or not least <= number <= most:
                self._wrong("rule-setting", at(place, setting), minimum=least, maximum=most)
        parts = self._parts(node, place, operator.least, operator.most)
        places = [at(place, f"of.{number}") for number in range(len(parts))]
        types = [
            self.value(part, entity, there, level + 1) for part, there in zip(parts, places, strict=True)
        ]
        return self._typed(operator.signature, types, places, op) if parts else None

    def _aggregate(self, node: Tree, op: str, entity: str, place: str, level: int) -> RuleType | None:
        signature, named = AGGREGATES[op], {"entity", "parent"} | (set() if op == "count" else {"of"})
        if not named <= node.keys() or not node.keys() <= named | {"op", "where"}:
            self._wrong("rule-not-an-expression", place)
            return None
        lines, parent = node["entity"], node["parent"]
        known = isinstance(lines, str) and isinstance(parent, str)
        lookup = field_of(lines, parent, self._fields) if known else None
        if lookup is None or lookup.type != "lookup" or lookup.several or lookup.target != entity:
            self._wrong(
                "rule-not-lines", at(place, "parent"), entity=str(lines)[:60], parent=str(parent)[:60]
            )
            return None
        if "where" in node:
            self.condition(node["where"], lines, at(place, "where"), level + 1)
        if signature is None:
            return INTEGER
        types = [
            self.value(part, lines, at(place, "of.0"), level + 1) for part in self._parts(node, place, 1, 1)
        ]
        return self._typed(signature, types, [at(place, "of.0")], op) if types else None

    def _choice(self, node: Tree, entity: str, place: str, level: int) -> RuleType | None:
        parts = self._parts(node, place, 3, 3) if self._keys(node, place, "of") else []
        if not parts:
            return None
        self.condition(parts[0], entity, at(place, "of.0"), level + 1)
        places = [at(place, "of.1"), at(place, "of.2")]
        types = [
            self.value(part, entity, there, level + 1) for part, there in zip(parts[1:], places, strict=True)
        ]
        return self._typed(chosen, types, places, "if")

    def _literal(self, node: Tree, place: str) -> RuleType | None:
        if not self._keys(node, place, "type", "value"):
            return None
        kind, value = node["type"], node["value"]
        found = LITERALS.get(kind) if isinstance(kind, str) else None
        if found is None:
            self._wrong("rule-unknown-type", at(place, "type"), type=str(kind)[:60])
            return None
        try:
            if isinstance(value, str) and len(value) > MOST_CHARACTERS:
                raise ValueProblem("value-too-long", length=len(value), maximum=MOST_CHARACTERS)
            field = literal_field(found.kind, value)
            type_of(field).parse(value, field)
        except ValueProblem as problem:
            self._wrong(problem.code, at(place, "value"), **problem.arguments)
        return found

    def _field(self, node: Tree, entity: str, place: str, *, other: bool) -> RuleType | None:
        if not self._keys(node, place, "path"):
            return None
        path = node["path"]
        if isinstance(path, str) and path.count(".") > LONGEST_PATH:
            self._wrong("rule-path-too-long", at(place, "path"), most=LONGEST_PATH)
            return None
        walked = walk(path, entity, self._fields) if isinstance(path, str) else None
        if walked is None:
            self._wrong("rule-unknown-field", at(place, "path"), path=str(path)[:200])
            return None
        found = type_of_field(walked[1])
        if found.kind == "other" and not other:
            self._wrong("rule-wrong-type", place, type=walked[1].type, op="field")
            return None
        return found

    def _user(self, node: Tree, place: str) -> RuleType | None:
        if not self._keys(node, place, "what"):
            return None
        found = USER.get(node["what"]) if isinstance(node["what"], str) else None
        if found is None:
            self._wrong("rule-not-an-expression", at(place, "what"))
        return found

    def _operator(self, node: Any, place: str, level: int) -> str | None:
        if level > DEEPEST:
            self._wrong("rule-too-deep", place, most=DEEPEST)
            return None
        if not isinstance(node, Mapping):
            self._wrong("rule-not-an-expression", place)
            return None
        op = node.get("op")
        if not isinstance(op, str):
            self._wrong("rule-unknown-operator", at(place, "op"), op=str(op)[:60])
            return None
        return op

    def _keys(self, node: Tree, place: str, *keys: str) -> bool:
        fine = set(node) == {"op", *keys}
        if not fine:
            self._wrong("rule-not-an-expression", place)
        return fine

    def _parts(self, node: Tree, place: str, least: int, most: int | None) -> Sequence[Any]:
        parts = node["of"]
        if not isinstance(parts, list) or len(parts) < least or (most is not None and len(parts) > most):
            self._wrong("rule-parts", at(place, "of"), least=least, most=most or MOST_NODES)
            return []
        return parts

    def _typed(
        self, signature: Any, types: Sequence[RuleType | None], places: Sequence[str], op: str
    ) -> RuleType | None:
        known = [one for one in types if one is not None]
        if len(known) < len(types):
            return None
        result: RuleType | Mismatch = signature(known)
        if isinstance(result, RuleType):
            return result
        kind = known[result.part].kind
        if result.other is None:
            self._wrong("rule-wrong-type", places[result.part], op=op, type=kind)
        else:
            self._wrong("rule-types-differ", places[result.part], type=kind, other=result.other.kind)
        return None

    def _wrong(self, code: str, at_place: str, /, **arguments: Any) -> None:
        self.findings.append(Finding(code, at_place, arguments))
