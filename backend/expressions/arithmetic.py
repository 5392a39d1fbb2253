"""Exact arithmetic of rules: whole numbers, decimals and amounts of money, never a binary float.

Each operation is computed exactly and its result rounded once, half-even, to 20 fractional digits.
None stands for a missing value: a part is missing, a number grows beyond 30 digits before the point,
something is divided by zero, or currencies differ.
"""

from __future__ import annotations

import decimal
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from backend.fields.money import Amount

Number = int | Decimal

FRACTION_DIGITS: Final = 20
LIMIT: Final = 10**30
"""No result's magnitude reaches this."""

_EXACT: Final = decimal.Context(prec=200_000, rounding=decimal.ROUND_HALF_EVEN)
_SMALLEST: Final = Decimal(1).scaleb(-FRACTION_DIGITS)


def add(parts: Sequence[Number]) -> Number | None:
    """Add numbers; whole ones stay whole."""
    if all(isinstance(part, int) for part in parts):
        return _kept(sum(parts))
    total = Decimal(0)
    for part in parts:
        total = _EXACT.add(total, part)
    return _kept(total)


def subtract(first: Number, second: Number) -> Number | None:
    """Subtract the second from the first."""
    if isinstance(first, int) and isinstance(second, int):
        return _kept(first - second)
    return _kept(_EXACT.subtract(Decimal(first), second))


def multiply(parts: Sequence[Number]) -> Number | None:
    """Multiply numbers; whole ones stay whole."""
    product: Number = 1
    for part in parts:
        if isinstance(product, int) and isinstance(part, int):
            product *= part
        else:
            product = _EXACT.multiply(Decimal(product), part)
    return _kept(product)


def divide(first: Number, second: Number) -> Decimal | None:
    """Divide the first by the second."""
    if not second:
        return None
    above, below = first.as_integer_ratio(), second.as_integer_ratio()
    return ratio(above[0] * below[1], above[1] * below[0])


def ratio(numerator: int, denominator: int) -> Decimal | None:
    """Return a quotient of whole numbers."""
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    quotient, rest = divmod(numerator * 10**FRACTION_DIGITS, denominator)
    if 2 * rest > denominator or (2 * rest == denominator and quotient % 2):
        quotient += 1
    value = Decimal(quotient).scaleb(-FRACTION_DIGITS, _EXACT)
    return None if abs(value) >= LIMIT else value


def rounded(value: Number, digits: int) -> Number | None:
    """Round half-even to so many fractional digits."""
    if isinstance(value, int):
        return value
    return _kept(_EXACT.quantize(value, Decimal(1).scaleb(-digits)) if _fraction(value) > digits else value)


def in_money(amount: Callable[..., Number | None], parts: Sequence[Amount]) -> Amount | None:
    """Compute with the amounts of one currency; None where there are several."""
    currency = parts[0].currency
    if any(part.currency != currency for part in parts):
        return None
    return priced(amount([part.amount for part in parts]), currency)


def priced(amount: Number | None, currency: str) -> Amount | None:
    """Return so much of a currency."""
    return None if amount is None else Amount(Decimal(amount), currency)


def plain(value: Number) -> str:
    """Write a number with no more digits than it needs: ``12.5``, ``-3``, ``0``."""
    if not value:
        return "0"
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _kept(value: Number) -> Number | None:
    if isinstance(value, Decimal) and _fraction(value) > FRACTION_DIGITS:
        value = _EXACT.quantize(value, _SMALLEST)
    return value if -LIMIT < value < LIMIT else None


def _fraction(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
