"""A checked condition evaluated in Python: for rules at the server, and the oracle that SQL is held against.

A tree is compiled once to closures and then asked about many records. Shares nothing with
:mod:`backend.expressions.sql` but the tables of operators; values are typed ones. Days are compared as
days here, and as moments there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Protocol, TypeVar

from backend.expressions import operators
from backend.expressions.context import Context
from backend.expressions.operators import KEYED, POSITIVE, days, members
from backend.expressions.paths import unlimited
from backend.expressions.tree import Tree
from backend.fields import fold
from backend.fields.definition import Field
from backend.fields.registry import type_of

Record = TypeVar("Record")
Record_contra = TypeVar("Record_contra", contravariant=True)
Test = Callable[[Any], bool]
"""Says of a value that is not missing whether it meets a comparison."""

Follow = Callable[[str], tuple[Field, Any]]
"""Path → the field that it ends at and the record's typed value there; None where a lookup is empty."""


class Reader(Protocol[Record_contra]):
    """How paths are read from the records of one entity."""

    def end(self, path: str) -> tuple[Field, Callable[[Record_contra], Any]]:
        """Return the field at the end of a path, and what reads its typed value; None where it is missing."""


# Many records hold the same text, and folding one costs far more than finding it again.
_equal_key = lru_cache(8192)(fold.equal_key)
_search_key = lru_cache(8192)(fold.search_key)


def compile_condition(tree: Tree, reader: Reader[Record], context: Context) -> Callable[[Record], bool]:
    """Return what says whether a record meets a filter."""
    op = tree["op"]
    if op not in operators.GROUPS:
        return compile_leaf(tree, reader, context)
    return join(op, [compile_condition(part, reader, context) for part in tree["of"]])


def holds(tree: Tree, follow: Follow, context: Context) -> bool:
    """Say whether a single record meets a filter."""
    return compile_condition(tree, _One(follow), context)(None)


def join(op: str, parts: list[Callable[[Record], bool]]) -> Callable[[Record], bool]:
    """Return the condition of a group."""
    match op:
        case "and":
            return lambda record: all(part(record) for part in parts)
        case "or":
            return lambda record: any(part(record) for part in parts)
        case _:
            return lambda record: not any(part(record) for part in parts)


def compile_leaf(tree: Tree, reader: Reader[Record], context: Context) -> Callable[[Record], bool]:
    """Return the condition of a leaf."""
    op = tree["op"]
    field, read = reader.end(tree["path"])
    test = _test(POSITIVE.get(op, op), field, tree.get("value"), context)

    def positive(record: Record) -> bool:
        value = read(record)
        return value is not None and test(value)

    return (lambda record: not positive(record)) if op in POSITIVE else positive


class _One:
    """The reader of one record whose paths somebody walks."""

    def __init__(self, follow: Follow) -> None:
        self._follow = follow

    def end(self, path: str) -> tuple[Field, Callable[[None], Any]]:
        field, value = self._follow(path)
        return field, lambda _: value


def _test(op: str, field: Field, operand: Any, context: Context) -> Test:
    match op:
        case "not-null":
            return lambda value: True
        case "eq":
            return _equal(field, operand)
        case "in" if field.several:
            wanted = {type_of(field).parse(one, unlimited(field)) for one in operand}
            return lambda values: not wanted.isdisjoint(values)
        case "in":
            tests = [_equal(field, one) for one in operand]
            return lambda value: any(test(value) for test in tests)
        case "gt" | "ge" | "lt" | "le":
            return _ordered(op, field, operand)
        case "like":
            part = fold.search_key(operand)
            return lambda value: part in _search_key(value)
        case "begins-with":
            part = fold.search_key(operand)
            return lambda value: _search_key(value).startswith(part)
        case "ends-with":
            part = fold.search_key(operand)
            return lambda value: _search_key(value).endswith(part)
        case "eq-userlanguage":
            return _language(field, context.language)
        case _ if field.type == "lookup":
            ids = members(op, context)
            return lambda value: value in ids
        case _:
            return _period(op, field, operand, context)


def _equal(field: Field, operand: Any) -> Test:
    if field.type in KEYED:
        key = fold.equal_key(operand)
        return lambda value: _equal_key(value) == key
    field_type = type_of(field)
    other = field_type.parse(operand, unlimited(field))
    return lambda value: field_type.equal(value, other)


def _language(field: Field, language: str | None) -> Test:
    if language is None:
        return lambda value: False
    if field.type == "choice":
        return lambda value: bool(value == language)
    return _equal(field, language)


def _ordered(op: str, field: Field, operand: Any) -> Test:
    if field.type in KEYED:
        key, compare = fold.equal_key(operand), COMPARISONS[op]
        return lambda value: compare(_equal_key(value), key)
    bound: Any = type_of(field).parse(operand, unlimited(field))
    compare = COMPARISONS[op]
    if field.type == "money":
        return lambda value: value.currency == bound.currency and compare(value.amount, bound.amount)
    return lambda value: compare(value, bound)


COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: bool(a == b),
    "gt": lambda a, b: bool(a > b),
    "ge": lambda a, b: bool(a >= b),
    "lt": lambda a, b: bool(a < b),
    "le": lambda a, b: bool(a <= b),
}


def _period(op: str, field: Field, operand: Any, context: Context) -> Test:
    first, end = days(op, operand, context)
    start = dt.date.min if first is None else first
    if field.type == "date":
        return lambda value: start <= value < end

    def inside(moment: dt.datetime) -> bool:
        # The last hours of the calendar may fall beyond it in the zone; the first ones are old all the same.
        day = context.day(moment) or moment.date()
        return start <= day < end

    return inside
