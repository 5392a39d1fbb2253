"""A checked filter evaluated on one record in Python: the oracle that SQL is held against.

Shares nothing with :mod:`backend.expressions.sql` but the meaning of relative days; values are typed ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from backend.expressions.context import Context
from backend.expressions.operators import KEYED, days
from backend.expressions.tree import Tree, unlimited
from backend.fields.definition import Field
from backend.fields.fold import equal_key, search_key
from backend.fields.registry import type_of

Follow = Callable[[str], tuple[Field, Any]]
"""Path → the field that it ends at and the record's typed value there; None where a lookup is empty."""


def holds(tree: Tree, follow: Follow, context: Context) -> bool:
    """Say whether a record meets a filter."""
    match tree["op"]:
        case "and":
            return all(holds(part, follow, context) for part in tree["of"])
        case "or":
            return any(holds(part, follow, context) for part in tree["of"])
        case "not":
            return not any(holds(part, follow, context) for part in tree["of"])
        case op:
            field, value = follow(tree["path"])
            return _leaf(op, field, value, tree.get("value"), context)


def _leaf(op: str, field: Field, value: Any, operand: Any, context: Context) -> bool:
    if op in ("null", "not-null"):
        return (value is None) == (op == "null")
    if value is None:
        return op in ("ne", "not-in", "ne-userid")
    match op:
        case "eq" | "ne":
            return _equal(field, value, operand) == (op == "eq")
        case "in" | "not-in":
            return any(_equal(field, value, one) for one in operand) == (op == "in")
        case "like":
            return search_key(operand) in search_key(value)
        case "begins-with":
            return search_key(value).startswith(search_key(operand))
        case "eq-userid" | "ne-userid":
            return bool(value == context.person) == (op == "eq-userid")
        case "gt" | "ge" | "lt" | "le":
            return _ordered(op, field, value, _read(field, operand))
        case _:
            first, end = days(op, operand, context)
            day = value.astimezone(context.zone).date() if isinstance(value, dt.datetime) else value
            return bool(first <= day < end)


def _read(field: Field, operand: Any) -> Any:
    return type_of(field).parse(operand, unlimited(field))


def _equal(field: Field, value: Any, operand: Any) -> bool:
    if field.type in KEYED:
        return equal_key(value) == equal_key(operand)
    return type_of(field).equal(value, _read(field, operand))


def _ordered(op: str, field: Field, value: Any, bound: Any) -> bool:
    if field.type == "money":
        if value.currency != bound.currency:
            return False
        value, bound = value.amount, bound.amount
    elif field.type in KEYED:
        value, bound = equal_key(value), equal_key(bound)
    return bool(
        (op == "gt" and value > bound)
        or (op == "ge" and value >= bound)
        or (op == "lt" and value < bound)
        or (op == "le" and value <= bound)
    )
