"""A designer at work in a browser: the tree, the properties, the phone in its frame, publishing.

Everything goes through the page, as a person does it; what the server holds afterwards is asked at the desk.
"""

from __future__ import annotations

from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.e2e.office import ANA
from tests.e2e.phone import Phone


class DrawingBoard:
    """The designer's page in one browser at 1440 × 900."""

    page: Page

    def __init__(self, browser: Phone) -> None:
        self.browser = browser

    def begin(self, path: str = "/design", person: str = ANA) -> Page:
        """Open the designer for the first time and sign in."""
        self.page = self.browser.open(path)
        self.browser.sign_in(person)
        expect(self.page.get_by_label("Password")).to_be_hidden()
        expect(self.page.get_by_role("heading", level=1).first).to_be_visible()
        return self.page

    def begin_in(self, workspace: str) -> Page:
        """Open a workspace in the designer and wait until its phone shows it."""
        self.begin(f"/design/{workspace}")
        self.await_phone()
        return self.page

    @property
    def phone(self) -> FrameLocator:
        """The phone in the middle."""
        return self.page.frame_locator("iframe[src='/preview']")

    def await_phone(self) -> None:
        """Wait until the phone in the frame has its practice records."""
        expect(self.phone.get_by_role("button", name="Up to date")).to_be_visible()

    def row(self, address: str) -> Locator:
        """Return the row of a node by its address: ``pages/order/blocks/summary``."""
        document = "model" if address.startswith("entities") else "workspace"
        return self.page.locator(f"[data-key='{document}:{address}']")

    def choose(self, address: str) -> Locator:
        """Select a node, opening what is above it by its triangles."""
        parts = address.split("/")
        head = self.page.locator(f"[data-key='section:{parts[0]}']")
        if head.get_attribute("aria-expanded") == "false":
            head.click()
        for end in range(2, len(parts), 2):
            above = self.row("/".join(parts[:end]))
            if above.get_attribute("aria-expanded") == "false":
                above.locator(".d-row-twist").click()
        row = self.row(address)
        row.click()
        expect(row).to_have_attribute("aria-selected", "true")
        return row

    def add(self, name: str) -> Locator:
        """Choose an entry of the menu behind the plus and return the sheet that it opens."""
        contents = self.page.get_by_role("region", name="Contents")
        contents.get_by_role("button", name="Add", exact=True).click()
        contents.get_by_role("menuitem", name=name).click()
        return self.page.get_by_role("dialog")

    def add_new_field(self, entity: str, name: str, kind: str = "Text") -> None:
        """Give the entity a field, placed on its pages and forms."""
        sheet = self.add(f"New field of {entity}")
        sheet.get_by_label("Name").fill(name)
        sheet.get_by_label("Type").select_option(label=kind)
        sheet.get_by_role("button", name="Add", exact=True).click()
        expect(sheet).to_be_hidden()

    def place_field(self, onto: str, name: str) -> None:
        """Put a field that the entity has on a form or a group."""
        sheet = self.add(f"Place fields on {onto}")
        tick(sheet, name)
        sheet.get_by_role("button", name="Add 1 field").click()
        expect(sheet).to_be_hidden()

    def saved(self) -> None:
        """Wait until the server has everything."""
        expect(self.page.locator(".d-saving")).to_have_text("Saved")

    def publish(self, note: str, *, roles: tuple[str, ...] = ()) -> None:
        """Publish with a note, showing the workspace to these roles besides those that see it already."""
        self.page.get_by_role("button", name="Publish").click()
        sheet = self.page.get_by_role("dialog")
        sheet.get_by_label("Note to the users").fill(note)
        for role in roles:
            tick(sheet, role)
        sheet.get_by_role("button", name="Publish").click()
        expect(sheet).to_be_hidden()
        expect(self.page.get_by_text("Published as version")).to_be_visible()


def tick(sheet: Locator, name: str) -> None:
    """Tick a box by its words, which are what a person aims at."""
    sheet.locator(f'label:text-is("{name}")').click()
    expect(sheet.get_by_role("checkbox", name=name, exact=True)).to_be_checked()
