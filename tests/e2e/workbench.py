"""The designer's sheets and panels, worked with by mouse and keyboard to build a workspace from nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from playwright.sync_api import Locator, expect

from tests.e2e.drawing_board import DrawingBoard, tick


class Wanted(NamedTuple):
    """A field as it is described in the sheet of a new entity."""

    label: str
    kind: str
    more: str = ""
    """Where a lookup points, or the names of choices."""


class Workbench(DrawingBoard):
    """A designer who adds things and fills in their properties."""

    @property
    def properties(self) -> Locator:
        """The right pane."""
        return self.page.get_by_role("region", name="Properties")

    def make_blank(self, title: str, description: str, colour: str, icon: str) -> None:
        """Begin a workspace with nothing in it and open it."""
        self.page.get_by_role("button", name="New workspace").first.click()
        sheet = self.page.get_by_role("dialog")
        sheet.get_by_text("Blank", exact=True).click()
        sheet.get_by_label("Title").fill(title)
        sheet.get_by_label("Description").fill(description)
        sheet.get_by_role("radio", name=colour).check(force=True)
        sheet.get_by_role("radio", name=icon, exact=True).check(force=True)
        sheet.get_by_role("button", name="Create workspace").click()
        expect(self.page.get_by_text("There are no pages yet.")).to_be_visible()

    def add_entity(self, one: str, many: str, called: str, fields: Sequence[Wanted]) -> None:
        """Describe a new kind of thing without pages."""
        sheet = self.add("New entity")
        sheet.get_by_label("One is called").fill(one)
        sheet.get_by_label("Several are called").fill(many)
        sheet.get_by_label("Known by").fill(called)
        for at, field in enumerate(fields):
            sheet.get_by_role("button", name="Add a field").click()
            sheet.get_by_label("Name", exact=True).nth(at).fill(field.label)
            sheet.get_by_label("Type", exact=True).nth(at).select_option(label=field.kind)
            if field.kind == "Lookup":
                sheet.get_by_label("Points at").last.select_option(label=field.more)
            if field.kind == "Choice":
                sheet.get_by_label("Choices").last.fill(field.more)
        sheet.get_by_text("Show it on the phone").click()
        self._press(sheet, "Add")

    def add_page(self, kind: str, entity: str) -> None:
        """Make a page, or all pages of an entity at once."""
        sheet = self.add("New page")
        sheet.get_by_label("What it has").select_option(label=kind)
        sheet.get_by_label("Entity").select_option(label=entity)
        self._press(sheet, "Add")

    def add_action(self, page: str, kind: str, entity: str, label: str) -> None:
        """Make an action that a page offers."""
        self.choose(f"pages/{page}")
        sheet = self.add("New action")
        sheet.get_by_label("What it does").select_option(label=kind)
        sheet.get_by_label("Entity").select_option(label=entity)
        sheet.get_by_label("Label").fill(label)
        self._press(sheet, "Add")

    def add_block(self, page: str, kind: str, **answers: str) -> None:
        """Put a block at the end of a page; the answers are by the words of their questions."""
        self.choose(f"pages/{page}")
        sheet = self.add("Add a block to")
        sheet.get_by_label("Kind of block").select_option(label=kind)
        for question, answer in answers.items():
            sheet.get_by_label(question.replace("_", " ").capitalize()).select_option(label=answer)
        self._press(sheet, "Add")

    def place_fields(self, address: str, onto: str, names: Sequence[str]) -> None:
        """Put fields that the entity has on a form or a group, in this order."""
        self.choose(address)
        sheet = self.add(f"Place fields on {onto}")
        for name in names:
            tick(sheet, name)
        self._press(sheet, f"Add {len(names)} field")

    def arrange(self, address: str, onto: str, *fields: str) -> None:
        """Let a form or a group hold these fields in this order, whatever it began with."""
        self.choose(address)
        if self.row(address).get_attribute("aria-expanded") == "false":
            self.row(address).locator(".d-row-twist").click()
        wanted = {slug(field): field for field in fields}
        there = self._fields_of(address)
        self.remove(f"{address}/fields", *(name for name in there if name not in wanted))
        missing = [field for name, field in wanted.items() if name not in there]
        if missing:
            self.place_fields(address, onto, missing)
        order = [name for name in there if name in wanted] + [slug(field) for field in missing]
        for place, name in enumerate(wanted):
            if order[place] != name:
                self.move(f"{address}/fields/{name}", place - order.index(name))
                order.remove(name)
                order.insert(place, name)

    def _fields_of(self, address: str) -> list[str]:
        rows = self.page.locator(f"[data-key^='workspace:{address}/fields/']")
        expect(rows.first).to_be_visible()
        return [
            key.rpartition("/")[2] for key in rows.evaluate_all("rows => rows.map((row) => row.dataset.key)")
        ]

    def remove(self, above: str, *nodes: str) -> None:
        """Take nodes away, each by the key Delete."""
        for node in nodes:
            self.choose(f"{above}/{node}").press("Delete")
            expect(self.row(f"{above}/{node}")).to_have_count(0)

    def move(self, address: str, steps: int) -> None:
        """Move a node down, or up where the number is negative."""
        row = self.choose(address)
        for _ in range(abs(steps)):
            before = int(row.get_attribute("aria-posinset") or 0)
            row.press("Alt+ArrowDown" if steps > 0 else "Alt+ArrowUp")
            expect(row).to_have_attribute("aria-posinset", str(before + (1 if steps > 0 else -1)))
            expect(row).to_be_focused()

    def icon_of_entity(self, name: str, *, personal: bool = False) -> None:
        """Give the entity that was just added its icon, and its records to persons."""
        if personal:
            self.pick("Records belong to", "A person")
        self.more()
        self.icon(name)

    def list_of(self, page: str, title: str, icon: str) -> Locator:
        """Name a list page, give it an icon, and select its rows."""
        self.choose(f"pages/{page}")
        self.say("Title", title)
        self.more()
        self.icon(icon)
        return self.choose(f"pages/{page}/blocks/rows")

    def rows_look(
        self,
        *,
        beneath: Sequence[str],
        search: Sequence[str],
        sort: tuple[str, str],
        figure: str = "None",
        badge: str = "None",
        picture: str = "None",
    ) -> None:
        """Say what a row of the list shows, what is searched, and the order."""
        self.list_exactly("Quiet line", *beneath)
        self.list_exactly("Searches in", *search)
        self.more()
        looks = {"Figure at the right": figure, "Badge": badge, "Picture": picture, "Sorted by": sort[0]}
        for what, choice in {**looks, "Order": sort[1]}.items():
            self.pick(what, choice)

    def which_rows(self, condition: str, empty: str) -> None:
        """Say which records a list shows, by choosing or by a formula, and what it says without any."""
        self.more()
        if "(" in condition:
            self.choose_by_formula("Shows", condition)
        else:
            self.pick("Shows", condition)
        self.say("Text when empty", empty)

    def more(self) -> None:
        """Open what is needed seldom."""
        more = self.properties.locator("details.d-more")
        if more.get_attribute("open") is None:
            more.get_by_text("More", exact=True).click()

    def say(self, what: str, words: str, language: str = "en") -> None:
        """Write a text of the panel."""
        self.properties.get_by_label(f"{what}, {language}").fill(words)

    def fill(self, what: str, words: str) -> None:
        """Write a value of the panel that has no language."""
        self.properties.get_by_label(what, exact=True).fill(words)

    def pick(self, what: str, choice: str) -> None:
        """Choose in a list of the panel."""
        self.properties.get_by_label(what, exact=True).select_option(label=choice)

    def switch(self, what: str) -> None:
        """Turn a switch of the panel on."""
        tick_switch = self.properties.get_by_role("switch", name=what, exact=True)
        self.properties.get_by_text(what, exact=True).click()
        expect(tick_switch).to_be_checked()

    def icon(self, name: str) -> None:
        """Choose the icon of what is selected."""
        self.properties.get_by_role("radio", name=name, exact=True).check(force=True)

    def group(self, name: str) -> Locator:
        """Several controls of the panel under one label."""
        return self.properties.get_by_role("group", name=name, exact=True)

    def list_exactly(self, which: str, *fields: str) -> None:
        """Let an ordered list of fields be these, whatever it began with."""
        box = self.group(which)
        for name in box.locator("li > span").all_inner_texts():
            box.get_by_role("button", name=f"Remove {name}", exact=True).click()
        for field in fields:
            self.pick(f"Add to {which}", field)
            expect(box.get_by_role("button", name=f"Remove {field}", exact=True)).to_be_visible()

    def raise_in(self, which: str, what: str, steps: int = 1) -> None:
        """Move something of an ordered list up."""
        for _ in range(steps):
            self.group(which).get_by_role("button", name=f"Move {what} up", exact=True).click()

    def choose_by_formula(self, what: str, formula: str) -> None:
        """Say which records by a formula."""
        self.pick(what, "By a formula")
        self.write_rule(what, formula, within=self.properties)

    def write_rule(self, label: str, formula: str, *, within: Locator | None = None) -> None:
        """Write a rule in its sheet."""
        opener = (within or self.group(label)).get_by_role("button", name="Write a rule")
        opener.last.click()
        self.write_formula(formula)

    def write_formula(self, formula: str) -> None:
        """Fill in the sheet of a rule, once it is open."""
        sheet = self.page.get_by_role("dialog")
        sheet.get_by_label("Formula").fill(formula)
        self._press(sheet, "Use rule")

    def _press(self, sheet: Locator, name: str) -> None:
        sheet.get_by_role("button", name=name, exact=name in ("Add", "Use rule")).click()
        expect(sheet).to_be_hidden()


def slug(label: str) -> str:
    """Return the id that a plain label becomes."""
    return label.lower().replace(" ", "_")
