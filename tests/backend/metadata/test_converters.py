"""Values of retyped fields: what each converter takes, what it makes of it, and what it leaves alone."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from backend.fields.definition import Field
from backend.fields.problems import ValueProblem
from backend.fields.registry import canonical
from backend.metadata.converters import CONVERTERS, Retype, converted, converter

VECTORS = Path(__file__).resolve().parents[2] / "vectors"
STATES = [
    {"id": "open", "label": {"en": "Open", "sv": "Öppen"}},
    {"id": "done", "label": {"en": "Done", "sv": "Klar"}},
    {"id": "closed", "label": {"en": "Done", "sv": "Stängd"}},
]
STOCKHOLM = ZoneInfo("Europe/Stockholm")
ONE_OF_EACH: dict[str, tuple[dict[str, Any], Any]] = {
    "text": ({}, "12"),
    "multi_line": ({}, "12"),
    "phone": ({}, "+46701234567"),
    "email": ({}, "ann@example.org"),
    "link": ({}, "https://example.org"),
    "integer": ({}, 1),
    "big_integer": ({}, "12"),
    "barcode": ({}, "4006381333931"),
    "decimal": ({"scale": 2}, "12.00"),
    "money": ({"currency": "EUR"}, {"amount": "12.00", "currency": "EUR"}),
    "yes_no": ({}, True),
    "date": ({}, "2026-11-22"),
    "date_time": ({}, "2026-11-22T10:00:00.000Z"),
    "choice": ({"choices": STATES}, "open"),
    "auto_number": ({}, "SO-000012"),
}


def convert(before: str, after: str, wire: Any, zone: dt.tzinfo = dt.UTC, **more: Any) -> Any:
    """Convert a value; settings of both fields as ``before_scale``, ``after_currency`` …"""
    fields: dict[str, dict[str, Any]] = {"before": {"type": before}, "after": {"type": after}}
    for name, value in more.items():
        side, _, key = name.partition("_")
        fields[side][key] = value
    return converted(wire, Retype(fields["before"], fields["after"], zone))


@pytest.mark.feature("MET-04")
@pytest.mark.parametrize(
    ("before", "after", "wire", "more", "expected"),
    [
        ("text", "integer", "12", {}, 12),
        ("text", "integer", "-7.00", {}, -7),
        ("text", "decimal", "12.5", {"after_scale": 2}, "12.50"),
        ("text", "big_integer", "9007199254740993", {}, "9007199254740993"),
        ("integer", "big_integer", 12, {}, "12"),
        ("big_integer", "integer", "12", {}, 12),
        ("decimal", "big_integer", "12.00", {}, "12"),
        ("big_integer", "decimal", "12", {"after_scale": 2}, "12.00"),
        ("text", "barcode", "4006381333931", {}, "4006381333931"),
        ("text", "choice", "  öppen ", {"after_choices": STATES}, "open"),
        ("text", "choice", "closed", {"after_choices": STATES}, "closed"),
        ("text", "yes_no", "Ja", {}, True),
        ("text", "date", "2026-11-22", {}, "2026-11-22"),
        ("multi_line", "text", "one line", {}, "one line"),
        ("integer", "text", 12, {}, "12"),
        ("integer", "decimal", 12, {"after_scale": 2}, "12.00"),
        ("integer", "yes_no", 0, {}, False),
        ("integer", "money", 12, {"after_currency": "EUR"}, {"amount": "12.00", "currency": "EUR"}),
        ("decimal", "text", "12.50", {}, "12.50"),
        ("decimal", "integer", "12.00", {}, 12),
        ("decimal", "decimal", "12.500", {"after_scale": 1}, "12.5"),
        ("money", "decimal", {"amount": "12.50", "currency": "EUR"}, {"before_currency": "EUR"}, "12.50"),
        ("money", "text", {"amount": "12.50", "currency": "EUR"}, {}, "12.50 EUR"),
        ("choice", "text", "open", {"before_choices": STATES}, "Open"),
        ("yes_no", "integer", True, {}, 1),
        ("date", "date_time", "2026-11-22", {"zone": STOCKHOLM}, "2026-11-21T23:00:00.000Z"),
        ("date_time", "date", "2026-11-21T23:30:00.000Z", {"zone": STOCKHOLM}, "2026-11-22"),
        ("date_time", "date", "2026-11-21T23:30:00.000Z", {}, "2026-11-21"),
        ("text", "integer", None, {}, None),
    ],
)
def test_a_value_within_the_domain_is_converted(
    before: str, after: str, wire: Any, more: dict[str, Any], expected: Any
) -> None:
    assert convert(before, after, wire, **more) == expected


@pytest.mark.feature("MET-04")
@pytest.mark.parametrize(
    ("before", "after", "wire", "more"),
    [
        ("text", "integer", "twelve", {}),
        ("text", "integer", "12.5", {}),
        ("text", "integer", "1,234", {}),
        ("text", "integer", "9" * 40, {}),
        ("text", "decimal", "1.005", {"after_scale": 2}),
        ("text", "choice", "Done", {"after_choices": STATES}),
        ("text", "choice", "elsewhere", {"after_choices": STATES}),
        ("text", "yes_no", "perhaps", {}),
        ("big_integer", "integer", "9007199254740993", {}),
        ("big_integer", "decimal", "9007199254740993", {"after_scale": 10}),
        ("decimal", "big_integer", "12.50", {}),
        ("text", "date", "22 November", {}),
        ("text", "email", "no address", {}),
        ("text", "text", "too long", {"after_maxLength": 3}),
        ("multi_line", "text", "two\nlines", {}),
        ("decimal", "integer", "12.50", {}),
        ("integer", "yes_no", 2, {}),
        ("integer", "money", 12, {}),
        ("money", "decimal", {"amount": "12.50", "currency": "SEK"}, {"before_currency": "EUR"}),
        ("money", "decimal", {"amount": "12.50", "currency": "SEK"}, {}),
        ("date", "date_time", "0001-01-01", {"zone": STOCKHOLM}),
    ],
)
def test_a_value_outside_the_domain_is_left_alone_and_never_guessed(
    before: str, after: str, wire: Any, more: dict[str, Any]
) -> None:
    with pytest.raises(ValueProblem):
        convert(before, after, wire, **more)


def test_the_designer_offers_the_types_that_values_can_be_converted_to() -> None:
    offered = json.loads((VECTORS / "conversions.json").read_text())

    assert sorted((before, after) for before, afters in offered.items() for after in afters) == sorted(
        CONVERTERS
    )


@pytest.mark.parametrize("pair", sorted(CONVERTERS))
def test_every_converter_gives_a_value_of_the_field_or_refuses(pair: tuple[str, str]) -> None:
    before, after = pair
    settings, wire = ONE_OF_EACH[before]
    target = {"type": after, **ONE_OF_EACH[after][0]}
    held = canonical(wire, Field.of({"id": "x", "type": before, **settings}))

    try:
        value = converted(held, Retype({"type": before, **settings}, target))
    except ValueProblem:
        return

    assert value == canonical(value, Field.of({"id": "x", **target}))
    assert value is not None


def test_what_leads_elsewhere_or_is_a_picture_is_never_retyped() -> None:
    others = {"lookup", "image", "file", "signature", "position"}

    assert not [pair for pair in CONVERTERS if others & set(pair)]
    assert converter("text", "lookup") is None
