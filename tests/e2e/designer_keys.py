"""A keyboard at the designer: what has the focus after each key, and what is heard. No pointer is used."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as TooLate

POINTERS = """() => {
  const kinds = ["pointerdown", "pointermove", "mousedown", "mousemove", "wheel", "touchstart"];
  const tell = ({ isTrusted, type }) => { if (isTrusted) window.pointerCame(type); };
  for (const kind of kinds) addEventListener(kind, tell, { capture: true, passive: true });
}"""
NAME = """(here) => {
  if (!here || here === document.body) return null;
  const labelled = document.getElementById(here.getAttribute("aria-labelledby"));
  const label = (here.labels?.[0] ?? labelled)?.cloneNode(true);
  for (const one of label?.querySelectorAll("[aria-hidden], select, input") ?? []) one.remove();
  const words = here.getAttribute("aria-label") || label?.textContent || here.title || here.textContent;
  return words.replace(/\\s*required$/, "").trim();
}"""
NAMED = f"() => ({NAME})(document.activeElement)"
STOPS = "button, a, input, select, summary, textarea, [tabindex]"
IS_THERE = f"""(name) => [...document.querySelectorAll("{STOPS}")].some((one) =>
  `${{({NAME})(one)}}, `.startsWith(`${{name}}, `))"""
# Two frames: what takes the focus after a dialog has closed does so in the second one.
FOCUSED = f"""async () => {{
  const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
  await frame().then(frame);
  return ({NAMED})();
}}"""

IN_PROPERTIES = "() => document.activeElement.closest('[data-pane=properties]') !== null"


class Keys:
    """A person who has only keys, and hears what the page says."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.here = ""
        self.pointers: list[str] = []
        """What came of a mouse, a finger or a pen since only keys were to be used."""
        page.expose_function("pointerCame", lambda kind: self.pointers.append(kind))
        page.add_init_script(f"({POINTERS})()")
        page.evaluate(POINTERS)

    def press(self, *keys: str) -> str:
        """Press one key after the other and return the name of what has the focus.

        :raises AssertionError: nothing has it
        """
        for key in keys:
            self.page.keyboard.press(key)
            here = self.page.evaluate(FOCUSED)
            assert here is not None, f"{key} has lost the focus, which was at {self.here}"
            self.here = here
        return self.here

    def lands(self, name: str) -> None:
        """Wait until something of this name has the focus: what a deed makes may come a moment later."""
        try:
            self.page.wait_for_function(f"(name) => ({NAMED})() === name", arg=name)
        except TooLate:
            here = self.page.evaluate(NAMED)
            raise AssertionError(f"{name} does not get the focus, which is at {here}") from None
        self.here = name

    def write(self, words: str) -> None:
        """Write over what stands in a control."""
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(words)

    def reach(self, name: str, key: str = "Tab", most: int = 60) -> None:
        """Go on by a key until something of this name has the focus.

        :raises AssertionError: the key does not lead there
        """
        try:
            self.page.wait_for_function(IS_THERE, arg=name)
        except TooLate:
            raise AssertionError(f"nothing is called {name}") from None
        passed: list[str] = []
        for _ in range(most):
            try:
                here = self.press(key)
            except AssertionError as lost:
                raise AssertionError(f"{lost}, on the way to {name} by {passed}") from None
            if f"{here}, ".startswith(f"{name}, "):
                return
            passed.append(self.here)
        raise AssertionError(f"{key} does not lead to {name}, but to {passed}")

    def find(self, words: str) -> str:
        """Do or find something by the palette."""
        self.press("Control+k")
        self.page.keyboard.type(words)
        return self.press("Enter")

    def go_to(self, place: str) -> None:
        """Find something of the design by the palette, and wait until its row in the tree has the focus."""
        self.find(place)
        expect(self.page.locator("[role=treeitem][aria-selected=true]:focus")).to_be_visible()

    def add(self, item: str) -> None:
        """Choose an entry of the menu behind the plus, which opens a sheet."""
        self.reach("Add", "Shift+Tab")
        self.press("Enter")
        while not self.here.startswith(item):
            self.press("ArrowDown")
        self.press("Enter")
        self.in_sheet(item)

    def open_menu(self, item: str) -> None:
        """Choose an entry of the menu of the row of the tree that has the focus."""
        self.press("Shift+F10")
        if self.here != item:
            self.reach(item, "ArrowDown")
        self.press("Enter")

    def in_sheet(self, title: str) -> None:
        """Wait until a sheet is open and has the focus."""
        sheet = self.page.get_by_role("dialog", name=title)
        expect(sheet.locator(":focus")).to_be_visible()

    def take(self, name: str, option: str, key: str = "Tab") -> str:
        """Go to a choice, open its list, type what is to be chosen, and choose it."""
        self.reach(name, key)
        self.page.keyboard.press("Alt+ArrowDown")
        self.page.keyboard.type(option)
        return self.press("Enter")

    def pick(self, name: str, option: str, key: str = "Tab") -> None:
        """Choose something that stays chosen."""
        self.take(name, option, key)
        expect(self.page.locator("select:focus option:checked")).to_have_text(option)

    def enter(self, place: str, *, more: bool = False) -> None:
        """Go to the properties of what the palette finds, with what is needed seldom opened too."""
        self._properties_of(place)
        if more:
            self.reach("More")
            self.press("Enter")
            self._properties_of(place)

    def walk(self, *names: str) -> None:
        """Go down the tree, opening each row on the way to the last."""
        self.go_to(names[0])
        for name in names[1:]:
            self.press("ArrowRight")
            self.reach(name, "ArrowDown")

    def tick(self, name: str) -> None:
        """Go to a box and turn it over."""
        self.reach(name)
        box = self.page.locator("input:focus")
        before = box.is_checked()
        self.press("Space")
        expect(box).to_be_checked(checked=not before)

    def hears(self, words: str) -> None:
        """Wait until a live region says this."""
        said = self.page.locator("[role=status], [role=alert], [aria-live=polite]")
        expect(said.filter(has_text=words).first).to_be_attached()

    def _properties_of(self, place: str) -> None:
        self.go_to(place)
        self.press("Enter")
        assert self.page.evaluate(IN_PROPERTIES), f"Enter led to {self.here}"
