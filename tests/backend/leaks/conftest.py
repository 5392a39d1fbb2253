"""An organisation full of secrets, and the browser and device of the one who may not read them."""

from __future__ import annotations

import pytest
from flask import Flask

from backend.database import Database
from tests.backend.leaks.browser import Browser, Device
from tests.backend.leaks.estate import Estate, send_files


@pytest.fixture
def estate(database: Database, app: Flask) -> Estate:
    """The organisation; its photos are up."""
    made = Estate(database)
    send_files(app, made)
    return made


@pytest.fixture
def browser(app: Flask, estate: Estate) -> Browser:
    """Mallory's browser."""
    return Browser(app, estate, estate.mallory)


@pytest.fixture
def device(estate: Estate, browser: Browser) -> Device:
    """Mallory's device, which has never synced."""
    return Device(estate.mallory, browser=browser)
