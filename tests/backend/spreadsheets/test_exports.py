"""Lists as files: what somebody sees of them, as he reads it, and nothing that is run."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from openpyxl import load_workbook

from backend.spreadsheets import exports
from tests.backend.records.office import Office, rights_of, user
from tests.backend.records.test_api import Browser
from tests.backend.spreadsheets.conftest import Desk, column

FORMULA = '=HYPERLINK("http://evil.example")'


def table(desk: Desk, path: str, delimiter: str = ",") -> list[list[str]]:
    reply = desk.browser("GET", path)
    assert reply.status_code == 200, reply.get_data(as_text=True)
    text = reply.get_data().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


def sheet(desk: Desk, path: str) -> Any:
    reply = desk.browser("GET", path)
    assert reply.status_code == 200, reply.get_data(as_text=True)
    return load_workbook(io.BytesIO(reply.get_data())).active


@pytest.fixture
def filled(desk: Desk) -> Desk:
    acme = desk.office.make(
        name=FORMULA, since="2024-02-29", credit={"amount": "-12.50", "currency": "EUR"}, notes="a\nb; c"
    )
    desk.office.make(name="Beta")
    moment = "2026-11-21T18:08:23.000Z"
    desk.office.make("order", customer=acme, total="-3.50", lines=7, sent=moment, urgent=True)
    return desk


def test_a_list_is_written_as_people_read_it(filled: Desk) -> None:
    found = table(filled, "/records/customer/export?sort=-name&fields=name,since,credit,notes")
    orders = table(filled, "/records/order/export?fields=number,customer,total,lines,sent,urgent")

    assert found[0] == ["name", "since", "credit", "credit, currency", "notes"]
    assert found[1:] == [
        ["Beta", "", "", "", ""],
        ["'" + FORMULA, "2024-02-29", "-12.50", "EUR", "a\nb; c"],
    ]
    assert orders[1] == ["SO-000001", "'" + FORMULA, "-3.50", "7", "2026-11-21 18:08:23", "Yes"]


@pytest.mark.feature("DSG-16")
def test_a_list_of_records_is_written_by_the_titles_of_those_that_may_be_read(
    listing: Desk, app: Flask
) -> None:
    office = listing.office
    acme, beta = office.make(name="Acme"), office.make(name="Beta")
    office.make("order", customers=[acme, beta])
    own = {"customer": rights_of("read:own"), "order": rights_of("read")}
    hers = {name: {"read": "own" if name == "customer" else "all"} for name in own}
    eve = office.hire(user("Eve", entities=("person",), special=own))
    reader = Desk(app, Browser(app.test_client(), office, eve, "read", **hers), office)

    seen = table(listing, "/records/order/export?fields=number,customers")
    hidden = table(reader, "/records/order/export?fields=number,customers")

    assert seen == [["number", "customers"], ["SO-000001", "Acme; Beta"]]
    assert hidden[1] == ["SO-000001", ""]


def test_a_workbook_holds_numbers_and_days_and_no_formula(filled: Desk) -> None:
    found = sheet(filled, "/records/customer/export?format=xlsx&sort=-name&fields=name,since,credit")
    kinds = {cell.coordinate: cell.data_type for row in found.iter_rows() for cell in row if cell.value}

    name, since, credit, currency = (cell.value for cell in found[3])
    assert (name, since.date(), credit, currency) == (FORMULA, dt.date(2024, 2, 29), -12.5, "EUR")
    assert (kinds["A3"], kinds["C3"], found.title) == ("s", "n", "customers")


def test_only_what_is_asked_for_is_in_it(filled: Desk) -> None:
    condition = quote(json.dumps({"op": "not-null", "path": "since"}))

    by_filter = table(filled, f"/records/customer/export?fields=name&filter={condition}")
    by_search = table(filled, "/records/customer/export?fields=name&search=bet")

    assert by_filter == [["name"], ["'" + FORMULA]]
    assert by_search == [["name"], ["Beta"]]


def test_a_list_of_many_pages_is_whole(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "PAGE", 3)
    for number in range(8):
        desk.office.make(name=f"n{number}")

    found = table(desk, "/records/customer/export?sort=name&fields=name")

    assert found == [["name"], *([f"n{number}"] for number in range(8))]


def test_nobody_sees_in_a_file_what_he_does_not_see_in_the_list(filled: Desk, app: Flask) -> None:
    special = {"order": rights_of("read"), "customer": rights_of("read", hidden="credit name")}
    person = filled.office.hire(user("Bo", entities=("person",), special=special))
    hidden = {"read": "all", "hidden": ["credit", "name"], "readOnly": []}
    other = Desk(
        app, Browser(app.test_client(), filled.office, person, "read", customer=hidden), filled.office
    )

    found = table(other, "/records/customer/export")
    orders = table(other, "/records/order/export?fields=customer")

    assert "credit" not in found[0]
    assert orders[1] == [""]
    assert other.ask("GET", "/records/customer/export?fields=credit", status=422)["code"] == "unknown-field"
    assert other.ask("GET", "/records/no_such/export", status=404)["code"] == "not-found"


def test_in_a_language_with_a_decimal_comma_semicolons_part_the_cells(
    filled: Desk, app: Flask, office: Office
) -> None:
    swede = office.hire(user("Åsa", language="sv", zone="Europe/Stockholm"))
    hers = Desk(app, Browser(app.test_client(), office, swede, "read"), office)

    found = table(hers, "/records/order/export?fields=total,urgent", ";")

    assert found[1] == ["-3,50", "Ja"]


def test_what_goes_out_comes_back_the_same(filled: Desk) -> None:
    data = filled.browser("GET", "/records/customer/export?fields=name,since,notes&sort=-name").get_data()
    before = filled.rows("name", "since", "notes")

    back = filled.upload(data)["id"]
    filled.plan(back, column(0, "name"), column(1, "since"), column(2, "notes"))
    filled.act(back, "run", {})

    assert filled.rows("name", "since", "notes") == sorted([*before, *before], key=lambda row: str(row[0]))


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("filter=x", "filter-not-a-condition"),
        ("sort=logo", "sort-not-possible"),
        ("fields=zq", "unknown-field"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anything_is_sent(desk: Desk, query: str, code: str) -> None:
    assert desk.ask("GET", f"/records/customer/export?{query}", status=422)["code"] == code
