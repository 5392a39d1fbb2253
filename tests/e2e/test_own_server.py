"""One's own server is all there is: neither pages nor the server speak with anybody else."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.e2e.drawing_board import DrawingBoard
from tests.e2e.office import ANA, FEMKE, ROOT, Office
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


@pytest.mark.feature("L13")
def test_what_the_container_holds_is_enough_to_serve_a_phone_and_the_designer(
    new_phone: Callable[..., Phone], office: Office, tmp_path: Path
) -> None:
    phone, browser = new_phone("phone"), new_phone("designer", wide=True)

    office.stop()
    office.program, office.data = laid_out_as_in_the_container(tmp_path / "container"), tmp_path / "volume"
    office.start()
    phone.open("/app/")
    phone.sign_in(FEMKE)
    browser.open("/design")
    browser.sign_in(ANA)

    phone.pill("Up to date")
    expect(browser.page.get_by_text("Sales orders")).to_be_visible()
    assert {process.cwd() for process in office.processes()} == {str(office.program)}


def laid_out_as_in_the_container(folder: Path) -> Path:
    """Copy what the last stage of the Containerfile takes from its first, and nothing else."""
    last_stage = (ROOT / "Containerfile").read_text().rpartition("\nFROM ")[2]
    copies: list[tuple[str, str]] = re.findall(r"^COPY --from=build /build/(\S+) (\S+)$", last_stage, re.M)
    assert copies
    for source, target in copies:
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, folder / target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            (folder / target).mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / source, folder / target)
    return folder


def foreign_connections(office: Office) -> list[str]:
    """Return the addresses outside of this machine that the server's processes are connected with."""
    return [
        connection.raddr.ip
        for process in office.processes()
        for connection in process.net_connections(kind="inet")
        if connection.raddr and connection.raddr.ip.removeprefix("::ffff:") not in ("127.0.0.1", "::1")
    ]
