"""The hands that fill in a form: one for each kind of control, as a person uses it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, expect

Hand = Callable[[Locator], None]
"""Fills in one field, given the place that it has in the form."""


@dataclass(frozen=True)
class Entry:
    """One field as it is filled in, as a page then shows it, and as the office has it in the end."""

    fill: Hand
    shown: str
    kept: Any


def typed(words: str) -> Hand:
    return lambda box: box.locator("input, textarea").first.fill(words)


def toggled(box: Locator) -> None:
    box.locator("label").click()


def chosen(label: str) -> Hand:
    return lambda box: _select(box, label)


def priced(amount: str, currency: str) -> Hand:
    def fill(box: Locator) -> None:
        typed(amount)(box)
        _select(box, currency)

    return fill


def _select(box: Locator, label: str) -> None:
    box.get_by_role("combobox").select_option(label=label)


def ticked(*labels: str) -> Hand:
    """Tick these boxes and no other."""

    def fill(box: Locator) -> None:
        box.get_by_role("checkbox").first.wait_for(state="attached")
        for one in box.get_by_role("checkbox").all():
            name = one.evaluate("one => one.labels[0].textContent")
            if one.is_checked() != (name in labels):
                box.get_by_text(name, exact=True).click()

    return fill


def picked(name: str) -> Hand:
    def fill(box: Locator) -> None:
        box.get_by_role("button").first.click()
        picker = _searched(box, name)
        picker.get_by_role("listitem").get_by_role("button").first.click()
        expect(picker).to_be_hidden()

    return fill


def added(*names: str, but: Sequence[str] = ()) -> Hand:
    """Take some away, and tick others in the picker, which are all on the page afterwards."""

    def fill(box: Locator) -> None:
        for one in but:
            box.get_by_role("button", name=f"Remove {one}").click()
        had = box.get_by_role("listitem").count()
        box.get_by_role("button", name="Add").click()
        for one in names:
            picker = _searched(box, one)
            picker.get_by_role("listitem").get_by_role("checkbox").first.check()
        picker.get_by_role("button", name=f"Done ({had + len(names)})").click()
        expect(picker).to_be_hidden()
        expect(box.get_by_role("listitem")).to_have_count(had + len(names))

    return fill


def _searched(box: Locator, name: str) -> Locator:
    picker = box.page.get_by_role("dialog")
    picker.get_by_role("searchbox").fill(name)
    expect(picker.get_by_role("listitem")).to_have_count(1)
    return picker


def attached(file: Path, but: str | None = None) -> Hand:
    def fill(box: Locator) -> None:
        if but is not None:
            box.get_by_role("button", name=f"Remove {but}").click()
        box.locator("input[type=file]").last.set_input_files(file)
        expect(box.get_by_role("button", name=f"Remove {file.name}")).to_be_visible()

    return fill


def drawn(box: Locator) -> None:
    """Sign by hand."""
    mouse, pad = box.page.mouse, box.get_by_role("img")
    pad.scroll_into_view_if_needed()
    place = pad.bounding_box()
    assert place is not None
    left, top = place["x"] + 40, place["y"] + 40
    mouse.move(left, top)
    mouse.down()
    for step in range(1, 12):
        mouse.move(left + 15 * step, top + 40 * (step % 2))
    mouse.up()
    expect(box.get_by_role("button", name="Clear")).to_be_visible()


def named(name: str) -> Hand:
    """Sign anew, by a name."""

    def fill(box: Locator) -> None:
        box.get_by_role("button", name="Clear").click()
        box.get_by_label("Or type your name").fill(name)
        box.get_by_role("button", name="Sign with this name").click()
        expect(box.get_by_role("button", name="Clear")).to_be_visible()

    return fill


def stood_at(box: Locator) -> None:
    """Take the phone's own position."""
    box.get_by_role("button", name="Use my position").click()
    expect(box.get_by_text("Accurate to")).to_be_visible()


def at(latitude: str, longitude: str) -> Hand:
    def fill(box: Locator) -> None:
        box.get_by_label("Latitude").fill(latitude)
        box.get_by_label("Longitude").fill(longitude)

    return fill


def fill_in(form: Locator, entries: Mapping[str, Entry]) -> None:
    """Fill in a form, field by field."""
    for name, entry in entries.items():
        entry.fill(form.locator(f"[data-field='{name}']"))


def fact(page: Locator, name: str) -> Locator:
    """Return what the page of a specimen shows of a field."""
    return page.locator(f"[data-node='pages/specimen/blocks/facts/fields/{name}'] dd")
