"""Checked rules compiled to closures: a value, or a condition with values in it, asked of many records.

A missing value is None. :func:`compile_value` returns Python values; :func:`wire` writes them as they
travel, by the type that the check found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from backend.expressions import aggregates, arithmetic
from backend.expressions.context import Context
from backend.expressions.days import cut
from backend.expressions.evaluate import COMPARISONS, Reader, Record, compile_leaf, join
from backend.expressions.operators import GROUPS
from backend.expressions.paths import Fields
from backend.expressions.rule_checks import check_value, literal_field
from backend.expressions.rule_functions import FUNCTIONS
from backend.expressions.rule_operators import AGGREGATES
from backend.expressions.rule_types import MONEY, TEXT, RuleType
from backend.expressions.tree import Tree
from backend.fields.date_time import DateTime
from backend.fields.fold import equal_key
from backend.fields.integer import LIMIT as LARGEST_INTEGER
from backend.fields.money import Amount
from backend.fields.registry import type_of

Record_contra = TypeVar("Record_contra", contravariant=True)


class RuleReader(Reader[Record_contra], Protocol[Record_contra]):
    """How paths and lines are read from the records of one entity."""

    def lines(
        self, entity: str, parent: str
    ) -> tuple[RuleReader[Any], Callable[[Record_contra], Iterable[Any]]]:
        """Return how the lines' own paths are read, and what finds the lines that point at a record."""


@dataclass(frozen=True)
class Value(Generic[Record]):
    """A compiled value: its type, and what computes it."""

    type: RuleType
    of: Callable[[Record], Any]


def compile_value(
    tree: Tree, entity: str, fields: Fields, reader: RuleReader[Record], context: Context
) -> Value[Record]:
    """Compile a value that its check has found nothing wrong with."""
    found, findings = check_value(tree, entity, fields)
    if found is None:
        raise ValueError(f"a rule that is not checked: {findings[0].code} at {findings[0].place}")
    return Value(found, _Compiler(fields, context).value(tree, reader))


def compile_rule_condition(
    tree: Tree, fields: Fields, reader: RuleReader[Record], context: Context
) -> Callable[[Record], bool]:
    """Compile a condition that its check has found nothing wrong with."""
    return _Compiler(fields, context).condition(tree, reader)


def wire(value: Any, of: RuleType) -> Any:
    """Write a value as it travels: decimals and amounts with no more digits than they need.

    A whole number that JSON would not carry exactly is missing.
    """
    if value is None:
        return None
    match of.kind:
        case "integer":
            return value if abs(value) <= LARGEST_INTEGER else None
        case "decimal":
            return arithmetic.plain(value)
        case "money":
            return {"amount": arithmetic.plain(value.amount), "currency": value.currency}
        case "date":
            return value.isoformat()
        case "date_time":
            return DateTime().to_wire(value)
        case _:
            return value


class _Compiler:
    def __init__(self, fields: Fields, context: Context) -> None:
        self._fields = fields
        self._context = context

    def condition(self, node: Tree, reader: RuleReader[Any]) -> Callable[[Any], bool]:
        op = node["op"]
        if op in GROUPS:
            return join(op, [self.condition(part, reader) for part in node["of"]])
        if op == "missing":
            part = self.value(node["of"][0], reader)
            return lambda record: part(record) is None
        if "left" in node:
            return _comparison(op, self.value(node["left"], reader), self.value(node["right"], reader))
        return compile_leaf(node, reader, self._context)

    def value(self, node: Tree, reader: RuleReader[Any]) -> Callable[[Any], Any]:
        op = node["op"]
        if op in AGGREGATES:
            return self._aggregate(node, reader)
        match op:
            case "value":
                return _constant(literal(node))
            case "field":
                return reader.end(node["path"])[1]
            case "user":
                return _constant(getattr(self._context, node["what"]))
            case "current-day":
                return _constant(self._context.today)
            case "current-moment":
                return _constant(cut(self._context.moment))
            case "day-of":
                moment, day = self.value(node["of"][0], reader), self._context.day
                return lambda record: None if (at := moment(record)) is None else day(at)
            case "if":
                return self._choice(node, reader)
        parts = [self.value(part, reader) for part in node["of"]]
        if op == "first-of":
            return lambda record: next((v for part in parts if (v := part(record)) is not None), None)
        if op == "concat":
            return lambda record: "".join(part(record) or "" for part in parts) or None
        function = FUNCTIONS[op](node)

        def computed(record: Any) -> Any:
            values = []
            for part in parts:
                value = part(record)
                if value is None:
                    return None
                values.append(value)
            return function(values)

        return computed

    def _choice(self, node: Tree, reader: RuleReader[Any]) -> Callable[[Any], Any]:
        test = self.condition(node["of"][0], reader)
        then, otherwise = (self.value(part, reader) for part in node["of"][1:])
        return lambda record: then(record) if test(record) else otherwise(record)

    def _aggregate(self, node: Tree, reader: RuleReader[Any]) -> Callable[[Any], Any]:
        op = node["op"]
        there, lines = reader.lines(node["entity"], node["parent"])
        where = self.condition(node["where"], there) if "where" in node else None
        of = self.value(node["of"][0], there) if "of" in node else None

        def met(record: Any) -> Iterable[Any]:
            found = lines(record)
            return found if where is None else [line for line in found if where(line)]

        if of is None:
            return lambda record: sum(1 for _ in met(record))
        combine = aggregates.COMBINE[op]
        priced = check_value(node["of"][0], node["entity"], self._fields)[0] == MONEY
        # No numbers make nought; no amounts make nothing, for in which currency would it be?
        empty = 0 if op == "sum" and not priced else None

        def combined(record: Any) -> Any:
            values = [v for line in met(record) if (v := of(line)) is not None]
            return combine(values) if values else empty

        return combined


def literal(node: Tree) -> Any:
    """Return the value of a ``value`` node; a text is taken as it is written."""
    kind, value = node["type"], node["value"]
    if kind == TEXT.kind:
        return value or None
    field = literal_field(kind, value)
    return type_of(field).parse(value, field)


def _constant(value: Any) -> Callable[[Any], Any]:
    return lambda record: value


def _comparison(op: str, left: Callable[[Any], Any], right: Callable[[Any], Any]) -> Callable[[Any], bool]:
    compare = COMPARISONS["eq" if op == "ne" else op]

    def positive(record: Any) -> bool:
        one, other = left(record), right(record)
        if one is None or other is None:
            return False
        if isinstance(one, Amount):
            return bool(one.currency == other.currency and compare(one.amount, other.amount))
        if isinstance(one, str):
            return compare(equal_key(one), equal_key(other))
        return compare(one, other)

    return (lambda record: not positive(record)) if op == "ne" else positive
