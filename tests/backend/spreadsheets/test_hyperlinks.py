"""Cells of a workbook that lead somewhere: their words for texts, their address for links."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import Workbook

from backend.spreadsheets import hyperlinks
from tests.backend.spreadsheets.conftest import Desk, column

MANUAL, BOSS = "https://manuals.example.com/lf-1.pdf?page=2&x=1", "mailto:ana@example.com?subject=Lift"
FIELDS: list[dict[str, Any]] = [
    {"id": "manual", "type": "link", "label": {"en": "Manual"}},
    {"id": "boss", "type": "email", "label": {"en": "Boss"}},
    {"id": "words", "type": "text", "label": {"en": "Words"}},
]


def linking(*areas: tuple[str, str], rows: int = 2) -> bytes:
    """Return a workbook whose areas lead to addresses."""
    book = Workbook()
    sheet = book.active
    sheet.append(("Name", "Manual", "Boss", "Site"))
    for number in range(rows):
        sheet.append((f"LF-{number}", "Open", "Ana", "See the plan"))
    for area, address in areas:
        first = sheet[area.partition(":")[0]]
        words = first.value
        first.hyperlink = address
        first.value, first.hyperlink.ref = words, area
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.feature("DSG-02")
def test_a_link_takes_the_address_of_a_cell_and_a_text_its_words(desk: Desk) -> None:
    data = linking(("B2:B3", MANUAL), ("C2", BOSS), ("D2", "#Sheet1!A1"), ("A2", "file:///c:/secret"))
    reading = desk.upload(data, "lifts.xlsx")
    plan = [column(1, "manual"), column(2, "boss"), column(3, "words")]

    checked = desk.plan(reading["id"], *plan, entity=None, fields=FIELDS)

    name, manual, boss, site = reading["preview"]["columns"]
    assert [one["linked"] for one in (name, manual, boss, site)] == [0, 2, 1, 0]
    assert (manual["type"], manual["unfit"], manual["samples"]) == ("link", 0, ["Open"])
    assert boss["type"] == "text"
    # Ana alone, without an address, is no e-mail.
    assert (checked["created"], checked["unfit"]) == (1, 1)


def test_of_addresses_for_a_whole_sheet_only_so_many_are_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hyperlinks, "_MOST", 2**14 + 2)

    reading = desk.upload(linking(("A1:XFD1048576", MANUAL)), "lifts.xlsx")

    assert reading["state"] == "ready"
    # The row of headings is 2**14 cells wide.
    assert [one["linked"] for one in reading["preview"]["columns"]] == [1, 1, 0, 0]
