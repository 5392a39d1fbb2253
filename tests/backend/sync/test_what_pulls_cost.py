"""What a pull asks of the database: the same few statements, however much the device holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.backend.sync.office import Organisation, Phone


@contextmanager
def statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(*of: Any) -> None:
        # SQLite's begin is a statement, PostgreSQL's is none that is seen here.
        if not of[2].startswith("BEGIN"):
            seen.append(of[2])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.parametrize("places", [1, 40])
def test_a_reconnect_without_news_asks_the_same_few_questions_of_any_scope(
    office: Organisation, phone: Phone, places: int
) -> None:
    for number in range(places):
        office.place(f"Place {number}")
    phone.sync()
    version = phone.hello()["metadata"]["current"]
    phone.hello(metadataVersion=version)
    phone.pull()

    with statements() as hello:
        phone.hello(metadataVersion=version)
    with statements() as pull:
        phone.pull()

    # Who asks, the device, the office, and the device's new nonce; who asks, and everything else.
    assert (len(hello), len(pull)) == (4, 2), "\n\n".join([*hello, *pull])


def test_a_pull_of_changed_records_asks_once_for_all_of_them(office: Organisation, phone: Phone) -> None:
    known = [office.place(f"Place {number}") for number in range(20)]
    phone.sync()
    phone.pull()
    for number, place in enumerate(known):
        office.rename(place, f"Port {number}")

    with statements() as asked:
        phone.pull()

    # Who asks, everything else, what moved, what of it is in scope, what the device has, the rows.
    assert len(asked) == 6, "\n\n".join(asked)
    assert set(phone.holds("place").values()) == {f"Port {number}" for number in range(20)}
