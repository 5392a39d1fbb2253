"""An organisation with a published workspace, on both databases."""

from __future__ import annotations

import pytest

from backend.database import Database
from tests.backend.sync.company import Company
from tests.backend.sync.office import Organisation, Phone


@pytest.fixture
def office(database: Database) -> Organisation:
    """The office, with nothing in it yet."""
    return Organisation(database).found()


@pytest.fixture
def phone(office: Organisation) -> Phone:
    """A phone of a field worker that has never synced."""
    return office.person().device()


@pytest.fixture
def company(database: Database) -> Company:
    """A company of which nothing is taken along yet."""
    return Company(database).found()
