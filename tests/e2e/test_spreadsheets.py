"""From a spreadsheet to a phone: a workspace of equipment inspections, made in one step and used at once."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import Locator, Page, expect

from tests.e2e.drawing_board import DrawingBoard, tick
from tests.e2e.office import FEMKE, Office
from tests.e2e.phone import Phone

pytestmark = pytest.mark.timeout(180)

ROWS = 120
STATES = ("Good", "Worn", "Must be replaced")
FORMULA = '=HYPERLINK("http://elsewhere.example";"Look")'


@pytest.fixture
def inspections(tmp_path: Path) -> Path:
    """A text file as a Swedish spreadsheet program writes it, with two rows that cannot be."""
    draw = random.Random(4)
    lines = ["Register of equipment;;;;;;", ""]
    lines += ["Equipment;Serial number;Inspected on;Condition;Repair cost;Passed;Remarks"]
    for number in range(1, ROWS + 1):
        day = "31-02-2026" if number in (7, 40) else f"{draw.randint(13, 28)}-{draw.randint(1, 12):02}-2026"
        cost = f"{draw.randint(1, 40) * 50},50 kr"
        remark = FORMULA.replace('"', '""') if number == 3 else f"Looked at {number} bolts"
        state, passed = draw.choice(STATES), draw.choice(("Ja", "Nej"))
        lines.append(f'Pump {number:03};P-{number:04};{day};{state};{cost};{passed};"{remark}"')
    lines.append("Summa;;;;60000,50 kr;;")
    path = tmp_path / "Equipment inspections.csv"
    path.write_text("\n".join(lines), encoding="cp1252")
    return path


@pytest.mark.feature("DSG-02", "DSG-11", "PUB-01")
def test_a_spreadsheet_of_inspections_becomes_a_workspace_on_a_phone(
    new_phone: Callable[..., Phone], office: Office, inspections: Path
) -> None:
    femke, board = new_phone("femke"), DrawingBoard(new_phone("designer", wide=True))
    femke.begin(FEMKE)
    page = board.begin()

    sheet = take(page, inspections)
    expect(sheet.get_by_text("120 rows, 7 columns")).to_be_visible()
    expect(sheet.get_by_label("Headings are in row")).to_have_value("3")
    expect(sheet.get_by_label("Bring in the last row too")).not_to_be_checked()
    expect(sheet.get_by_label("Several are called")).to_have_value("Equipment inspections")
    expect(sheet.get_by_label("One is called")).to_have_value("Equipment inspection")
    expect(sheet.get_by_label("Type of Equipment")).to_have_value("text")
    expect(sheet.get_by_label("Type of Inspected on")).to_have_value("date")
    expect(sheet.get_by_label("Order of day and month in Inspected on")).to_have_value("dmy")
    expect(sheet.get_by_label("Type of Condition")).to_have_value("choice")
    expect(sheet.get_by_label("Type of Repair cost")).to_have_value("money")
    expect(sheet.get_by_label("Currency of Repair cost")).to_have_value("SEK")
    expect(sheet.get_by_label("Type of Passed")).to_have_value("yes_no")
    expect(sheet.get_by_label("Rows are told apart by")).to_have_value("serial_number")
    sheet.get_by_text("3 values").click()
    same = sheet.get_by_label("“Worn” means the same as")
    same.select_option("Must be replaced")
    # As wide as "The same as Must be replaced".
    assert same.evaluate("(box) => box.clientWidth") > 240
    same.select_option("")
    sheet.get_by_role("button", name="Check all rows").click()
    expect(sheet.get_by_role("status").filter(has_text="118 rows fit")).to_be_visible()
    sheet.get_by_role("button", name="Show").click()
    expect(sheet.get_by_role("heading", name="What the check found")).to_be_focused()
    expect(sheet.get_by_text("Inspected on: 2")).to_be_in_viewport()
    sheet.get_by_label("Cells that do not fit").select_option("leave")
    expect(sheet.get_by_text("2 rows do not fit and are left out.")).to_be_visible()
    told = "10 Inspected on 31-02-2026 The calendar has no such day."
    expect(sheet.get_by_role("row", name=told)).to_be_visible()
    assert board.browser.axe() == []
    tick(sheet, "Sales")
    sheet.get_by_role("button", name="Make it without 2 rows").click()
    expect(sheet.get_by_text("118 records made.")).to_be_visible()
    sheet.get_by_role("button", name="Open the workspace").click()
    expect(page).to_have_url(f"{office.address}/design/equipment_inspections")

    prompt = femke.page.get_by_role("dialog", name="Your organisation has made a change")
    prompt.get_by_role("button", name="Update now").click()
    femke.toast("The new version is in use.")
    femke.show("Equipment inspections")
    expect(femke.page.get_by_text("118 equipment inspections on this phone")).to_be_visible()
    femke.page.get_by_role("searchbox").fill("Pump 003")
    femke.page.get_by_text("Pump 003").first.click()
    expect(femke.page.get_by_text(FORMULA, exact=True)).to_be_visible()
    made = office.rows("SELECT count(*) FROM e_equipment_inspection")
    assert made == [(ROWS - 2,)]


def test_rows_are_brought_into_an_entity_and_taken_back_as_a_whole(
    new_phone: Callable[..., Phone], office: Office, tmp_path: Path
) -> None:
    board = DrawingBoard(new_phone("designer", wide=True))
    page = board.begin_in("sales_orders")
    before = office.one("SELECT count(*) FROM e_customer")
    book = Workbook()
    book.active.append(("Account", "Name", "City"))
    for number in range(30):
        book.active.append((f"ZQ-{number}", f"Zq {number}", "Ängelholm"))
    book.save(tmp_path / "customers.xlsx")

    board.choose("entities/customer")
    page.get_by_role("button", name="Import and export…").click()
    sheet = page.get_by_role("dialog")
    with page.expect_download() as exported:
        sheet.get_by_role("link", name="CSV").click()
    sheet.locator("input[type=file]").set_input_files(tmp_path / "customers.xlsx")
    expect(sheet.get_by_label("Field for City")).to_have_value("city")
    sheet.get_by_role("button", name="Check all rows").click()
    expect(sheet.get_by_text("30 new records.")).to_be_visible()
    sheet.get_by_role("button", name="Import", exact=True).click()
    expect(sheet.get_by_text("30 records made.")).to_be_visible()
    assert office.one("SELECT count(*) FROM e_customer") == before + 30
    sheet.get_by_role("button", name="Undo the import").click()
    expect(sheet.get_by_text("30 records were taken back.")).to_be_visible()

    assert office.one("SELECT count(*) FROM e_customer") == before
    assert exported.value.suggested_filename.endswith(".csv")
    assert exported.value.path().read_text("utf-8-sig").count("\n") >= before


def take(page: Page, file: Path) -> Locator:
    """Begin a workspace from a file."""
    page.get_by_role("button", name="New workspace").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_text("From a spreadsheet", exact=True).click()
    sheet.locator("input[type=file]").set_input_files(file)
    return sheet
