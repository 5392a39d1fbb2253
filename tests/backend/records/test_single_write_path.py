"""Tests that business values are written in one place, and that whoever waits for writes hears of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backend.signals import records_written
from tests.backend.records.office import Office, change, create, edits

BACKEND = Path(__file__).parents[3] / "backend"
WRITERS = {"records/write.py", "records/links.py", "records/tables.py", "records/converting.py"}
"""Writing, and what a new model asks for: shadow columns filled, and the columns of retyped fields."""


def writes(source: str) -> Iterator[str]:
    """Yield what a source inserts into, updates or deletes from, where that holds records."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in ("insert", "update", "delete", "insert_rows", "update_rows"):
            continue
        targets = list(node.args[:2])
        if isinstance(node.func, ast.Attribute):
            targets.append(node.func.value)
        for target in targets:
            written = ast.unparse(target)
            if written.endswith(".table") or written in ("record", "history", "link"):
                yield f"{name} {written}"


@pytest.mark.invariant(39)
def test_no_other_module_writes_records() -> None:
    found = {
        place: list(writes(path.read_text()))
        for path in BACKEND.rglob("*.py")
        if (place := path.relative_to(BACKEND).as_posix()) not in WRITERS
    }

    assert {place: what for place, what in found.items() if what} == {}


def test_a_write_is_found_however_it_is_spelled() -> None:
    source = """
update(layout.table).values(x)
session.execute(insert(record), rows)
layout.table.delete()
insert_rows(session, history, rows)
"""

    assert sorted(writes(source)) == [
        "delete layout.table",
        "insert record",
        "insert_rows history",
        "update layout.table",
    ]


def test_whoever_waits_for_writes_is_told_once_with_the_head_and_the_entities(office: Office) -> None:
    told: list[dict[str, Any]] = []

    def hear(_sender: object, **arguments: Any) -> None:
        told.append({name: arguments[name] for name in ("head", "entities")})

    with records_written.connected_to(hear):
        office.apply(change(create()), change(create(name=None)), change(create("report", name="May")))

    assert told == [{"head": office.head(), "entities": frozenset({"customer", "report"})}]


def test_nobody_is_told_of_a_change_that_writes_nothing(office: Office) -> None:
    customer = office.make()
    told: list[object] = []

    def hear(_sender: object, **_arguments: Any) -> None:
        told.append(True)

    with records_written.connected_to(hear):
        office.apply(change(create(name=None)), change(edits("customer", customer, 1, name=("Acme", "Acme"))))

    assert told == []
