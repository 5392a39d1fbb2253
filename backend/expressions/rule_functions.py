"""What the operators of values compute from their parts, none of which is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from backend.expressions import arithmetic, days, letter_case
from backend.expressions.aggregates import extreme
from backend.expressions.findings import Tree
from backend.fields.fold import trimmed
from backend.fields.money import Amount

Function = Callable[[Sequence[Any]], Any]


def _add(values: Sequence[Any]) -> Any:
    if isinstance(values[0], Amount):
        return arithmetic.in_money(arithmetic.add, values)
    return arithmetic.add(values)


def _subtract(values: Sequence[Any]) -> Any:
    if isinstance(values[0], Amount):
        return arithmetic.in_money(lambda amounts: arithmetic.subtract(*amounts), values)
    return arithmetic.subtract(*values)


def _multiply(values: Sequence[Any]) -> Any:
    priced = next((value for value in values if isinstance(value, Amount)), None)
    if priced is None:
        return arithmetic.multiply(values)
    numbers = [value.amount if value is priced else value for value in values]
    return arithmetic.priced(arithmetic.multiply(numbers), priced.currency)


def _divide(values: Sequence[Any]) -> Any:
    first, second = values
    if isinstance(second, Amount):
        same = first.currency == second.currency
        return arithmetic.divide(first.amount, second.amount) if same else None
    if isinstance(first, Amount):
        return arithmetic.priced(arithmetic.divide(first.amount, second), first.currency)
    return arithmetic.divide(first, second)


def _each(of: Callable[[Any], Any]) -> Function:
    """Compute on a number, or on the amount of money."""

    def function(values: Sequence[Any]) -> Any:
        value = values[0]
        if isinstance(value, Amount):
            return arithmetic.priced(of(value.amount), value.currency)
        return of(value)

    return function


def _first(of: Callable[[Any], Any]) -> Callable[[Tree], Function]:
    return lambda node: lambda values: of(values[0])


def _plain(function: Function) -> Callable[[Tree], Function]:
    return lambda node: function


def _left(node: Tree) -> Function:
    count: int = node["count"]
    return lambda values: values[0][:count] or None


def _right(node: Tree) -> Function:
    count: int = node["count"]
    return lambda values: values[0][-count:] or None


def _round(node: Tree) -> Function:
    digits: int = node["digits"]
    return _each(lambda value: arithmetic.rounded(value, digits))


FUNCTIONS: Final[Mapping[str, Callable[[Tree], Function]]] = {
    "add": _plain(_add),
    "subtract": _plain(_subtract),
    "multiply": _plain(_multiply),
    "divide": _plain(_divide),
    "negate": _plain(_each(lambda value: arithmetic.subtract(0, value))),
    "absolute": _plain(_each(lambda value: value.copy_abs() if not isinstance(value, int) else abs(value))),
    "round": _round,
    "least": _plain(lambda values: extreme(values, greatest=False)),
    "greatest": _plain(lambda values: extreme(values, greatest=True)),
    "lower": _first(letter_case.lower),
    "upper": _first(letter_case.upper),
    "trim": _first(lambda text: trimmed(text) or None),
    "length": _first(len),
    "left": _left,
    "right": _right,
    "year": _first(lambda day: day.year),
    "month": _first(lambda day: day.month),
    "day": _first(lambda day: day.day),
    "weekday": _first(lambda day: day.isoweekday()),
    "add-days": _plain(lambda values: days.add_days(*values)),
    "add-months": _plain(lambda values: days.add_months(*values)),
    "days-between": _plain(lambda values: (values[1] - values[0]).days),
}
"""Operator → from its node, the function of its values."""
