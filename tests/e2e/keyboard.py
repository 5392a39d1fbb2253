"""Hands that touch nothing but keys, and see to it that the focus is always somewhere."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

MOST_STEPS = 80


class Keyboard:
    """The keyboard of one page: goes on by Tab, and after each deed asks where the focus is."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, role: str, name: str) -> None:
        """Go on until something of this role and name has the focus."""
        wanted = self.page.get_by_role(role, name=name)  # type: ignore[arg-type]
        expect(wanted.first).to_be_attached()
        for _ in range(MOST_STEPS):
            if wanted.evaluate_all("all => all.includes(document.activeElement)"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{MOST_STEPS} steps do not reach the {role} {name}")

    def do(self, role: str, name: str, key: str = "Enter") -> None:
        """Go to something, press a key there, and expect that the focus is not lost by it."""
        self.reach(role, name)
        self.page.keyboard.press(key)
        self.holds()

    def type(self, label: str, words: str, role: str = "textbox") -> None:
        """Replace what a field says."""
        self.reach(role, label)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def choose_file(self, button: str, file: Path) -> None:
        """Open the device's chooser from a button; the device's own window gives the file."""
        with self.page.expect_file_chooser() as chooser:
            # Inside, as the browser is only being told that the test waits: a key could be there first.
            self.reach("button", button)
            self.page.keyboard.press("Enter")
        chooser.value.set_files(file)

    def arrives(self, heading: str) -> None:
        """Expect to be on a page, its heading in focus."""
        expect(self.page.get_by_role("heading", level=1, name=heading)).to_be_focused()

    def asked(self, title: str) -> None:
        """Expect a sheet over the page, its title in focus: what is pressed from now on is in the sheet."""
        expect(self.page.get_by_role("dialog", name=title).get_by_role("heading", name=title)).to_be_focused()

    def holds(self) -> None:
        """Expect that something has the focus."""
        expect(self.page.locator(":focus")).to_have_count(1)
