"""An organisation with customers, orders and reports, and hands to write to it with."""

from __future__ import annotations

import pytest

from backend.database import Database
from tests.backend.records.office import Office


@pytest.fixture
def office(database: Database) -> Office:
    """A published model on a fresh database, with no records yet."""
    return Office(database)
