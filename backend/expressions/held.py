"""What becomes of a computed value in the field that holds it.

It is brought to the field's digits, half-even, and then read like any value that is sent. What the field
cannot hold is missing: a computed value is never a reason to refuse a record.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from backend.expressions import arithmetic
from backend.expressions.rule_types import DECIMAL, INTEGER, MONEY, TEXT, RuleType, type_of_field
from backend.expressions.rules import wire
from backend.fields.currencies import CURRENCY_SCALES
from backend.fields.decimal import scale_of
from backend.fields.definition import Field
from backend.fields.problems import ValueProblem
from backend.fields.registry import type_of

WIDER: Final = frozenset({(INTEGER, DECIMAL), (TEXT, RuleType("choice"))})
"""Types of values, and the types of fields that hold them too; a text names a choice by its id."""


def can_hold(field: Field, of: RuleType) -> bool:
    """Say whether a field can hold values of a type."""
    own = type_of_field(field)
    if field.several or field.numbered or own.kind == "other":
        return False
    return own == of or (of, own) in WIDER


def held(value: Any, of: RuleType, field: Field) -> Any:
    """Return a typed value of the field; None where it cannot hold what was computed."""
    if value is None:
        return None
    if field.type == DECIMAL.kind:
        value, of = arithmetic.rounded(value, scale_of(field)), DECIMAL
    elif field.type == MONEY.kind:
        digits = CURRENCY_SCALES.get(value.currency, 0)
        value = arithmetic.priced(arithmetic.rounded(value.amount, digits), value.currency)
    try:
        return type_of(field).parse(wire(value, of), replace(field, minimum=None, maximum=None))
    except ValueProblem:
        return None
