"""What tests of migrations begin with: a database without anything in it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from backend.config import Settings
from backend.database import Database


@pytest.fixture
def empty(settings: Settings, tmp_path: Path) -> Settings:
    """Settings whose database has no table at all."""
    with closing(Database(settings)) as database:
        if database.on_sqlite:
            return Settings.from_environment({"DATA": str(tmp_path / "empty")})
        database.write(lambda session: session.execute(text("DROP SCHEMA public CASCADE")))
        database.write(lambda session: session.execute(text("CREATE SCHEMA public")))
        return settings
