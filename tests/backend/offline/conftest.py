"""The shop, on both databases, and browsers of its people."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from backend.database import Database
from tests.backend.offline.shop import Browser, Shop, signed_in


@pytest.fixture
def shop(database: Database) -> Shop:
    return Shop(database)


@pytest.fixture
def browser(app: Flask, shop: Shop) -> Callable[[str], Browser]:
    """Open a browser of somebody's."""
    return lambda who: signed_in(app, who)
