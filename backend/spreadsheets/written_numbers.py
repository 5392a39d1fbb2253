"""Numbers as people write them in spreadsheets: grouped, with a currency beside them, with either mark.

What comes out is the wire form of a decimal. A percentage is none: what it should be is nobody's to guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from backend.fields.currencies import CURRENCY_SCALES

_SIGNS: Final = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "kr": "SEK", "kr.": "SEK", ":-": "SEK"}
_SPACES: Final = re.compile("[\u0020\u00a0\u2009\u202f'’]")
_MINUS: Final = str.maketrans({"\u2212": "-", "\u2013": "-"})
_BESIDE: Final = r"(?:kr\.?|:-|[€$£¥]|[A-Za-z]{3})"
_AMOUNT: Final = re.compile(
    rf"(?P<sign>-)?\s*(?P<before>{_BESIDE})?\s*"
    rf"(?P<number>-?[0-9.,\s'’]*[0-9][0-9.,\s'’]*)\s*(?P<after>{_BESIDE}|-)?"
)
_SHAPES: Final = {
    ".": re.compile(r"(-?)((?:[0-9]{1,3}(?:,[0-9]{3})+)|[0-9]+)?(?:\.([0-9]+))?"),
    ",": re.compile(r"(-?)((?:[0-9]{1,3}(?:\.[0-9]{3})+)|[0-9]+)?(?:,([0-9]+))?"),
}
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A number and the currency that stands beside it, if one does; ``padded``: it begins with zeros."""

    number: str
    currency: str | None
    padded: bool

    @property
    def scale(self) -> int:
        """How many decimals it has."""
        return len(self.number.partition(".")[2])


def number_of(text: str, decimal: str) -> WrittenNumber | None:
    """Read a number whose decimal mark is ``decimal``; None for what is none."""
    text = text.translate(_MINUS).strip()
    if len(text) > _LONGEST:
        return None
    negative = text.startswith("(") and text.endswith(")")
    found = _AMOUNT.fullmatch(text[1:-1] if negative else text)
    if found is None or (found["sign"] and found["number"].startswith("-")):
        return None
    currency = _currency(found["before"]) or _currency(found["after"])
    if currency is None and (found["before"] or found["after"] not in (None, "-")):
        return None
    for minus in (found["sign"], found["after"]):
        negative ^= minus == "-"
    shape = _SHAPES[decimal].fullmatch(_SPACES.sub("", found["number"]))
    if shape is None or (shape[2] is None and shape[3] is None):
        return None
    whole = (shape[2] or "0").replace(",", "").replace(".", "")
    sign = "-" if negative != (shape[1] == "-") else ""
    number = f"{sign}{whole}" + (f".{shape[3]}" if shape[3] else "")
    return WrittenNumber(number, currency, len(whole) > 1 and whole.startswith("0"))


def currency_in(label: str) -> str | None:
    """Return the currency that a column's label names, as in ``Price (EUR)``."""
    codes = re.findall(r"\b[A-Z]{3}\b", label)
    return next((code for code in codes if code in CURRENCY_SCALES), None)


def _currency(sign: str | None) -> str | None:
    if not sign or sign == "-":
        return None
    code = sign.upper()
    return _SIGNS.get(sign.lower()) or (code if code in CURRENCY_SCALES else None)
