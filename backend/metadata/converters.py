"""The converters of retyped fields: a wire value of one type made one of another, or left alone.

Each has a domain, the values that it converts without loss or guess, and its row in ``CONVERTERS`` states
it. Whatever lies outside is kept as it was, by whoever asked (:mod:`backend.metadata.lifting`).
A field that changes only its scale or its length is converted as well: what no longer fits is outside.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from backend.fields.date import day_of
from backend.fields.date_time import moment_of
from backend.fields.definition import Field
from backend.fields.fold import equal_key
from backend.fields.problems import ValueProblem
from backend.fields.registry import canonical

READ_BY: Final = ("type", "scale", "currency", "choices")
"""The keys of a field by which values that it held are read; limits may have been others at the time."""
CHECKED_BY: Final = (*READ_BY, "maxLength", "minimum", "maximum")
"""The keys by which values are checked that it is to hold."""

_NUMBER = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?")
_YES: Final = frozenset({"yes", "ja", "true", "1"})
_NO: Final = frozenset({"no", "nej", "false", "0"})
WRITTEN: Final = ("text", "multi_line", "phone", "email", "link", "barcode")


@dataclass(frozen=True, slots=True)
class Retype:
    """What a field stored before, and what it stores after: documents with the keys above."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]
    zone: dt.tzinfo = dt.UTC
    """Where a day begins."""


Convert = Callable[[Any, Retype], Any]
"""Gives a wire value of the type after, which is still to be checked; None: outside of the domain."""


@dataclass(frozen=True, slots=True)
class Converter:
    """How values of one type become values of another, and which of them do."""

    convert: Convert
    domain: str


def converter(before: str, after: str) -> Converter | None:
    """Return the converter between two types; None: such a field cannot be retyped."""
    return CONVERTERS.get((before, after))


def held(wire: Any, before: Mapping[str, Any]) -> Any:
    """Return the canonical form of a value that a field is said to have held.

    :raises ValueProblem: it never was a value of such a field
    """
    return canonical(wire, Field.of({"id": "value", **before}))


def converted(wire: Any, retype: Retype) -> Any:
    """Return the canonical wire value that a canonical one becomes; None stays None.

    :raises ValueProblem: it is outside of the converter's domain, or no value of the field as it is now
    """
    if wire is None:
        return None
    found = converter(retype.before["type"], retype.after["type"])
    value = None if found is None else found.convert(wire, retype)
    if value is not None:
        value = canonical(value, Field.of({"id": "value", **retype.after}))
    if value is None:
        raise ValueProblem("value-not-converted")
    return value


def _same(wire: Any, retype: Retype) -> Any:
    return wire


def _one_line(wire: Any, retype: Retype) -> Any:
    return None if "\n" in wire or "\r" in wire else wire


def _number_written(wire: Any, retype: Retype) -> Decimal | None:
    return Decimal(wire) if isinstance(wire, str) and _NUMBER.fullmatch(wire) else None


def _whole(wire: Any, retype: Retype) -> Any:
    number = _number_written(str(wire), retype)
    return int(number) if number is not None and number == number.to_integral_value() else None


def _exact(wire: Any, retype: Retype) -> Any:
    number = _number_written(str(wire), retype)
    return None if number is None else f"{number:f}"


def _as_written(wire: Any, retype: Retype) -> Any:
    return str(wire)


def _amount(wire: Any, retype: Retype) -> Any:
    currency, number = retype.after.get("currency"), _exact(wire, retype)
    return None if not currency or number is None else {"amount": number, "currency": currency}


def _of_amount(convert: Convert) -> Convert:
    def number(wire: Any, retype: Retype) -> Any:
        currency = retype.before.get("currency")
        return convert(wire["amount"], retype) if currency and wire["currency"] == currency else None

    return number


def _amount_written(wire: Any, retype: Retype) -> Any:
    return f"{wire['amount']} {wire['currency']}"


def _labelled(wire: Any, retype: Retype) -> Any:
    wanted = equal_key(wire)
    found = {
        choice["id"]
        for choice in retype.after.get("choices") or ()
        if wanted in {equal_key(text) for text in (choice["id"], *choice["label"].values()) if text}
    }
    return found.pop() if len(found) == 1 else None


def _label(wire: Any, retype: Retype) -> Any:
    for choice in retype.before.get("choices") or ():
        if choice["id"] == wire:
            texts = choice["label"]
            return texts.get("en") or next((texts[one] for one in sorted(texts) if texts[one]), wire)
    return None


def _yes_or_no(wire: Any, retype: Retype) -> Any:
    word = str(wire).strip().casefold()
    return True if word in _YES else False if word in _NO else None


def _as_number(wire: Any, retype: Retype) -> Any:
    return int(wire)


def _yes_written(wire: Any, retype: Retype) -> Any:
    return "yes" if wire else "no"


def _start_of_day(wire: Any, retype: Retype) -> Any:
    day = day_of(wire)
    if day is None:
        return None
    try:
        moment = dt.datetime(day.year, day.month, day.day, tzinfo=retype.zone).astimezone(dt.UTC)
    except OverflowError:
        return None
    # Where the clock skips midnight, the moment that it would have been falls on that day as well.
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def _day(wire: Any, retype: Retype) -> Any:
    moment = moment_of(wire)
    try:
        return None if moment is None else moment.astimezone(retype.zone).date().isoformat()
    except OverflowError:
        return None


_NUMBERS = "a number written with digits and at most one point"
_ALL = "all values"

CONVERTERS: Final[Mapping[tuple[str, str], Converter]] = {
    **{
        (one, other): Converter(_same if other == "multi_line" else _one_line, "what is a value of the field")
        for one in WRITTEN
        for other in WRITTEN
    },
    **{(one, "integer"): Converter(_whole, f"{_NUMBERS}, without a fraction") for one in WRITTEN},
    **{(one, "big_integer"): Converter(_exact, f"{_NUMBERS}, without a fraction") for one in WRITTEN},
    **{(one, "decimal"): Converter(_exact, f"{_NUMBERS}, that fits the scale") for one in WRITTEN},
    **{(one, "choice"): Converter(_labelled, "the label or id of one choice") for one in WRITTEN},
    **{(one, "yes_no"): Converter(_yes_or_no, "yes or no, in English or Swedish") for one in WRITTEN},
    **{(one, "date"): Converter(_same, "a day written 2026-11-21") for one in WRITTEN},
    **{(one, "date_time"): Converter(_same, "an instant in UTC") for one in WRITTEN},
    **{("integer", one): Converter(_as_written, _ALL) for one in ("text", "multi_line")},
    **{("big_integer", one): Converter(_as_written, _ALL) for one in ("text", "multi_line")},
    **{("decimal", one): Converter(_as_written, _ALL) for one in ("text", "multi_line")},
    **{("money", one): Converter(_amount_written, _ALL) for one in ("text", "multi_line")},
    **{("choice", one): Converter(_label, _ALL) for one in ("text", "multi_line")},
    **{("yes_no", one): Converter(_yes_written, _ALL) for one in ("text", "multi_line")},
    **{("date", one): Converter(_same, _ALL) for one in ("text", "multi_line")},
    **{("date_time", one): Converter(_same, _ALL) for one in ("text", "multi_line")},
    **{("auto_number", one): Converter(_same, _ALL) for one in ("text", "multi_line")},
    ("integer", "big_integer"): Converter(_as_written, _ALL),
    ("integer", "decimal"): Converter(_exact, "what has few enough digits"),
    ("integer", "money"): Converter(_amount, "all, where the field has a currency"),
    ("integer", "yes_no"): Converter(_yes_or_no, "1 and 0"),
    ("big_integer", "integer"): Converter(_whole, "what 53 bits hold"),
    ("big_integer", "decimal"): Converter(_exact, "what has few enough digits"),
    ("decimal", "big_integer"): Converter(_exact, "numbers without a fraction"),
    ("decimal", "decimal"): Converter(_exact, "what fits the scale"),
    ("decimal", "integer"): Converter(_whole, "numbers without a fraction"),
    ("decimal", "money"): Converter(_amount, "what fits the currency, where the field has one"),
    ("money", "integer"): Converter(_of_amount(_whole), "whole amounts in the currency that the field had"),
    ("money", "decimal"): Converter(_of_amount(_exact), "amounts in the currency that the field had"),
    ("yes_no", "integer"): Converter(_as_number, "1 for yes, 0 for no"),
    ("date", "date_time"): Converter(_start_of_day, "the beginning of the day, in a zone"),
    ("date_time", "date"): Converter(_day, "the day, in a zone"),
}
