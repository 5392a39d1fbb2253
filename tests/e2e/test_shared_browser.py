"""Two people who share a browser: what each sees, keeps and sends is his own, in whatever window."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.office import ANA, FEMKE, PASSWORD, Office
from tests.e2e.phone import Phone
from tests.e2e.test_keeping import begin_filter, menu, open_order

pytestmark = pytest.mark.timeout(240)

CUSTOMER = "Brava Textiles Oy"
UNSENT, DRAFT = "only.ana@unsent.example", "Draft of Ana alone"
DEVICES = "SELECT count(*) FROM device JOIN account ON account.id = device.account WHERE email = :email"
WRITER = (
    "SELECT f_name FROM history JOIN e_person ON e_person.id = history.by "
    "WHERE history.id = (SELECT id FROM e_customer WHERE f_name = 'Brava Textiles Oy') "
    "ORDER BY seq DESC LIMIT 1"
)


@pytest.mark.feature("SEC-09", "L06", "SEC-11")
@pytest.mark.invariant(3, 14)
def test_who_signs_in_after_another_sees_nothing_of_him_and_sends_nothing_of_his(
    phone: Phone, office: Office
) -> None:
    page = phone.begin(ANA)
    ana = office.one("SELECT id FROM e_person WHERE f_name = 'Ana Silva'")
    phone.work_offline(on=True)
    work_of_ana(phone, office)

    sign_out(phone, "Keep it here and sign out")
    phone.sign_in(FEMKE)
    phone.pill("Up to date")

    for text in (UNSENT, DRAFT):
        places = phone.stored(text)
        assert places, "it is kept for its writer"
        assert all(place.startswith(f"satchel:{ana} ") for place in places)
    assert phone.stored("Invoiced by Ana") == [f"satchel:{ana} draft"]
    page = phone.go("/app/outbox")
    expect(page.get_by_text("Everything has been sent.")).to_be_visible()
    expect(page.get_by_role("heading", name="Drafts")).to_have_count(0)
    expect(page.get_by_role("heading", name="Reminders")).to_have_count(0)
    phone.go("/app/filters")
    expect(page.get_by_text("You have no filters of your own.")).to_be_visible()
    expect(page.get_by_text("Invoiced by Ana")).to_have_count(0)
    expect(page.get_by_role("heading", name="Single records")).to_have_count(0)
    for text in (UNSENT, DRAFT):
        phone.go("/app/search")
        page.get_by_role("searchbox").fill(text)
        expect(page.get_by_text("Nothing on this phone matches").first).to_be_visible()
    assert office.rows("SELECT 1 FROM e_customer WHERE f_email = :mail", {"mail": UNSENT}) == []

    sign_out(phone, "Sign out")
    phone.sign_in(ANA)
    phone.show("Outbox")
    expect(page.get_by_role("heading", name="Drafts")).to_be_visible()
    waiting = page.get_by_role("region", name="Waiting").get_by_role("listitem")
    expect(waiting).to_contain_text(["Change customer", "Pin"])
    phone.work_offline(on=False)
    office.await_rows(f"SELECT 1 FROM e_customer WHERE f_email = '{UNSENT}'", 1)
    assert office.one(WRITER) == "Ana Silva"


@pytest.mark.feature("SEC-09")
@pytest.mark.invariant(14)
def test_a_window_that_is_left_open_goes_with_its_person_and_never_speaks_for_another(
    phone: Phone, office: Office
) -> None:
    phone.begin(ANA)
    phone.work_offline(on=True)
    edit_customer(phone)
    assert phone.context is not None
    other = phone.context.new_page()
    other.goto(f"{office.address}/app/w/sales_orders/p/customers")
    expect(other.get_by_role("link", name=CUSTOMER)).to_be_visible()

    sign_out(phone, "Keep it here and sign out")

    expect(other.get_by_label("Password")).to_be_visible()
    expect(other.get_by_text(CUSTOMER)).to_have_count(0)
    phone.sign_in(FEMKE)
    phone.pill("Up to date")
    assert [office.one(DEVICES, {"email": email}) for email in (ANA, FEMKE)] == [1, 1]
    assert office.rows("SELECT 1 FROM e_customer WHERE f_email = :mail", {"mail": UNSENT}) == []


@pytest.mark.feature("SEC-09", "SEC-07")
@pytest.mark.invariant(3, 4)
def test_what_waits_is_not_sent_as_somebody_who_has_signed_in_elsewhere_in_the_browser(
    phone: Phone, office: Office
) -> None:
    page = phone.begin(ANA)
    assert phone.context is not None
    office.cable.cut()
    edit_customer(phone)
    credentials = {"email": FEMKE, "password": PASSWORD}
    assert phone.context.request.post(f"{office.direct}/api/v1/session", data=credentials).ok
    office.cable.restore()

    phone.pill("Sign in").click()

    assert office.one(DEVICES, {"email": FEMKE}) == 0
    assert office.rows("SELECT 1 FROM e_customer WHERE f_email = :mail", {"mail": UNSENT}) == []
    page.get_by_role("button", name="Sign in again").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    office.await_rows(f"SELECT 1 FROM e_customer WHERE f_email = '{UNSENT}'", 1)
    assert office.one(WRITER) == "Ana Silva"
    assert office.one(DEVICES, {"email": ANA}) == 1


def work_of_ana(phone: Phone, office: Office) -> None:
    """Leave something of every kind unsent: an edit, a draft, a filter, a pin."""
    edit_customer(phone)
    phone.go("/app/w/sales_orders/a/new_customer?from=customers")
    phone.page.get_by_role("textbox", name="Name").fill(DRAFT)
    expect(phone.page.get_by_text("Draft kept on this phone")).to_be_visible()
    phone.page.get_by_role("button", name="Cancel").click()
    phone.page.get_by_role("button", name="Keep as draft").click()
    open_order(phone, office.one("SELECT id FROM e_sales_order WHERE f_status = 'open' LIMIT 1"))
    menu(phone, "Pin to this phone")
    phone.toast("Pinned")
    begin_filter(phone, "Invoiced")
    phone.page.get_by_label("Name").fill("Invoiced by Ana")
    office.cable.cut()
    phone.page.get_by_role("button", name="Save", exact=True).click()
    expect(phone.page.get_by_role("alert")).to_contain_text("Your edit is kept on this phone")
    office.cable.restore()


def edit_customer(phone: Phone) -> None:
    """Change a customer's address, which waits on the phone."""
    page = phone.go("/app/w/sales_orders/p/customers")
    phone.show(CUSTOMER)
    page.get_by_role("button", name="Edit").click()
    page.get_by_label("E-mail").fill(UNSENT)
    phone.save()


def sign_out(phone: Phone, way: str) -> Page:
    """Sign out by the button that says what becomes of what is not sent."""
    page = phone.go("/app/more")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("dialog").get_by_role("button", name=way).click()
    expect(page.get_by_label("Password")).to_be_visible()
    return page
