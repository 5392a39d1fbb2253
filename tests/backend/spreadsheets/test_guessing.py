"""What columns are taken for, and cells read as: tables of cases."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from backend.spreadsheets.guessing import Column
from backend.spreadsheets.written_days import day_of, moment_of
from backend.spreadsheets.written_numbers import number_of


def guess(*cells: Any, label: str = "Label") -> dict[str, Any]:
    column = Column(label)
    for cell in cells:
        column.take(cell)
    return column.guess(len(cells))


@pytest.mark.parametrize(
    ("cells", "type_", "reading"),
    [
        (["12", "7", "-3"], "integer", {}),
        ([1, 2, 3.0], "integer", {}),
        (["12.5", "7"], "decimal", {"decimal": "."}),
        (["12,5", "7"], "decimal", {"decimal": ","}),
        (["1,250", "12,000,000"], "integer", {"decimal": "."}),
        (["1.250,5", "7"], "decimal", {"decimal": ","}),
        ([1.5, 2], "decimal", {"decimal": "."}),
        (["12,50 kr", "1 000 kr"], "money", {"decimal": ",", "currency": "SEK"}),
        (["€12.50", "€3"], "money", {"currency": "EUR"}),
        (["0701", "0702"], "text", {}),
        (["ja", "nej", "ja"], "yes_no", {}),
        ([True, False], "yes_no", {}),
        (["1", "0", "1"], "integer", {}),
        (["2026-11-21", "2026-01-02"], "date", {"days": "ymd"}),
        (["21/11/2026", "01/02/2026"], "date", {"days": "dmy"}),
        (["11/21/2026", "01/02/2026"], "date", {"days": "mdy"}),
        ([dt.date(2026, 11, 21)], "date", {}),
        (["2026-11-21 18:08", "2026-11-22"], "date_time", {"days": "ymd"}),
        ([dt.datetime(2026, 11, 21, 18, 8, tzinfo=dt.UTC)], "date_time", {}),
        (["ana@example.com", "bo@example.se"], "email", {}),
        (["https://example.com/x", "www.example.se"], "link", {}),
        (["+46 70 123 45 67", "070-123 45 67"], "phone", {}),
        (["Open", "Closed", "open", "Open", "Closed", "Open"], "choice", {}),
        (["One", "Two", "Three"], "text", {}),
        (["a\nb"], "multi_line", {}),
        (["x" * 300], "multi_line", {}),
        ([None, None], "text", {}),
        (["12 %", "7 %"], "text", {}),
    ],
)
def test_a_column_is_taken_for_what_its_cells_are(
    cells: list[Any], type_: str, reading: dict[str, Any]
) -> None:
    found = guess(*cells)

    assert found["type"] == type_
    assert {name: found["reading"][name] for name in reading} == reading


def test_a_few_cells_that_do_not_fit_are_counted_and_change_nothing() -> None:
    found = guess(*["2026-11-21"] * 9, "soon", None)

    assert (found["type"], found["unfit"], found["empty"]) == ("date", 1, 1)
    assert found["confidence"] == 0.9


def test_days_that_may_be_read_either_way_are_less_sure() -> None:
    assert guess("01/02/2026", "03/04/2026")["confidence"] == 0.6
    assert guess("21/11/2026", "03/04/2026")["confidence"] == 1.0


def test_a_day_that_begins_with_its_year_fits_beside_others_in_any_order() -> None:
    found = guess("21.11.2026", "2026-08-05", "13.01.2026")

    assert (found["type"], found["reading"]["days"], found["unfit"]) == ("date", "dmy", 0)


def test_a_currency_may_stand_in_the_label() -> None:
    found = guess("12.50", "7", label="Price (EUR)")

    assert (found["type"], found["reading"]["currency"]) == ("money", "EUR")


def test_the_choices_are_the_values_there_are_whatever_their_case() -> None:
    found = guess("Open", "closed", "OPEN", "open ", "Closed", "Open")

    assert (found["choices"], found["counts"]) == (["Open", "closed"], [4, 2])


def test_what_is_filled_everywhere_and_never_twice_is_unique() -> None:
    assert guess("a", "b", "c")["unique"]
    assert not guess("a", "b", "A")["unique"]
    assert not guess("a", None, "c")["unique"]
    assert guess("a", "b", "A ", "b", "b")["repeats"] == 3


@pytest.mark.parametrize(
    ("text", "point", "comma"),
    [
        ("1 234,50 kr", None, "1234.50"),
        ("1\u00a0234.50", "1234.50", None),
        ("1,234", "1234", "1.234"),
        ("-5", "-5", "-5"),
        ("\u22125", "-5", "-5"),
        ("(12.50)", "-12.50", None),
        ("-$5", "-5", "-5"),
        ("12-", "-12", "-12"),
        (".5", "0.5", None),
        ("1,2,3", None, None),
        ("12 %", None, None),
        ("1e5", None, None),
        ("12 abc", None, None),
        ("--5", None, None),
        ("9" * 100, None, None),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, point: str | None, comma: str | None) -> None:
    read = [found.number if (found := number_of(text, mark)) else None for mark in ".,"]

    assert read == [point, comma]


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("31.2.2026", "dmy", None),
        ("29/02/2024", "dmy", "2024-02-29"),
        ("02/29/2024", "mdy", "2024-02-29"),
        ("1/2/03", "dmy", "2003-02-01"),
        ("1/2/70", "dmy", "1970-02-01"),
        ("20261121", "ymd", "2026-11-21"),
        ("3 mars 2026", "ymd", "2026-03-03"),
        ("Mar 3, 2026", "dmy", "2026-03-03"),
        ("2026-08-05", "dmy", "2026-08-05"),
        ("2026.8.5", "mdy", "2026-08-05"),
        ("2026-13-01", "dmy", None),
        ("2026-13-01", "ymd", None),
        ("2026-11/21", "ymd", None),
        ("0000-01-01", "ymd", None),
    ],
)
def test_days_are_read_in_their_order(text: str, order: str, day: str | None) -> None:
    found = day_of(text, order)

    assert (found.isoformat() if found else None) == day


def test_moments_are_those_of_the_zone_unless_they_name_one() -> None:
    east = dt.timezone(dt.timedelta(hours=2))

    assert moment_of("2026-11-21 18:08", "ymd", east) == dt.datetime(2026, 11, 21, 16, 8, tzinfo=dt.UTC)
    assert moment_of("21/11/2026 6:08 PM", "dmy", dt.UTC) == dt.datetime(2026, 11, 21, 18, 8, tzinfo=dt.UTC)
    assert moment_of("2026-11-21T18:08:00Z", "ymd", east) == dt.datetime(2026, 11, 21, 18, 8, tzinfo=dt.UTC)
    assert moment_of("2026-11-21 25:00", "ymd", east) is None
