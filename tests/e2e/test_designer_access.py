"""The designer for everyone: axe finds nothing on its pages and in the preview's frame, light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.e2e.drawing_board import DrawingBoard
from tests.e2e.phone import AXE, Phone

pytestmark = pytest.mark.timeout(120)

Scheme = Literal["light", "dark"]
NODES = {
    "workspace": "",
    "page": "pages/orders",
    "list": "pages/orders/blocks/rows",
    "link": "pages/order/blocks/lines",
    "group": "pages/order/blocks/summary",
    "placed field": "pages/order/blocks/summary/fields/customer",
    "form": "actions/new_order",
    "field of a form": "actions/new_order/fields/customer",
    "step": "actions/confirm_order",
    "entity": "entities/sales_order",
    "choice field": "entities/sales_order/fields/status",
}
# A frame is looked at by itself: the script is not let into it from outside.
RUN = """() => axe.run({resultTypes: ["violations"], iframes: false}).then(({violations}) =>
  violations.map(({id, nodes}) => `${id}: ${nodes[0].html.slice(0, 200)}`))"""


@pytest.mark.feature("DSG-01", "DSG-02")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_designer(new_phone: Callable[..., Phone], scheme: Scheme) -> None:
    board = DrawingBoard(new_phone(wide=True))
    page = board.begin()
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    expect(page.get_by_role("link", name="Sales orders")).to_be_visible()

    found = dict(looked_at(board, page))

    assert {place: wrong for place, wrong in found.items() if wrong} == {}
    assert len(found) == len(NODES) + 6


def looked_at(board: DrawingBoard, page: Page) -> Iterator[tuple[str, list[str]]]:
    """Walk through the designer and say what axe finds at each place."""
    yield "workspaces", axe(page.main_frame)
    page.get_by_role("button", name="New workspace").click()
    expect(page.get_by_role("dialog").get_by_label("Entity", exact=True)).to_be_visible()
    yield "new workspace", axe(page.main_frame)
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Sales orders").click()
    board.await_phone()
    for name, address in NODES.items():
        if address:
            board.choose(address)
        for more in page.get_by_role("region", name="Properties").locator("summary").all():
            more.click()
        yield name, axe(page.main_frame)
    board.choose("pages/orders")
    expect(board.phone.get_by_role("heading", level=1, name="Orders", exact=True)).to_be_visible()
    yield "preview of a list", axe(preview(page))
    board.choose("pages/order")
    expect(board.phone.get_by_role("region", name="Dates")).to_be_visible()
    yield "preview of a record", axe(preview(page))
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("dialog").get_by_text("Employee", exact=True)).to_be_visible()
    yield "publish", axe(page.main_frame)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Keyboard shortcuts").click()
    yield "help", axe(page.main_frame)


def axe(frame: Frame) -> list[str]:
    """Return what axe finds wrong: rule and first place."""
    frame.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = frame.evaluate(RUN)
    return found


def preview(page: Page) -> Frame:
    """Return the frame of the phone."""
    return next(frame for frame in page.frames if frame.url.endswith("/preview"))
