"""One's own server is all there is: neither pages nor the server speak with anybody else."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.e2e.drawing_board import DrawingBoard
from tests.e2e.office import ANA, Office
from tests.e2e.phone import Phone

pytestmark = pytest.mark.timeout(150)


@pytest.mark.feature("ADM-09", "L13")
def test_a_day_with_phone_and_designer_asks_nobody_but_the_office(
    new_phone: Callable[..., Phone], office: Office
) -> None:
    phone, browser = new_phone("phone"), new_phone("designer", wide=True)
    asked: set[str] = set()
    for one in (phone, browser):
        one.open("/healthz")
        assert one.context is not None
        one.context.on("request", lambda request: asked.add(urlsplit(request.url).netloc))

    phone.go("/app/")
    phone.sign_in(ANA)
    phone.pill("Up to date")
    phone.go("/app/status")
    phone.pill("Up to date")
    browser.go("/design")
    browser.sign_in(ANA)
    expect(browser.page.get_by_label("Password")).to_be_hidden()
    board = DrawingBoard(browser)
    board.page = browser.go("/design/sales_orders")
    board.await_phone()

    assert asked - {""} == {urlsplit(office.address).netloc}
    assert foreign_connections(office) == []


def foreign_connections(office: Office) -> list[str]:
    """Return the addresses outside of this machine that the server's processes are connected with."""
    return [
        connection.raddr.ip
        for process in office.processes()
        for connection in process.net_connections(kind="inet")
        if connection.raddr and connection.raddr.ip.removeprefix("::ffff:") not in ("127.0.0.1", "::1")
    ]
