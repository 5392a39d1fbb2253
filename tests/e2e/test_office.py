"""The office of the other tests, as far as it tells why a test fails."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.e2e.office import Office


def test_a_row_that_is_missing_is_named(tmp_path: Path) -> None:
    office = Office(tmp_path)
    with sqlite3.connect(tmp_path / "satchel.db") as database:
        database.execute("CREATE TABLE e_customer (id TEXT, f_email TEXT)")
        database.execute("INSERT INTO e_customer VALUES ('1', NULL)")

    with pytest.raises(AssertionError, match=r"no row of: SELECT f_email .* {'id': '2'}"):
        office.one("SELECT f_email FROM e_customer WHERE id = :id", {"id": "2"})

    assert office.one("SELECT f_email FROM e_customer WHERE id = :id", {"id": "1"}) is None
    office.cable.close()
