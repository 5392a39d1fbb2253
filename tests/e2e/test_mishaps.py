"""Mishaps, each injected where it comes from: the phone says what is the matter, and the task is finished."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import pictures
from tests.e2e.desk import Desk, insertion
from tests.e2e.office import FEMKE, PASSWORD, Office
from tests.e2e.phone import Phone

pytestmark = pytest.mark.timeout(150)

MERCHANT = "Sjökrogen"
QUICK_EXPENSE = "/app/w/expense_management/a/quick_expense"
NEW_REPORT = "/app/w/expense_management/a/new_report"
EXPENSES = f"SELECT f_amount FROM e_expense WHERE f_merchant = '{MERCHANT}'"
RECEIPTS = (
    "SELECT 1 FROM blob JOIN blob_use ON blob_use.blob = blob.id "
    f"JOIN e_expense ON e_expense.id = blob_use.record WHERE f_merchant = '{MERCHANT}' AND complete"
)
FULL_STORE = """(() => {
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (...about) {
    if (!window.thereIsRoom) throw new DOMException("The disk is full.", "QuotaExceededError");
    return put.apply(this, about);
  };
})()"""
STORE_THAT_MAY_FAIL = """(() => {
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (...about) {
    if (!window.storeIsMended)
      throw new DOMException("Internal error opening backing store for indexedDB.open.", "UnknownError");
    return open.apply(this, about);
  };
})()"""


def _field(path: str) -> dict[str, str]:
    return {"op": "field", "path": path}


def _fill_in_expense(phone: Phone) -> Page:
    page = phone.go(QUICK_EXPENSE)
    phone.pick("Category", "Meals")
    page.get_by_label("Merchant").fill(MERCHANT)
    page.get_by_label("Amount").fill("12,34")
    return page


@pytest.mark.feature("APP-08")
@pytest.mark.invariant(3)
def test_a_full_phone_says_so_and_the_form_is_saved_once_there_is_room(phone: Phone, office: Office) -> None:
    phone.begin(FEMKE)
    page = _fill_in_expense(phone)
    page.evaluate(FULL_STORE)
    page.get_by_label("Amount").fill("56,78")
    page.get_by_role("button", name="Save", exact=True).click()

    phone.toast("The phone is full: nothing more can be saved. Make room and try again.")
    expect(page.get_by_label("Merchant")).to_have_value(MERCHANT)
    assert office.rows(EXPENSES) == []
    page.evaluate("window.thereIsRoom = true")
    phone.save()

    assert office.await_rows(EXPENSES, 1) == [(567_800,)]


@pytest.mark.feature("APP-14")
def test_a_camera_that_is_refused_leaves_the_form_as_it_was_and_the_gallery_serves(
    phone: Phone, office: Office, tmp_path: Path
) -> None:
    phone.begin(FEMKE)
    page = _fill_in_expense(phone)

    # Without the right to use the camera the system gives the page no file.
    with page.expect_file_chooser():
        page.get_by_role("button", name="Take photo").last.click()
    expect(page.get_by_role("group", name="Receipt").get_by_role("img")).to_have_count(0)
    with page.expect_file_chooser() as gallery:
        page.get_by_role("button", name="Choose photo").last.click()
    gallery.value.set_files(pictures.photo(tmp_path / "receipt.jpg"))
    expect(page.get_by_role("group", name="Receipt").get_by_role("img")).to_be_visible()
    phone.save()

    assert office.await_rows(EXPENSES, 1) == [(123_400,)]
    office.await_rows(RECEIPTS, 1)


@pytest.mark.feature("APP-14")
def test_a_photo_that_cannot_be_read_is_refused_in_words_and_another_one_is_sent(
    phone: Phone, office: Office, tmp_path: Path
) -> None:
    phone.begin(FEMKE)
    page = _fill_in_expense(phone)
    receipt = page.get_by_role("group", name="Receipt")
    chooser = page.locator("input[type=file]").last

    chooser.set_input_files(pictures.cut_short(tmp_path / "broken.jpg"))
    expect(receipt).to_contain_text("This file is not a picture that can be shown. Choose another one.")
    chooser.set_input_files(pictures.photo(tmp_path / "receipt.jpg"))
    expect(receipt.get_by_role("img")).to_be_visible()
    expect(receipt).not_to_contain_text("This file is not a picture")
    phone.save()

    office.await_rows(EXPENSES, 1)
    office.await_rows(RECEIPTS, 1)


@pytest.mark.feature("APP-08", "BEY-20")
def test_an_end_before_its_start_is_said_at_the_field_without_a_network_and_mended_there(
    phone: Phone, office: Office, desk: Desk
) -> None:
    rule = {
        "id": "ends_after_start",
        "condition": {"op": "ge", "left": _field("ends_on"), "right": _field("starts_on")},
        "message": {"en": "The trip ends before it begins.", "sv": "Resan slutar innan den börjar."},
        "field": "ends_on",
    }
    where = ["entities", "expense_report", "validities"]
    desk.publish("expense_management", [insertion("model", where, rule)], "Trips end after they begin")
    page = phone.begin(FEMKE)
    phone.go(NEW_REPORT)
    office.cable.cut()
    page.get_by_label("Purpose").fill("Archipelago round")
    page.get_by_label("From").fill("2026-11-20")
    page.get_by_label("To").fill("2026-11-02")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_label("To")).to_have_accessible_description("The trip ends before it begins.")
    expect(page.get_by_label("To")).to_be_focused()
    page.get_by_label("To").fill("2026-11-22")
    phone.save()
    office.cable.restore()

    ended = "SELECT f_ends_on FROM e_expense_report WHERE f_purpose = 'Archipelago round'"
    assert office.await_rows(ended, 1) == [("2026-11-22",)]


@pytest.mark.feature("SYN-16")
@pytest.mark.invariant(3)
def test_a_server_that_answers_nonsense_is_as_good_as_none_and_what_was_entered_arrives_later(
    phone: Phone, office: Office
) -> None:
    phone.begin(FEMKE)
    phone.restart()
    office.cable.answer_itself()
    page = _fill_in_expense(phone)
    phone.save()

    phone.pill("Offline")
    page.reload()
    phone.go("/app/outbox")
    expect(page.get_by_role("listitem").filter(has_text=MERCHANT)).to_be_visible()
    office.cable.restore()

    assert office.await_rows(EXPENSES, 1) == [(123_400,)]
    phone.pill("Up to date")
    assert phone.errors == []


@pytest.mark.feature("SEC-07")
@pytest.mark.invariant(3)
def test_a_sign_in_that_ends_while_offline_lets_one_read_and_enter_and_what_waits_goes_after_the_next(
    phone: Phone, office: Office
) -> None:
    page = phone.begin(FEMKE)
    phone.restart()
    office.cable.cut()
    office.command("user", "password", FEMKE, "--password", PASSWORD)
    page = _fill_in_expense(phone)
    phone.save()
    office.cable.restore()

    phone.pill("Sign in")
    phone.go("/app/w/expense_management/p/loose_expenses")
    expect(page.get_by_role("link", name=MERCHANT).first).to_be_visible()
    page = phone.go(NEW_REPORT)
    page.get_by_label("Purpose").fill("Archipelago round")
    phone.save()
    phone.go("/app/status")
    page.get_by_role("button", name="Sign in again").click()
    expect(page.get_by_text("Your sign-in has ended.")).to_be_visible()
    page.get_by_role("button", name="Not now, work on this phone").click()
    phone.pill("Sign in")
    assert office.rows(EXPENSES) == []
    page.get_by_role("button", name="Sign in again").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()

    phone.pill("Up to date")
    assert office.await_rows(EXPENSES, 1) == [(123_400,)]
    office.await_rows("SELECT 1 FROM e_expense_report WHERE f_purpose = 'Archipelago round'", 1)


@pytest.mark.feature("APP-08", "SYN-05")
@pytest.mark.parametrize("moment", ["2016-02-29T23:59:00Z", "2041-06-01T08:00:00Z"])
def test_a_clock_that_is_years_off_loses_nothing_and_dates_nothing_wrongly_at_the_office(
    phone: Phone, office: Office, moment: str
) -> None:
    phone.begin(FEMKE)
    assert phone.context is not None
    phone.context.clock.install(time=moment)
    page = _fill_in_expense(phone)
    phone.save()
    office.await_rows(EXPENSES, 1)
    page = phone.restart()
    page = phone.go(NEW_REPORT)
    page.get_by_label("Purpose").fill("Archipelago round")
    phone.save()

    office.await_rows("SELECT 1 FROM e_expense_report WHERE f_purpose = 'Archipelago round'", 1)
    recent = (
        "SELECT count(*) FROM history WHERE device IS NOT NULL AND abs(julianday(at) - julianday('now')) > 1"
    )
    assert office.one(recent) == 0


@pytest.mark.feature("APP-02", "SYN-05")
@pytest.mark.invariant(3)
def test_a_store_that_does_not_open_is_said_in_words_and_what_it_holds_is_there_when_it_does(
    phone: Phone, office: Office
) -> None:
    phone.begin(FEMKE)
    phone.restart()
    office.cable.cut()
    _fill_in_expense(phone)
    phone.save()
    assert phone.context is not None
    phone.context.add_init_script(STORE_THAT_MAY_FAIL)
    page = phone.go("/app/outbox")

    expect(page.get_by_text("This phone’s store cannot be used, so nothing can be saved.")).to_be_visible()
    page.evaluate("window.storeIsMended = true")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("listitem").filter(has_text=MERCHANT)).to_be_visible()
    office.cable.restore()

    assert office.await_rows(EXPENSES, 1) == [(123_400,)]
