"""Rows with a cell that is no value of its field: brought in without it, or left out; told which."""

from __future__ import annotations

from typing import Any

import pytest

from tests.backend.spreadsheets.conftest import Desk, column, csv_of, xlsx_of

NAMES, ACCOUNTS, SINCE = column(0, "name"), column(1, "account"), column(2, "since", days="dmy")
LINES = csv_of(
    "Name,Account,Since",
    "Acme,A1,31.12.2024",
    "Beta,A2,2024-12-30",
    "Ceta,A3,soon",
    ",A5,never",
    "Deta,A1,soon",
)


def told(desk: Desk, identity: str) -> list[tuple[int, str, bool]]:
    found = desk.ask("GET", f"/imports/{identity}/problems?limit=200")["problems"]
    return sorted((one["row"], one["label"], one["emptied"]) for one in found)


@pytest.mark.feature("DSG-02")
def test_a_row_comes_in_with_its_bad_cell_empty_and_goes_again_with_the_undo(desk: Desk) -> None:
    found = desk.upload(LINES)["id"]

    checked = desk.plan(found, NAMES, ACCOUNTS, SINCE, emptyUnfit=True)
    cells = told(desk, found)
    columns = desk.ask("GET", f"/imports/{found}/problems")["columns"]
    ran = desk.act(found, "run", {"skipUnfit": True})
    there = desk.rows("name", "since")
    undone = desk.act(found, "undo")

    assert (checked["created"], checked["unfit"], checked["emptied"]) == (3, 2, 1)
    assert cells == [
        (4, "Since", True),
        (5, "Name", False),
        (5, "Since", False),
        (6, "Account", False),
        (6, "Since", False),
    ]
    assert columns[0] == {"column": 2, "label": "Since", "count": 3}
    assert (ran["created"], ran["unfit"], ran["emptied"]) == (3, 2, 1)
    assert there == [("Acme", "2024-12-31"), ("Beta", "2024-12-30"), ("Ceta", None)]
    assert (undone["state"], desk.rows("name")) == ("undone", [])


def test_rows_with_a_bad_cell_are_left_out_where_nobody_says_otherwise(desk: Desk) -> None:
    found = desk.upload(LINES)["id"]

    checked = desk.plan(found, NAMES, ACCOUNTS, SINCE)

    assert (checked["created"], checked["unfit"], checked["emptied"]) == (2, 3, 0)
    assert not any(emptied for _, _, emptied in told(desk, found))


def test_a_record_that_is_found_keeps_what_a_bad_cell_would_have_changed(desk: Desk) -> None:
    desk.office.make(name="Acme", account="A1", since="2020-01-01")
    found = desk.upload(xlsx_of(("Name", "Account", "Since"), ("Acme AB", "A1", "soon")), "a.xlsx")["id"]

    desk.plan(found, NAMES, ACCOUNTS, SINCE, key="account", emptyUnfit=True)
    ran = desk.act(found, "run", {})

    assert (ran["updated"], ran["emptied"]) == (1, 1)
    assert desk.rows("name", "since") == [("Acme AB", "2020-01-01")]


def test_a_row_whose_key_is_no_value_finds_nothing_and_is_left_out(desk: Desk) -> None:
    found = desk.upload(csv_of("Name,Account", f"Acme,{'1' * 9000}", "Beta,A2"))["id"]

    checked = desk.plan(found, NAMES, ACCOUNTS, key="account", emptyUnfit=True)

    assert (checked["created"], checked["unfit"], checked["emptied"]) == (1, 1, 0)


def test_a_row_that_is_refused_for_another_value_is_not_said_to_come_in(desk: Desk) -> None:
    desk.office.make(name="Old", account="A3")
    found = desk.upload(csv_of("Name,Account,Since", "Ceta,A3,soon", "Deta,A4,soon"))["id"]

    checked = desk.plan(found, NAMES, ACCOUNTS, SINCE, emptyUnfit=True)

    assert (checked["created"], checked["unfit"], checked["emptied"]) == (1, 1, 1)
    assert told(desk, found) == [(2, "Account", False), (2, "Since", False), (3, "Since", True)]


@pytest.mark.parametrize(
    ("type_", "order", "cell", "sentence"),
    [
        ("date", "dmy", "12/31/2024", "Not a date in the order day, month, year."),
        ("date", "ymd", "12/31/2024", "Not a date in the order year, month, day."),
        (
            "date_time", "mdy", "31.12.2024 12:00",
            "Not a date and time with the date in the order month, day, year.",
        ),
        ("date", "dmy", "31.02.2026", "The calendar has no such day."),
        ("date", "ymd", "30 feb. 2026", "The calendar has no such day."),
        ("date_time", "ymd", "2026-02-29 12:00", "The calendar has no such day."),
        ("date", "dmy", "31 of May", "Not a date in the order day, month, year."),
        ("date", "dmy", "1.2.3.4", "Not a date in the order day, month, year."),
    ],
)  # fmt: skip
def test_what_is_no_day_is_told_by_the_order_that_was_chosen(
    desk: Desk, type_: str, order: str, cell: str, sentence: str
) -> None:
    found = desk.upload(csv_of("Name,Made", f"Pump,{cell}"))["id"]
    fields: list[dict[str, Any]] = [{"id": "made", "type": type_, "label": {"en": "Made"}}]

    desk.plan(found, column(1, "made", days=order), entity=None, fields=fields)

    (problem,) = desk.ask("GET", f"/imports/{found}/problems")["problems"]
    assert problem["problem"]["sentence"] == sentence


@pytest.mark.feature("DSG-02")
def test_a_word_for_nothing_is_empty_among_days_and_numbers_and_a_text_among_texts(desk: Desk) -> None:
    lines = ("n/a,A1,31.12.2024,1", "Beta,-,–,N/A", "Ceta,A3,?,none", "Deta,A4,01.12.2024,2.5")
    reading = desk.upload(csv_of("Name,Account,Since,Credit", *lines))
    found = reading["id"]

    checked = desk.plan(found, NAMES, ACCOUNTS, SINCE, column(3, "credit", currency="EUR"))
    desk.act(found, "run", {})

    guesses = reading["preview"]["columns"]
    assert [(one["type"], one["blank"], one["blanks"], one["unfit"]) for one in guesses[2:4]] == [
        ("date", 2, ["–", "?"], 0),
        ("decimal", 2, ["N/A", "none"], 0),
    ]
    assert (checked["created"], checked["unfit"], checked["emptied"]) == (4, 0, 0)
    assert desk.rows("name", "account", "since") == [
        ("Beta", "-", None),
        ("Ceta", "A3", None),
        ("Deta", "A4", "2024-12-01"),
        ("n/a", "A1", "2024-12-31"),
    ]


def test_a_field_that_must_be_filled_is_not_filled_by_a_word_for_nothing(desk: Desk) -> None:
    fields = [{"id": "made", "type": "date", "label": {"en": "Made"}, "required": True}]
    found = desk.upload(csv_of("Name,Made", "Pump,n/a"))["id"]

    desk.plan(found, column(1, "made"), entity=None, fields=fields)

    (problem,) = desk.ask("GET", f"/imports/{found}/problems")["problems"]
    assert problem["problem"]["code"] == "value-required"
