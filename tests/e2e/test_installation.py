"""The app on the home screen: the browser finds nothing that keeps it from being installed."""

from __future__ import annotations

import pytest

from tests.e2e.office import FEMKE, Office
from tests.e2e.phone import Phone

pytestmark = pytest.mark.timeout(120)


@pytest.mark.feature("APP-01")
def test_the_browser_finds_the_app_installable(phone: Phone) -> None:
    page = phone.begin(FEMKE)
    assert phone.context is not None
    tools = phone.context.new_cdp_session(page)

    found = tools.send("Page.getInstallabilityErrors")
    manifest = tools.send("Page.getAppManifest")

    assert found["installabilityErrors"] == []
    assert manifest["errors"] == []
    assert manifest["url"].endswith("/app/manifest.webmanifest")


@pytest.mark.feature("APP-01")
def test_parts_of_the_app_that_were_never_shown_open_without_a_network(phone: Phone, office: Office) -> None:
    phone.begin(FEMKE)
    phone.close()
    office.stop()

    page = phone.open()

    for path, heading in (
        ("/app/w/expense_management/a/quick_expense", "Quick expense"),
        ("/app/outbox", "Outbox"),
        ("/app/status", "Device status"),
        ("/app/more", "More"),
    ):
        phone.go(path)
        page.get_by_role("heading", level=1, name=heading).wait_for()
    assert phone.errors == []
