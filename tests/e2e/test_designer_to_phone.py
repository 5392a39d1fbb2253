"""From the designer's hand to people's phones: what is published, to whom, and work in progress."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.drawing_board import DrawingBoard
from tests.e2e.office import FEMKE, KARIM, Office
from tests.e2e.phone import Phone

pytestmark = pytest.mark.timeout(120)

NOTE = "Orders have a gate code now, for the driver."
CUSTOMER = "Brava Textiles Oy"
GATE = "f_gate_code"


@pytest.mark.feature("PUB-01", "MET-01", "MET-02", "DSG-03", "DSG-11", "DRF-04")
@pytest.mark.invariant(3, 26)
def test_a_field_made_by_pointing_and_clicking_reaches_a_phone_that_was_offline_with_pending_edits(
    new_phone: Callable[..., Phone], office: Office
) -> None:
    phone, board = new_phone("phone"), DrawingBoard(new_phone("designer", wide=True))
    page = phone.begin(FEMKE)
    board.begin_in("sales_orders")

    board.choose("pages/customer/blocks/summary")
    board.add_new_field("Customer", "Gate code")
    board.saved()
    expect_no_gate_code(phone)
    phone.work_offline(on=True)
    edit(phone, "Phone", "+46 70 174 06 93")
    board.publish(NOTE)
    phone.work_offline(on=False)

    prompt = page.get_by_role("dialog", name="Your organisation has made a change")
    expect(prompt).to_contain_text(NOTE)
    prompt.get_by_role("button", name="Later").click()
    office.await_rows("SELECT 1 FROM e_customer WHERE f_phone = '+46 70 174 06 93'", 1)
    expect_no_gate_code(phone)
    phone.work_offline(on=True)
    edit(phone, "City", "Ängelholm")
    phone.work_offline(on=False)
    phone.pill("Update ready").click()
    prompt.get_by_role("button", name="Update now").click()

    phone.toast("The new version is in use.")
    office.await_rows("SELECT 1 FROM e_customer WHERE f_city = 'Ängelholm'", 1)
    edit(phone, "Gate code", "4711#")
    expect(page.get_by_text("Ängelholm", exact=True)).to_be_visible()
    expect(page.get_by_text("+46 70 174 06 93", exact=True)).to_be_visible()
    made = office.await_rows(f"SELECT f_name FROM e_customer WHERE {GATE} = '4711#'", 1)
    assert made == [(CUSTOMER,)]


@pytest.mark.feature("DSG-02", "DSG-11", "DSG-12", "MET-01", "SEC-03", "PUB-01", "L42")
def test_a_workspace_from_an_entity_works_in_the_preview_and_appears_by_itself_on_the_phones_of_its_role(
    new_phone: Callable[..., Phone], office: Office
) -> None:
    femke, karim = new_phone("femke"), new_phone("karim")
    board = DrawingBoard(new_phone("designer", wide=True))
    femke.begin(FEMKE)
    karim.begin(KARIM)
    page = board.begin()

    page.get_by_role("button", name="New workspace").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("Entity", exact=True).select_option(label="Contacts")
    sheet.get_by_label("Title").fill("Address book")
    sheet.get_by_label("Description").fill("Who is who")
    sheet.get_by_role("radio", name="Teal").check(force=True)
    expect(sheet.get_by_text("address_book")).to_be_visible()
    sheet.get_by_role("button", name="Create workspace").click()

    expect(page).to_have_url(f"{office.address}/design/address_book")
    expect(page.get_by_role("region", name="Properties").get_by_text("address_book")).to_be_visible()
    work_with_a_contact(board, office)
    expect(femke.page.get_by_role("link", name="Sales orders")).to_be_visible()
    expect(femke.page.get_by_role("link", name="Address book")).to_have_count(0)
    board.publish("Look people up.", roles=("Sales",))
    take_update(femke)
    expect(femke.page.get_by_role("link", name="Address book")).to_be_visible()
    femke.show("Address book")
    femke.page.get_by_role("button", name="New Contact").or_(
        femke.page.get_by_role("link", name="New Contact")
    ).first.click()
    femke.pick("Customer", CUSTOMER)
    femke.page.get_by_label("Name").fill("Ottilia Vinter")
    femke.save()
    office.await_rows("SELECT 1 FROM e_contact WHERE f_name = 'Ottilia Vinter'", 1)

    karim.go("/app/")
    karim.pill("Up to date")
    expect(karim.page.get_by_role("link", name="Expenses")).to_be_visible()
    expect(karim.page.get_by_role("link", name="Address book")).to_have_count(0)
    karim.go("/app/w/address_book")
    expect(karim.page.get_by_role("heading", name="Address book")).to_have_count(0)


@pytest.mark.feature("DSG-02", "DSG-11", "DSG-12", "MET-01")
def test_something_new_that_is_described_in_words_becomes_a_workspace_and_an_entity_of_its_own(
    new_phone: Callable[..., Phone], office: Office
) -> None:
    phone, board = new_phone("phone"), DrawingBoard(new_phone("designer", wide=True))
    phone.begin(FEMKE)
    page = board.begin()

    page.get_by_role("button", name="New workspace").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_text("Describe something new").click()
    sheet.get_by_label("One is called").fill("Inspection")
    sheet.get_by_label("Several are called").fill("Inspections")
    for at, (name, kind) in enumerate((("Due", "Date"), ("Passed", "Yes or no"))):
        sheet.get_by_role("button", name="Add a field").click()
        sheet.get_by_label("Name", exact=True).nth(at).fill(name)
        sheet.get_by_label("Type", exact=True).nth(at).select_option(label=kind)
    sheet.get_by_role("button", name="Create workspace").click()
    board.await_phone()
    board.publish("Inspections are here.", roles=("Sales",))

    take_update(phone)
    phone.show("Inspections")
    phone.page.get_by_role("button", name="New Inspection").or_(
        phone.page.get_by_role("link", name="New Inspection")
    ).first.click()
    phone.page.get_by_label("Name").fill("Crane 7")
    phone.page.get_by_label("Due").fill("2026-12-24")
    phone.save()
    made = office.await_rows("SELECT f_due, f_passed FROM e_inspection WHERE f_name = 'Crane 7'", 1)
    assert made[0][0] == "2026-12-24"


@pytest.mark.feature("DSG-01")
def test_a_plain_user_is_refused_at_the_designer(new_phone: Callable[..., Phone], office: Office) -> None:
    phone = new_phone(wide=True)
    page = phone.open("/design/sales_orders")
    phone.sign_in(FEMKE)

    expect(page.get_by_text("You do not have the right to design workspaces.")).to_be_visible()
    expect(page.get_by_role("tree")).to_have_count(0)
    assert page.request.get(f"{office.address}/api/v1/designs").status == 403
    assert page.request.get(f"{office.address}/api/v1/designs/sales_orders").status == 403
    assert page.request.get(f"{office.address}/api/v1/designs/sales_orders/practice").status == 403


def work_with_a_contact(board: DrawingBoard, office: Office) -> None:
    """Create, open, edit and delete a record in the phone of the designer."""
    phone = board.phone
    before = office.one("SELECT count(*) FROM e_contact")
    phone.get_by_role("link", name="Contacts").click()
    expect(phone.get_by_role("listitem").first).to_be_visible()
    create(phone, "New Contact")
    phone.get_by_role("button", name="Customer").click()
    picker = phone.get_by_role("dialog")
    picker.get_by_role("listitem").first.get_by_role("button").click()
    phone.get_by_label("Name").fill("Practice Person")
    phone.get_by_role("button", name="Save", exact=True).click()
    expect(phone.get_by_role("heading", level=1, name="Practice Person")).to_be_visible()
    phone.get_by_role("button", name="Edit").press("Enter")
    phone.get_by_label("Job title").fill("Harbour pilot")
    phone.get_by_role("button", name="Save", exact=True).click()
    expect(phone.get_by_text("Harbour pilot", exact=True)).to_be_visible()
    assert office.one("SELECT count(*) FROM e_contact") == before


def create(phone: Page, name: str) -> None:
    """Open the form of a new record from a list."""
    phone.get_by_role("button", name=name).or_(phone.get_by_role("link", name=name)).first.click()


def take_update(phone: Phone) -> None:
    """Accept what was published."""
    prompt = phone.page.get_by_role("dialog", name="Your organisation has made a change")
    prompt.get_by_role("button", name="Update now").click()
    phone.toast("The new version is in use.")


def open_customer(phone: Phone) -> None:
    """Go to the customer of this test."""
    phone.go("/app/w/sales_orders/p/customers")
    phone.show(CUSTOMER)
    expect(phone.page.get_by_role("heading", level=1, name=CUSTOMER)).to_be_visible()


def edit(phone: Phone, label: str, value: str) -> None:
    """Edit one field of the customer and see it there."""
    open_customer(phone)
    phone.page.get_by_role("button", name="Edit").click()
    phone.page.get_by_label(label).fill(value)
    phone.save()
    expect(phone.page.get_by_text(value, exact=True)).to_be_visible()


def expect_no_gate_code(phone: Phone) -> None:
    """The customer on the phone has no such field, on its page and in its form."""
    open_customer(phone)
    expect(phone.page.get_by_role("term").filter(has_text="Credit limit")).to_be_visible()
    expect(phone.page.get_by_text("Gate code")).to_have_count(0)
    phone.page.get_by_role("button", name="Edit").click()
    expect(phone.page.get_by_label("City")).to_be_visible()
    expect(phone.page.get_by_label("Gate code")).to_have_count(0)


@pytest.mark.feature("DSG-02", "DSG-10", "PUB-01")
def test_a_blank_workspace_says_what_to_do_and_its_first_list_is_narrowed_by_a_view(
    new_phone: Callable[..., Phone],
) -> None:
    board = DrawingBoard(new_phone("designer", wide=True))
    page = board.begin()
    page.get_by_role("button", name="New workspace").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_text("Blank", exact=True).click()
    sheet.get_by_label("Title").fill("Deliveries")
    sheet.get_by_role("button", name="Create workspace").click()

    expect(page.get_by_text("There are no pages yet.")).to_be_visible()
    page.get_by_role("region", name="Preview").get_by_role("button", name="New page").click()
    new_page = page.get_by_role("dialog", name="New page")
    new_page.get_by_label("Entity").select_option(label="Shipments")
    new_page.get_by_role("button", name="Add", exact=True).click()
    expect(board.phone.get_by_role("heading", level=1, name="Shipments")).to_be_visible()
    board.choose("pages/shipment_list/blocks/rows")
    properties = page.get_by_role("region", name="Properties")
    properties.get_by_label("New view").fill("On the road")
    properties.get_by_label("New view").press("Enter")
    properties.get_by_label("On the road shows").select_option(label="Status is one of")
    # The preview's records are drawn from the office's own: which statuses they have is not ours to say.
    for status in ("On its way", "Delivered"):
        properties.get_by_role("group", name="Status is one of").get_by_text(status, exact=True).click()

    chips = board.phone.get_by_role("radiogroup").or_(board.phone.get_by_role("group")).first
    chips.get_by_text("On the road").click()
    expect(board.phone.get_by_role("listitem").first).to_be_visible()
    board.saved()
    page.reload()
    board.choose("pages/shipment_list/blocks/rows")
    expect(properties.get_by_label("On the road shows")).to_have_value("choice/status")
