"""What the aggregates of rules make of the values of lines that are there, of which there is one at least."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from backend.expressions import arithmetic
from backend.fields.money import Amount


def extreme(values: Sequence[Any], *, greatest: bool) -> Any:
    """Return the least or greatest of numbers, days or moments, or of amounts of one currency."""
    pick = max if greatest else min
    return arithmetic.in_money(pick, values) if isinstance(values[0], Amount) else pick(values)


def total(values: Sequence[Any]) -> Any:
    """Return the sum of numbers, or of amounts of one currency."""
    if isinstance(values[0], Amount):
        return arithmetic.in_money(arithmetic.add, values)
    return arithmetic.add(values)


def average(values: Sequence[Any]) -> Any:
    """Return the sum divided by the count."""
    found = total(values)
    if isinstance(found, Amount):
        return arithmetic.priced(arithmetic.divide(found.amount, len(values)), found.currency)
    return None if found is None else arithmetic.divide(found, len(values))


COMBINE: Final[Mapping[str, Callable[[Sequence[Any]], Any]]] = {
    "sum": total,
    "average-of": average,
    "least-of": lambda values: extreme(values, greatest=False),
    "greatest-of": lambda values: extreme(values, greatest=True),
}
