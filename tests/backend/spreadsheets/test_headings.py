"""Where a table begins and ends: at its headings, at a row of sums; rows that come twice; reading again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from backend.spreadsheets import taking_in
from backend.spreadsheets.files import ImportFiles
from backend.spreadsheets.headings import heading_among, is_sum
from tests.backend.spreadsheets.conftest import Desk, column, csv_of, xlsx_of

TITLED = [
    ("Register of lifts, state of November 2026",),
    (),
    ("Printed by", "Karim Aziz"),
    ("Equipment no.", "Site", "Type", "Last inspection", "Cost"),
    ("LF-1", "Hafenstr. 58", "Lift", "05.08.2026", 12.5),
    ("LF-2", "Museumsweg 1", None, "06.08.2026", 7),
    ("LF-2", "Museumsweg 1", None, "06.08.2026", 7),
    ("LF-3", "Gartenweg 6", "Lift", "2026-08-07", -1),
    ("LF-3", "Gartenweg 6", "Lift", "2026-08-07", -2),
    ("Summe:", None, None, None, 19.5),
]


def as_csv(*rows: Any) -> bytes:
    return csv_of(*[";".join("" if cell is None else str(cell) for cell in row) for row in rows])


def taken(folder: Path, data: bytes, **chosen: Any) -> tuple[list[tuple[int, list[Any]]], dict[str, Any]]:
    """Read a file as somebody has chosen; return its rows and its preview."""
    files = ImportFiles(folder, "one")
    files.put(0, data)
    if chosen:
        files.keep_reading(chosen)
    reading = taking_in.Reading(files, "lifts.csv")
    for _ in reading.steps():
        pass
    return [(row.number, row.cells) for row in files.rows(0, 100)], reading.preview()


@pytest.mark.feature("DSG-02")
@pytest.mark.parametrize("data", [xlsx_of(*TITLED), as_csv(*TITLED)], ids=["xlsx", "csv"])
def test_a_table_begins_at_its_headings_and_ends_before_its_sums(tmp_path: Path, data: bytes) -> None:
    rows, preview = taken(tmp_path, data)

    assert [guess["label"] for guess in preview["columns"]] == list(TITLED[3])
    assert (preview["heading"], [row["row"] for row in preview["top"]][:3]) == (4, [1, 3, 4])
    assert [number for number, _ in rows] == [5, 6, 7, 8, 9]
    assert (preview["sum"]["row"], preview["sum"]["cells"][0]) == (10, "Summe:")
    assert preview["twice"] == 1
    assert preview["columns"][3]["type"] == "date"
    assert (preview["columns"][3]["reading"]["days"], preview["columns"][3]["unfit"]) == ("dmy", 0)


def test_another_row_names_the_columns_where_somebody_says_so(tmp_path: Path) -> None:
    rows, preview = taken(tmp_path, xlsx_of(*TITLED), heading=3, keep_sum=True, once=True)

    assert preview["heading"] == 3
    assert [guess["label"] for guess in preview["columns"]][:2] == ["Printed by", "Karim Aziz"]
    assert [number for number, _ in rows] == [4, 5, 6, 8, 9, 10]
    assert (preview["sum"]["row"], preview["twice"]) == (10, 1)


@pytest.mark.parametrize(
    ("rows", "at"),
    [
        ([["Name"], ["Acme"], ["Beta", "a note"]], 0),
        ([["Name", "name", None, " "], ["a", "b", "c"], ["d", "e", "f"]], 0),
        ([["Title"], ["Name", "Town"], ["Acme", "Malmö"]], 1),
        ([["Name", "Town", "Pumps"]], 0),
        ([[1, 2, 3], [4, 5, 6]], 0),
        ([["2026-01-01", "12,5", "Lund"], ["Day", "Cost", "Town"], ["2026-01-02", "3", "Lund"]], 1),
        ([["List"], ["By", "me"], ["A", "B", "C", "D", "E"], [1, 2, 3, 4, 5], [5, 6, 7, 8, 9]], 2),
    ],
)
def test_headings_are_the_first_row_that_looks_like_them(rows: list[list[Any]], at: int) -> None:
    assert heading_among(rows) == at


@pytest.mark.parametrize(
    ("cells", "sums"),
    [
        (["Total", 12], True),
        ([None, "SUMMA:", "12,50 kr", "=SUM(C2:C9)"], True),
        (["Sum", None, 3.5, "Karim"], False),
        (["Total Energies", 12], False),
        ([12, "Total"], False),
        ([], False),
    ],
)
def test_a_row_of_sums_begins_with_such_a_word_and_has_only_numbers(cells: list[Any], sums: bool) -> None:
    assert is_sum(cells) is sums


def test_a_list_of_one_column_has_no_row_of_sums(tmp_path: Path) -> None:
    rows, preview = taken(tmp_path, csv_of("Word", "Acme", "Total"))

    assert (len(rows), preview["sum"]) == (2, None)


def test_a_file_is_read_again_as_its_owner_says(desk: Desk, reader: Desk) -> None:
    lines = csv_of("Our customers", "Name,Account,Credit", "Acme,A1,1", "Acme,A1,1", "Beta,A2,2", "Total,,4")
    found = desk.upload(lines, chunk=20)
    chosen = {"heading": 2, "keepSum": True, "once": True}

    again = desk.ask("PUT", f"/imports/{found['id']}/reading", chosen)
    refused = reader.ask("PUT", f"/imports/{found['id']}/reading", chosen, 404)
    checked = desk.plan(found["id"], column(0, "name"))
    ran = desk.act(found["id"], "run", {})
    late = desk.ask("PUT", f"/imports/{found['id']}/reading", chosen, 409)

    assert (found["rows"], found["preview"]["heading"], found["preview"]["twice"]) == (3, 2, 1)
    assert found["preview"]["reading"] == {"heading": None, "keepSum": False, "once": False}
    assert (again["state"], again["rows"], again["preview"]["reading"]) == ("ready", 3, chosen)
    assert (checked["created"], ran["created"]) == (3, 3)
    assert desk.rows("name") == [("Acme",), ("Beta",), ("Total",)]
    assert (refused["code"], late["code"]) == ("not-found", "import-not-ready")
