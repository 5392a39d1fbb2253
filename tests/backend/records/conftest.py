"""An organisation with customers, orders and reports, and hands to write to it with."""

from __future__ import annotations

import pytest

from backend.accounts.user import User
from backend.database import Database
from tests.backend.records.office import Office, rights_of, user
from tests.backend.records.unseen import ALL


@pytest.fixture
def office(database: Database) -> Office:
    """A published model on a fresh database, with no records yet."""
    return Office(database)


@pytest.fixture
def mallory(office: Office) -> User:
    """Somebody who may do everything to reports of his own, and nothing to those of others."""
    special = {
        "report": rights_of(ALL, "own"),
        "customer": rights_of("read create edit", hidden="credit notes logo"),
    }
    return office.hire(user("Mallory", entities=("person", "team", "order"), special=special))
