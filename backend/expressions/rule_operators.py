"""The operators of values in rules: how many parts each takes, of which types, and what else it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from backend.expressions.rule_types import (
    DATE,
    DECIMAL,
    INTEGER,
    MEASURES,
    QUANTITIES,
    TEXT,
    Signature,
    alike,
    chosen,
    every,
    moved,
    product,
    quotient,
)

MOST_PARTS: Final = 499


@dataclass(frozen=True)
class ValueOperator:
    """An operator whose parts are values. ``setting`` is a whole number beside them, within its bounds."""

    least: int
    most: int
    signature: Signature
    setting: str | None = None
    bounds: tuple[int, int] = (0, 0)


_TEXTS = frozenset({"text"})
_DATES = frozenset({"date"})
_PART = every(_DATES, INTEGER)

VALUE_OPERATORS: Final[Mapping[str, ValueOperator]] = {
    "add": ValueOperator(2, MOST_PARTS, alike(QUANTITIES)),
    "subtract": ValueOperator(2, 2, alike(QUANTITIES)),
    "multiply": ValueOperator(2, MOST_PARTS, product),
    "divide": ValueOperator(2, 2, quotient),
    "negate": ValueOperator(1, 1, alike(QUANTITIES)),
    "absolute": ValueOperator(1, 1, alike(QUANTITIES)),
    "round": ValueOperator(1, 1, alike(QUANTITIES), "digits", (0, 10)),
    "first-of": ValueOperator(1, MOST_PARTS, chosen),
    "least": ValueOperator(2, MOST_PARTS, alike(MEASURES)),
    "greatest": ValueOperator(2, MOST_PARTS, alike(MEASURES)),
    "concat": ValueOperator(1, MOST_PARTS, every(_TEXTS, TEXT)),
    "lower": ValueOperator(1, 1, every(_TEXTS, TEXT)),
    "upper": ValueOperator(1, 1, every(_TEXTS, TEXT)),
    "trim": ValueOperator(1, 1, every(_TEXTS, TEXT)),
    "length": ValueOperator(1, 1, every(_TEXTS, INTEGER)),
    "left": ValueOperator(1, 1, every(_TEXTS, TEXT), "count", (1, 4000)),
    "right": ValueOperator(1, 1, every(_TEXTS, TEXT), "count", (1, 4000)),
    "year": ValueOperator(1, 1, _PART),
    "month": ValueOperator(1, 1, _PART),
    "day": ValueOperator(1, 1, _PART),
    "weekday": ValueOperator(1, 1, _PART),
    "day-of": ValueOperator(1, 1, every(frozenset({"date_time"}), DATE)),
    "add-days": ValueOperator(2, 2, moved),
    "add-months": ValueOperator(2, 2, moved),
    "days-between": ValueOperator(2, 2, every(_DATES, INTEGER)),
}

AGGREGATES: Final[Mapping[str, Signature | None]] = {
    "sum": alike(QUANTITIES),
    "count": None,
    "least-of": alike(MEASURES),
    "greatest-of": alike(MEASURES),
    "average-of": lambda types: found if (found := alike(QUANTITIES)(types)) not in (INTEGER,) else DECIMAL,
}
"""Operator over lines → the signature of its one value; ``count`` has none."""

COMPARISONS: Final = ("eq", "ne", "gt", "ge", "lt", "le")
