"""The message catalogue and its ICU MessageFormat renderer."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from backend.catalogue import Catalogue
from backend.messageformat import parse_message

NBSP = "\u00a0"


def render(message: str, language: str = "en", **arguments: Any) -> str:
    return Catalogue({language: {"key": message}}).render(language, "key", arguments)


@pytest.mark.parametrize(
    ("message", "arguments", "expected"),
    [
        ("Saved", {}, "Saved"),
        ("Hello {name}", {"name": "Åsa"}, "Hello Åsa"),
        ("It''s '{'here'}'", {}, "It's {here}"),
        ("{count, plural, one {# change waits} other {# changes wait}}", {"count": 1}, "1 change waits"),
        (
            "{count, plural, one {# change waits} other {# changes wait}}",
            {"count": 1200},
            "1,200 changes wait",
        ),
        ("{count, plural, =0 {none} one {one} other {#}}", {"count": 0}, "none"),
        (
            "{count, plural, offset:1 =1 {you} one {you and # other} other {you and # others}}",
            {"count": 2},
            "you and 1 other",
        ),
        ("{count, plural, offset:1 =1 {you} other {you and # others}}", {"count": 4}, "you and 3 others"),
        ("{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}", {"n": 23}, "23rd"),
        ("{n, plural, one {a} other {b {who}}}", {"n": 5, "who": "Bo"}, "b Bo"),
        ("{kind, select, task {Task} other {Thing}}", {"kind": "task"}, "Task"),
        ("{kind, select, task {Task} other {Thing}}", {"kind": "x"}, "Thing"),
        ("{on, select, true {on} other {off}}", {"on": True}, "on"),
        ("{n, number}", {"n": 1234.5678}, "1,234.568"),
        ("{n, number}", {"n": "12345678901234.5"}, "12,345,678,901,234.5"),
        ("{n, number, percent}", {"n": 0.25}, "25%"),
        ("{n, number, integer}", {"n": Decimal("1234.4")}, "1,234"),
        ("{n}", {"n": 1234}, "1,234"),
        ("{d, date, long}", {"d": "2026-11-21"}, "November 21, 2026"),
        ("{d, date, medium}", {"d": dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)}, "Nov 21, 2026"),
        ("{d, date, medium}", {"d": "soon"}, "soon"),
        ("Hello {name}", {}, "Hello {name}"),
        ("{count, plural, one {one} other {many}}", {}, "many"),
        ("{who}", {"who": None}, ""),
    ],
)
def test_a_message_renders_in_english(message: str, arguments: dict[str, Any], expected: str) -> None:
    assert render(message, **arguments) == expected


@pytest.mark.parametrize(
    ("message", "arguments", "expected"),
    [
        ("{n, number}", {"n": 1234.5}, f"1{NBSP}234,5"),
        ("{count, plural, one {# rad} other {# rader}}", {"count": 1200}, f"1{NBSP}200 rader"),
        ("{d, date, long}", {"d": "2026-11-21"}, "21 november 2026"),
        ("{n, number, percent}", {"n": 0.25}, f"25{NBSP}%"),
    ],
)
def test_a_message_renders_in_swedish(message: str, arguments: dict[str, Any], expected: str) -> None:
    assert render(message, "sv", **arguments) == expected


def test_a_key_that_a_language_lacks_is_rendered_in_english() -> None:
    catalogue = Catalogue({"en": {"a": "Hello"}, "sv": {}})

    assert catalogue.render("sv", "a") == "Hello"


def test_a_key_that_nobody_has_shows_as_itself() -> None:
    assert Catalogue({"en": {}}).render("en", "no.such.key") == "no.such.key"


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        (["sv"], "sv"),
        (["sv-SE"], "sv"),
        (["sv_SE"], "sv"),
        (["de", "sv"], "sv"),
        (["de"], "en"),
        (["../sv"], "en"),
        ([], "en"),
    ],
)
def test_the_first_language_that_there_is_wins(wanted: list[str], language: str) -> None:
    assert Catalogue({"en": {}, "sv": {}}).negotiate(wanted) == language


def test_a_problem_is_described_with_what_to_do_where_the_catalogue_knows() -> None:
    catalogue = Catalogue(
        {"en": {"problem.a": "Over {max, number}.", "problem.a.remedy": "Less.", "problem.b": "No."}}
    )

    assert catalogue.describe("en", {"code": "a", "arguments": {"max": 1000}}) == {
        "sentence": "Over 1,000.",
        "remedy": "Less.",
    }
    assert catalogue.describe("en", {"code": "b", "arguments": {}}) == {"sentence": "No."}


def test_english_comes_first_among_the_languages() -> None:
    assert Catalogue({"da": {}, "sv": {}, "en": {}}).languages == ("en", "da", "sv")


@pytest.mark.parametrize("message", ["{", "{a, plural}", "{a, plural, one {x}}"])
def test_a_broken_message_is_refused(message: str) -> None:
    with pytest.raises(SyntaxError):
        parse_message(message)
