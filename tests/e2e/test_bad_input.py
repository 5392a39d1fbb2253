"""Bad input is answered with a sentence where it was made, before anything leaves the phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e import pictures
from tests.e2e.office import FEMKE, Office
from tests.e2e.phone import Phone

pytestmark = pytest.mark.timeout(120)


@pytest.mark.feature("APP-14")
@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (pictures.too_large, "This picture is too large. The limit is 20 MB."),
        (pictures.renamed_text, "This file is not a picture that can be shown. Choose another one."),
    ],
    ids=["50 MB", "a text"],
)
def test_a_file_that_cannot_be_taken_is_refused_before_it_is_sent(
    phone: Phone, office: Office, tmp_path: Path, make: Callable[[Path], Path], sentence: str
) -> None:
    page = phone.begin(FEMKE)
    blobs = office.one("SELECT count(*) FROM blob")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.method} {request.url}"))
    phone.show("Expenses", "Quick expense")

    page.locator("input[type=file]").last.set_input_files(make(tmp_path / "receipt.jpg"))

    expect(page.get_by_role("group", name="Receipt")).to_contain_text(sentence)
    expect(page.get_by_role("img")).to_have_count(0)
    expect(page.get_by_role("button", name="Choose photo").last).to_be_visible()
    # Small pictures of other records are still being fetched.
    assert [one for one in sent if "/blobs/" in one and not one.startswith("GET ")] == []
    assert office.one("SELECT count(*) FROM blob") == blobs


@pytest.mark.feature("APP-01")
def test_a_wrong_password_and_an_unknown_person_get_the_same_sentence(phone: Phone) -> None:
    page = phone.open()
    answers = []

    for email in (FEMKE, "nobody@satchel.example"):
        page.get_by_label("Email").fill(email)
        page.get_by_label("Password").fill("not the password")
        with page.expect_response("**/api/v1/session") as answered:
            page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_text("The e-mail or the password is wrong.")).to_be_visible()
        answers.append((answered.value.status, answered.value.json()["code"]))

    assert answers == [(401, "sign-in-wrong")] * 2
    expect(page.get_by_role("link", name="Expenses")).to_have_count(0)


@pytest.mark.feature("APP-08")
def test_what_is_wrong_in_a_form_is_said_at_its_field_and_nothing_is_saved(
    phone: Phone, office: Office
) -> None:
    page = phone.begin(FEMKE)
    phone.show("Expenses", "Quick expense")
    page.get_by_label("Amount").fill("lots")
    page.get_by_role("button", name="Save", exact=True).click()

    merchant = page.get_by_label("Merchant")
    expect(merchant).to_have_attribute("aria-invalid", "true")
    expect(merchant).to_have_accessible_description("Fill in this field.")
    expect(page.get_by_label("Amount")).to_have_accessible_description("Enter a number.")
    expect(page.get_by_role("button", name="Category")).to_be_focused()

    phone.pick("Category", "Meals")
    merchant.fill("Sjökrogen")
    page.get_by_label("Amount").fill("12.345")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(merchant).not_to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Amount")).to_be_focused()
    expect(page.get_by_label("Amount")).to_have_accessible_description("Use at most 2 decimals.")
    assert office.rows("SELECT 1 FROM e_expense WHERE f_merchant = 'Sjökrogen'") == []
    page.get_by_label("Amount").fill("12,34")
    phone.save()
    office.await_rows("SELECT 1 FROM e_expense WHERE f_merchant = 'Sjökrogen' AND f_amount = 123400", 1)
