"""A walk through the product that keeps a picture of every screen in ``var/screens``.

``python3 dev.py screens [name …]`` takes them all, or those whose name holds a word. Each
screen is taken on the phone and at the desk, light and dark; some in large text, and right
to left.
"""

from __future__ import annotations

import itertools
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page, Playwright, sync_playwright

from tests.e2e.desk import Desk
from tests.e2e.office import ANA, ROOT, Office
from tests.e2e.phone import Phone
from tests.e2e.test_keeping import take_open_orders

TARGET = ROOT / "var" / "screens"
FEMKE = "femke@satchel.example"
SETTLED_MS = 400


@dataclass(frozen=True)
class Screen:
    """One screen: its name, where it is, and what is done there before the picture."""

    name: str
    path: str
    act: Callable[[Page], None] = lambda page: None


def press(name: str) -> Callable[[Page], None]:
    """Return an act that presses a button or link by its name."""

    def act(page: Page) -> None:
        page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first.click()

    return act


def first_row(page: Page) -> None:
    """Open the first row of the list."""
    page.get_by_role("listitem").first.click()


def search(words: str) -> Callable[[Page], None]:
    """Return an act that types into the search field."""

    def act(page: Page) -> None:
        page.get_by_role("searchbox").fill(words)

    return act


def new_filter(page: Page) -> None:
    """Begin a filter of sales orders."""
    page.get_by_role("button", name="New filter").click()
    page.get_by_role("dialog").get_by_role("button", name="Sales orders").click()
    page.get_by_role("button", name="Add condition").wait_for()


def new_condition(page: Page) -> None:
    """Begin a filter's first condition: on a field, which is chosen."""
    choose_field(page)
    page.get_by_role("dialog").get_by_role("button", name="Status", exact=True).click()


def choose_field(page: Page) -> None:
    """Begin a filter's first condition."""
    new_filter(page)
    page.get_by_role("button", name="Add condition").click()


def all_records(page: Page) -> None:
    """Begin a filter that takes all records."""
    new_filter(page)
    page.get_by_text("All records", exact=True).click()


def written_filter(page: Page) -> None:
    """Open the filter that has several conditions."""
    page.get_by_role("list", name="Yours").get_by_role("link", name="Mine").or_(
        page.get_by_role("list", name="Yours").get_by_role("button", name="Mine")
    ).first.click()
    page.get_by_role("button", name="Save", exact=True).wait_for()


def pin_first(page: Page) -> None:
    """Open the first row and pin it, unless it is pinned."""
    first_row(page)
    page.locator(".app-detail").get_by_role("button", name="More actions").click()
    pin = page.get_by_role("menuitem", name="Pin to this phone")
    if pin.is_visible():
        pin.click()
    else:
        page.keyboard.press("Escape")


def first_with(action: str) -> Callable[[Page], None]:
    """Return an act that opens the first row and starts an action from its menu."""

    def act(page: Page) -> None:
        first_row(page)
        page.locator(".app-detail").get_by_role("button", name="More actions").click()
        page.get_by_role("menuitem", name=action, exact=True).click()

    return act


def to_rows(page: Page) -> None:
    """Scroll to what is said of each kind of record."""
    page.get_by_role("heading", name="Records on this phone").evaluate("one => one.scrollIntoView()")


def switch(page: Page) -> None:
    """Turn the filter of invoiced orders off, or on again, and wait for what is told of it."""
    page.get_by_text("Up to date").first.wait_for()
    page.get_by_role("list", name="Yours").get_by_role("switch").first.click()
    page.get_by_role("region", name="Notices").get_by_text("sales orders").first.wait_for()


PHONE_SCREENS = (
    Screen("home", "/app/"),
    Screen("workspace", "/app/w/expense_management"),
    Screen("list", "/app/w/sales_orders/p/orders"),
    Screen("list-found", "/app/w/sales_orders/p/customers", search("nord")),
    Screen("list-nothing", "/app/w/sales_orders/p/customers", search("xyzzy")),
    Screen("search", "/app/search?q=nord"),
    Screen("search-nothing", "/app/search?q=xyzzy"),
    Screen("search-all", "/app/w/sales_orders/search?q=no&in=customer"),
    Screen("detail", "/app/w/sales_orders/p/orders", first_row),
    Screen("customer", "/app/w/sales_orders/p/customers", first_row),
    Screen("receipts", "/app/w/expense_management/p/receipts"),
    Screen("reports", "/app/w/expense_management/p/reports"),
    Screen("report", "/app/w/expense_management/p/reports", first_row),
    Screen("approvals-none", "/app/w/expense_management/p/approvals"),
    Screen("expense", "/app/w/expense_management/p/loose_expenses", first_row),
    Screen("expense-copy", "/app/w/expense_management/p/loose_expenses", first_with("Copy to next day")),
    Screen("expense-items", "/app/w/expense_management/p/loose_expenses", first_with("Itemise")),
    Screen("form", "/app/w/expense_management/a/quick_expense"),
    Screen("form-refused", "/app/w/expense_management/a/quick_expense", press("Save")),
    Screen("outbox", "/app/outbox"),
    Screen("status", "/app/status"),
    Screen("more", "/app/more"),
)
KEPT_SCREENS = (
    Screen("filters-news", "/app/filters", switch),
    Screen("status-reasons", "/app/status"),
    Screen("status-rows", "/app/status", to_rows),
    Screen("kept-pinned", "/app/w/sales_orders/p/orders", pin_first),
    Screen("filters", "/app/filters"),
    Screen("filters-one", "/app/filters", written_filter),
    Screen("filters-field", "/app/filters", choose_field),
    Screen("filters-condition", "/app/filters", new_condition),
    Screen("filters-all-records", "/app/filters", all_records),
)
DESIGNER_SCREENS = (
    Screen("designer-list", "/design"),
    Screen("designer-new", "/design", press("New workspace")),
    Screen("designer", "/design/sales_orders"),
    Screen("designer-publish", "/design/sales_orders", press("Publish")),
)


@dataclass(frozen=True)
class Walk:
    """Whom to sign in, on which device, and which screens to see there."""

    device: str
    person: str
    screens: tuple[Screen, ...]
    wide: bool = True
    prepare: Callable[[Office], None] = lambda office: None
    """What is done at the office before, once for all walks that follow."""


def with_filters(office: Office) -> None:
    """Let profiles take along less, and give Femke filters of her own beside one of the organisation's."""
    desk = Desk(office, ANA)
    take_open_orders(desk)
    recent = {"op": "last-x-days", "path": "created_on", "value": 14}
    desk.call("POST", "/organisation-filters", {"kind": "system", **named("Created lately", recent)})
    femke = Desk(office, FEMKE)
    invoiced = {"op": "eq", "path": "status", "value": "invoiced"}
    femke.call("POST", "/filters", named("Invoiced", invoiced))
    mine = {"op": "or", "of": [{"op": "eq-userid", "path": "owner"}, {"op": "eq-userteams", "path": "owner"}]}
    femke.call("POST", "/filters", named("Mine", {"op": "and", "of": [invoiced, mine]}) | {"active": False})


def named(label: str, condition: Mapping[str, Any]) -> dict[str, Any]:
    """Return a filter of sales orders as it is written."""
    return {"entity": "sales_order", "label": {"en": label}, "condition": condition, "active": True}


WALKS = (
    Walk("phone", FEMKE, PHONE_SCREENS, wide=False),
    Walk("desk", FEMKE, PHONE_SCREENS),
    Walk("designer", ANA, DESIGNER_SCREENS),
    Walk("phone", FEMKE, KEPT_SCREENS, wide=False, prepare=with_filters),
    Walk("desk", FEMKE, KEPT_SCREENS),
)


def main(words: Sequence[str]) -> int:
    """Take the pictures and return 0, or 1 when a screen could not be reached."""
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    failed: list[str] = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        office = Office(Path(folder) / "office", scale="0.2")
        try:
            office.start()
            for number, walk in enumerate(WALKS):
                walk.prepare(office)
                failed += take(walk, playwright, office, Path(folder) / f"{number}-{walk.device}", words)
        finally:
            office.close()
    for name in failed:
        sys.stderr.write(f"{name}\n")
    sys.stdout.write(f"{len(list(TARGET.glob('*.png')))} pictures in {TARGET.relative_to(ROOT)}\n")
    return 1 if failed else 0


def take(
    walk: Walk, playwright: Playwright, office: Office, profile: Path, words: Sequence[str]
) -> list[str]:
    """Walk through the screens whose names hold one of the words; return what could not be reached."""
    wanted = [screen for screen in walk.screens if not words or any(word in screen.name for word in words)]
    failed: list[str] = []
    if not wanted:
        return failed
    with signed_in(playwright, office, profile, walk) as page:
        for screen, scheme in itertools.product(wanted, ("light", "dark")):
            name = f"{screen.name}-{walk.device}-{scheme}"
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            try:
                page.goto(office.address + screen.path)
                page.get_by_role("heading", level=1).first.wait_for()
                screen.act(page)
                page.wait_for_timeout(SETTLED_MS)
                page.screenshot(path=TARGET / f"{name}.png")
            except Error as error:
                failed.append(f"{name}: {error.message.splitlines()[0]}")
    return failed


def download(page: Page) -> None:
    """Take the first copy, which is offered where it is large, and wait until it is whole."""
    offered = page.get_by_role("button", name="Download now")
    whole = page.get_by_role("button", name="Up to date")
    offered.or_(whole).first.wait_for()
    if offered.is_visible():
        offered.click()
    whole.first.wait_for()


@contextmanager
def signed_in(playwright: Playwright, office: Office, profile: Path, walk: Walk) -> Iterator[Page]:
    """Open a browser, sign in, and wait until the sign-in form is gone."""
    phone = Phone(playwright, office, profile, wide=walk.wide)
    try:
        # The first copy is offered where a person begins, and not on every page.
        page = phone.open("/design" if walk.device == "designer" else "/app/")
        phone.sign_in(walk.person)
        page.get_by_label("Password").wait_for(state="hidden")
        page.get_by_role("heading", level=1).first.wait_for()
        if walk.device != "designer":
            download(page)
        yield page
    finally:
        phone.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
