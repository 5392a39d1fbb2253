"""The designer for everyone: axe finds nothing on its pages, sheets and panels, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Locator, Page, expect

from tests.e2e import everything
from tests.e2e.desk import Desk
from tests.e2e.drawing_board import DrawingBoard
from tests.e2e.inspection import Inspection
from tests.e2e.phone import Phone

pytestmark = pytest.mark.timeout(180)

PAGE, DETAIL, FORM = "pages/specimens", "pages/specimen", "actions/new_specimen"
NODES = {
    "workspace": "",
    "page": PAGE,
    "list": f"{PAGE}/blocks/rows",
    "chart": f"{PAGE}/blocks/bars",
    "calendar": f"{PAGE}/blocks/days",
    "report": f"{PAGE}/blocks/sums",
    "detail page": DETAIL,
    "group": f"{DETAIL}/blocks/outer",
    "fields": f"{DETAIL}/blocks/outer/blocks/facts",
    "placed field": f"{DETAIL}/blocks/outer/blocks/facts/fields/state",
    "part": f"{DETAIL}/blocks/of_seller",
    "link": f"{DETAIL}/blocks/to_all",
    "timer": f"{DETAIL}/blocks/since",
    "form": FORM,
    "field of a form": f"{FORM}/fields/seller",
    "lines": f"{FORM}/lines/pieces",
    "step": "actions/wear",
    "deletion": "actions/lost",
    "entity": "entities/specimen",
    "text field": "entities/specimen/fields/name",
    "money field": "entities/specimen/fields/price",
    "choice field": "entities/specimen/fields/state",
    "lookup field": "entities/specimen/fields/seller",
    "auto-number field": "entities/specimen/fields/number",
}
STARTS = ("From a spreadsheet", "From an entity", "Describe something new", "Ready-made", "Blank")
ADDED = ("Place fields", "New field", "Add a block", "New page", "New action", "New entity")


@pytest.fixture
def board(new_phone: Callable[..., Phone]) -> DrawingBoard:
    return DrawingBoard(new_phone("designer", wide=True))


@pytest.mark.feature("BEY-14", "DSG-01", "DSG-02")
def test_axe_finds_nothing_on_the_pages_around_a_workspace(
    board: DrawingBoard, desk: Desk, tmp_path: Path
) -> None:
    desk.call("POST", "/designs", {"id": "blank", "title": {"en": "Blank"}, "icon": "map", "accent": "red"})
    page = board.begin()
    inspection = Inspection(page)
    expect(page.get_by_role("link", name="Sales orders")).to_be_visible()

    inspection.look("workspaces")
    page.get_by_role("searchbox").fill("nothing is called this")
    inspection.look("no workspace found")
    page.get_by_role("searchbox").fill("")
    page.get_by_role("button", name="New workspace").click()
    sheet = page.get_by_role("dialog")
    for start in STARTS:
        sheet.get_by_text(start, exact=True).click()
        settle(sheet)
        inspection.look(start)
    import_a_spreadsheet(sheet, inspection, tmp_path / "Pumps.csv")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Open the app").click()
    expect(sheet.get_by_role("link", name="Open on this computer")).to_be_visible()
    inspection.look("open the app")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Offline profiles").click()
    expect(page.get_by_role("table")).to_be_visible()
    inspection.look("profiles")
    page.goto(page.url.replace("~profiles", "blank"))
    expect(page.get_by_text("There are no pages yet.")).to_be_visible()
    inspection.look("workspace without pages")
    page.goto(page.url.replace("blank", "no_such_workspace"))
    expect(page.get_by_role("button", name="All workspaces")).to_be_visible()
    inspection.look("no such workspace")

    assert inspection.wrong == {}
    assert len(inspection.stations) == len(STARTS) + 9


def import_a_spreadsheet(sheet: Locator, inspection: Inspection, pumps: Path) -> None:
    """Look at a workspace that begins from a spreadsheet at each of its steps."""
    pumps.write_text("Pump;Inspected on;State\n" + "P1;13-02-2026;Good\nP2;31-02-2026;good\n" * 4)
    sheet.get_by_text("From a spreadsheet", exact=True).click()
    sheet.locator("input[type=file]").set_input_files(pumps)
    expect(sheet.get_by_text("8 rows, 3 columns")).to_be_visible()
    inspection.look("a spreadsheet that was read")
    sheet.get_by_role("button", name="Check all rows").click()
    expect(sheet.get_by_role("heading", name="What the check found")).to_be_visible()
    inspection.look("a spreadsheet that was checked")
    sheet.get_by_role("button", name="Make").click()
    expect(sheet.get_by_text("8 records made.")).to_be_visible()
    inspection.look("a spreadsheet that was brought in")


@pytest.mark.feature("BEY-14")
def test_axe_finds_nothing_in_the_panels_of_all_kinds(board: DrawingBoard, desk: Desk) -> None:
    everything.lay_out(desk)
    page = board.begin_in("everything")
    inspection = Inspection(page)
    panel = page.get_by_role("region", name="Properties")

    for name, address in NODES.items():
        board.choose(address) if address else board.row("").click()
        for more in panel.locator("details:not([open]) > summary").all():
            more.click()
        inspection.look(name)
    board.choose("entities/specimen")
    expect(page.get_by_role("region", name="Indexes that lists would go by")).to_be_visible()
    inspection.look("proposal of an index")
    board.choose(PAGE)
    expect(board.phone.get_by_role("heading", level=1, name="Specimens")).to_be_visible()
    inspection.look("phone with a list", phone_of(page))
    board.choose(DETAIL)
    expect(board.phone.get_by_role("heading", name="Facts")).to_be_visible()
    inspection.look("phone with a record", phone_of(page))

    assert inspection.wrong == {}
    assert len(inspection.stations) == len(NODES) + 3


@pytest.mark.feature("BEY-14")
def test_axe_finds_nothing_in_the_sheets_over_a_workspace(
    board: DrawingBoard, new_phone: Callable[..., Phone], desk: Desk, tmp_path: Path
) -> None:
    everything.lay_out(desk)
    page = board.begin_in("everything")
    other = DrawingBoard(new_phone("other", wide=True))
    other.begin_in("everything")
    other.choose(DETAIL)
    expect(board.row(DETAIL).locator(".d-other-here")).to_be_visible()
    inspection = Inspection(page)

    inspection.look("another designer is here")
    look_at_menus(board, inspection)
    look_at_rules(board, inspection)
    for button in (
        "Translations",
        "Works offline?",
        "Find or do anything",
        "Keyboard shortcuts",
        "Open the app",
    ):
        page.get_by_role("button", name=button).first.click()
        settle(page.get_by_role("dialog"))
        inspection.look(button)
        page.keyboard.press("Escape")
    page.get_by_role("button", name="problem").click()
    inspection.look("problems")
    page.keyboard.press("Escape")
    board.choose(FORM)
    page.get_by_role("button", name="Try this action").click()
    settle(page.get_by_role("dialog"))
    inspection.look("trying an action")
    page.keyboard.press("Escape")
    page.get_by_label("Seen as").select_option(label="As a person…")
    expect(page.get_by_role("dialog").get_by_role("listitem").first).to_be_visible()
    inspection.look("choosing a person")
    page.keyboard.press("Escape")
    look_at_publishing(board, inspection, tmp_path / "Specimens.csv")

    assert inspection.wrong == {}
    assert len(inspection.stations) == len(ADDED) + 21


def look_at_menus(board: DrawingBoard, inspection: Inspection) -> None:
    """The menu of a row, the one that adds, and each sheet that it opens; the question before a removal."""
    board.choose(f"{DETAIL}/blocks/outer/blocks/facts")
    contents = board.page.get_by_role("region", name="Contents")
    contents.get_by_role("button", name="Actions for").click()
    inspection.look("menu of a row")
    board.page.keyboard.press("Escape")
    contents.get_by_role("button", name="Add", exact=True).click()
    inspection.look("menu that adds")
    board.page.keyboard.press("Escape")
    for name in ADDED:
        settle(board.add(name))
        inspection.look(name)
        board.page.keyboard.press("Escape")
    board.choose("entities/specimen/fields/state").press("Delete")
    expect(board.page.get_by_role("dialog")).to_be_visible()
    inspection.look("question before a removal")
    board.page.get_by_role("button", name="Cancel").click()


def look_at_rules(board: DrawingBoard, inspection: Inspection) -> None:
    """A formula with its suggestions, a wrong one, one with what it comes to, and a pattern of names."""
    page = board.page
    board.choose("entities/specimen/fields/count")
    panel = page.get_by_role("region", name="Properties")
    for more in panel.locator("details:not([open]) > summary").all():
        more.click()
    panel.get_by_role("button", name="Write a rule").first.click()
    formula = page.get_by_role("dialog").get_by_label("Formula")
    formula.press_sequentially("LE")
    expect(page.get_by_role("listbox").get_by_role("option").first).to_be_visible()
    inspection.look("suggestions")
    formula.fill("LEN([")
    inspection.look("formula that is wrong")
    formula.fill("LEN([Name])")
    settle(page.get_by_role("dialog"))
    inspection.look("formula that holds")
    page.get_by_role("button", name="Cancel").click()
    board.choose("entities/specimen")
    page.get_by_label("Records are named by").select_option(label="A pattern…")
    settle(page.get_by_role("dialog"))
    inspection.look("pattern of names")
    page.keyboard.press("Escape")


def look_at_publishing(board: DrawingBoard, inspection: Inspection, rows: Path) -> None:
    """Publishing for the first time and again, and bringing rows into what is published."""
    page = board.page
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("dialog").get_by_text("Employee", exact=True)).to_be_visible()
    inspection.look("publishing")
    page.keyboard.press("Escape")
    board.publish("Specimens", roles=("Employee",))
    board.choose(f"{FORM}/fields/price").press("Delete")
    board.choose("entities/specimen/fields/name")
    page.get_by_label("Name, en").fill("Called")
    board.saved()
    page.get_by_role("button", name="Publish").click()
    settle(page.get_by_role("dialog"))
    inspection.look("publishing again")
    page.keyboard.press("Escape")
    rows.write_text("Name;Count\nA;1\nB;two\n")
    board.choose("entities/specimen")
    page.get_by_role("button", name="Import and export…").click()
    sheet = page.get_by_role("dialog")
    inspection.look("import and export")
    sheet.locator("input[type=file]").set_input_files(rows)
    expect(sheet.get_by_label("Field for Count")).to_be_visible()
    inspection.look("rows for an entity")
    sheet.get_by_role("button", name="Check all rows").click()
    expect(sheet.get_by_role("heading", name="What the check found")).to_be_visible()
    inspection.look("rows for an entity that do not fit")


def settle(sheet: Locator) -> None:
    """Wait until nothing of a sheet is on its way."""
    expect(sheet).to_be_visible()
    expect(sheet.locator(".ui-skeletons")).to_have_count(0)


def phone_of(page: Page) -> Frame:
    """Return the frame of the phone."""
    return next(frame for frame in page.frames if frame.url.endswith("/preview"))
