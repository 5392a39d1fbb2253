"""The types of values inside a rule, and how the types of parts make the type of an operation.

A signature takes the types of an operator's parts and returns the type of its result, or says which part
does not fit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from backend.expressions.operators import TEXTS
from backend.fields.definition import Field

Kind = Literal[
    "text", "integer", "decimal", "money", "yes_no", "date", "date_time", "choice", "lookup", "other"
]


@dataclass(frozen=True)
class RuleType:
    """The type of a value in a rule; ``target`` is what a lookup leads to."""

    kind: Kind
    target: str | None = None


@dataclass(frozen=True)
class Mismatch:
    """A part that does not fit; ``other`` is the type that it would have to share."""

    part: int
    other: RuleType | None = None


Signature = Callable[[Sequence[RuleType]], RuleType | Mismatch]

TEXT: Final = RuleType("text")
INTEGER: Final = RuleType("integer")
DECIMAL: Final = RuleType("decimal")
MONEY: Final = RuleType("money")
YES_NO: Final = RuleType("yes_no")
DATE: Final = RuleType("date")
DATE_TIME: Final = RuleType("date_time")

LITERALS: Final[Mapping[str, RuleType]] = {
    one.kind: one for one in (TEXT, INTEGER, DECIMAL, MONEY, YES_NO, DATE, DATE_TIME)
}
NUMBERS: Final = frozenset({"integer", "decimal"})
QUANTITIES: Final = NUMBERS | {"money"}
MEASURES: Final = QUANTITIES | {"date", "date_time"}
EQUATED: Final = frozenset({*LITERALS, "choice", "lookup"})
SORTED: Final = MEASURES | {"text"}


def type_of_field(field: Field) -> RuleType:
    """Return the type that the values of a field have in rules."""
    if field.several:
        return RuleType("other")
    if field.type in TEXTS:
        return TEXT
    if field.type == "big_integer":
        return INTEGER
    if field.type == "lookup":
        return RuleType("lookup", field.target)
    if field.type == "choice":
        return RuleType("choice")
    return LITERALS.get(field.type, RuleType("other"))


def shared(types: Sequence[RuleType]) -> RuleType | Mismatch:
    """Return the one type of all; whole numbers among decimals are decimals."""
    first = types[0]
    for part, one in enumerate(types):
        if one == first:
            continue
        if {one.kind, first.kind} != NUMBERS:
            return Mismatch(part, first)
        first = DECIMAL
    return first


def alike(kinds: frozenset[str]) -> Signature:
    """All parts of one type, which is among ``kinds`` and is the result's."""

    def signature(types: Sequence[RuleType]) -> RuleType | Mismatch:
        return _among(kinds, types) or shared(types)

    return signature


def every(kinds: frozenset[str], result: RuleType) -> Signature:
    """Each part's type among ``kinds``."""
    return lambda types: _among(kinds, types) or result


def product(types: Sequence[RuleType]) -> RuleType | Mismatch:
    """Numbers, with money at most once."""
    wrong = _among(QUANTITIES, types)
    priced = [part for part, one in enumerate(types) if one == MONEY]
    if wrong or len(priced) > 1:
        return wrong or Mismatch(priced[1])
    return MONEY if priced else shared(types)


def quotient(types: Sequence[RuleType]) -> RuleType | Mismatch:
    """A number by a number, money by a number, or money by money."""
    first, second = types
    if wrong := _among(QUANTITIES, types):
        return wrong
    if second == MONEY and first != MONEY:
        return Mismatch(1)
    return MONEY if first == MONEY and second != MONEY else DECIMAL


def moved(types: Sequence[RuleType]) -> RuleType | Mismatch:
    """A day or a moment, moved by a whole number."""
    if types[0] not in (DATE, DATE_TIME):
        return Mismatch(0)
    return types[0] if types[1] == INTEGER else Mismatch(1)


def chosen(types: Sequence[RuleType]) -> RuleType | Mismatch:
    """One of several values of one type."""
    return _among(EQUATED, types) or shared(types)


def _among(kinds: frozenset[str], types: Sequence[RuleType]) -> Mismatch | None:
    return next((Mismatch(part) for part, one in enumerate(types) if one.kind not in kinds), None)
