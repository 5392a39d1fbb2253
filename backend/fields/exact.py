"""Exact decimals: how amounts are read from and written to the wire.

Never a binary float. A value with more fractional digits than its scale is refused,
not rounded; zeros that say nothing do not count.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from backend.fields.problems import ValueProblem

DIGITS = 18
_SHAPE = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?")
_LONGEST = 60


def exact_of(wire: Any, *, scale: int, digits: int = DIGITS) -> Decimal:
    """Read a decimal such as "12.50", brought to exactly ``scale`` fractional digits.

    Raises:
        ValueProblem: not a decimal; more fractional digits than ``scale``; more than ``digits`` in all.
    """
    found = _SHAPE.fullmatch(wire) if isinstance(wire, str) and len(wire) <= _LONGEST else None
    if found is None:
        raise ValueProblem("value-not-a-number")
    sign, whole, fraction = found[1], found[2].lstrip("0"), (found[3] or "").rstrip("0")
    if len(fraction) > scale:
        raise ValueProblem("value-too-precise", scale=scale)
    if len(whole) + scale > digits:
        raise ValueProblem("value-too-many-digits", digits=digits - scale)
    value = int(whole + fraction.ljust(scale, "0") or "0")
    return Decimal(-value if sign else value).scaleb(-scale)


def written(value: Decimal, scale: int) -> str:
    """Write a decimal with exactly ``scale`` fractional digits; it must not have more."""
    text = f"{value:.{scale}f}"
    return text[1:] if text.startswith("-") and not value else text


def check_range(value: Decimal, minimum: Any, maximum: Any) -> None:
    """Refuse a value outside the limits of its field, which are wire values.

    Raises:
        ValueProblem: it is.
    """
    if minimum is not None and value < Decimal(str(minimum)):
        raise ValueProblem("value-too-small", minimum=str(minimum))
    if maximum is not None and value > Decimal(str(maximum)):
        raise ValueProblem("value-too-large", maximum=str(maximum))
