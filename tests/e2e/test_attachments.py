"""Notes and files of a record: listed, opened, and said where they are not on this phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import pictures
from tests.e2e.office import FEMKE, Office
from tests.e2e.phone import Phone
from tests.e2e.test_accessibility import findings

pytestmark = pytest.mark.timeout(180)

PURPOSE, NOTE, CONTENT = "Archipelago round", "Ferry at nine, bring the keys", b"Timetable of the ferry\n"
UPLOADED = (
    "SELECT 1 FROM blob JOIN blob_use ON blob_use.blob = blob.id "
    "JOIN e_expense_report ON e_expense_report.id = blob_use.record "
    f"WHERE f_purpose = '{PURPOSE}' AND complete"
)


def _open_report(phone: Phone) -> Page:
    phone.go("/app/w/expense_management/p/reports")
    return phone.show(PURPOSE)


def _downloaded(page: Page, button: str) -> bytes:
    with page.expect_download() as coming:
        page.get_by_role("button", name=button).click()
    return Path(coming.value.path()).read_bytes()


@pytest.mark.feature("APP-15")
def test_files_of_a_record_are_listed_and_open_offline_where_they_are_here_and_are_fetched_where_not(
    new_phone: Callable[..., Phone], office: Office, tmp_path: Path
) -> None:
    one, other = new_phone("one"), new_phone("other")
    one.begin(FEMKE)
    page = one.go("/app/w/expense_management/a/new_report")
    page.get_by_label("Purpose").fill(PURPOSE)
    one.save()
    other.begin(FEMKE)
    office.cable.cut()
    (tmp_path / "ferry.txt").write_bytes(CONTENT)
    page.get_by_role("button", name="More").last.click()
    page.get_by_role("menuitem", name="Attach").click()
    page.locator("input[type=file]").last.set_input_files(tmp_path / "ferry.txt")
    expect(page.get_by_text("ferry.txt")).to_be_visible()
    one.save()

    assert _downloaded(page, "Download ferry.txt") == CONTENT
    office.cable.restore()
    one.online()
    office.await_rows(UPLOADED, 1)
    page = _open_report(other)
    expect(page.get_by_text("ferry.txt")).to_be_visible()
    office.cable.cut()
    page.get_by_role("button", name="Download ferry.txt").click()
    expect(page.get_by_text("This file is not on this phone.")).to_be_visible()
    assert findings(other, "a file that is not on this phone") == []
    office.cable.restore()

    assert _downloaded(page, "Fetch it") == CONTENT
    expect(page.get_by_text("This file is not on this phone.")).to_have_count(0)


@pytest.mark.feature("APP-15")
def test_a_note_of_a_record_is_listed_whole_without_a_network(
    phone: Phone, office: Office, tmp_path: Path
) -> None:
    phone.begin(FEMKE)
    office.cable.cut()
    page = phone.go("/app/w/expense_management/a/capture_receipt")
    page.locator("input[type=file]").last.set_input_files(pictures.photo(tmp_path / "ferry.jpg"))
    page.get_by_label("What it is for").fill("Ferry")
    page.get_by_label("Note").fill(f"{NOTE}\nSecond line")
    phone.save()

    phone.go("/app/w/expense_management/p/receipts")
    phone.show("Ferry")

    note = page.get_by_role("definition").filter(has_text=NOTE)
    expect(note).to_have_text(f"{NOTE}\nSecond line", use_inner_text=True)
