"""Whether the working day is filmed, and where its film is kept."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--film", type=Path, help="keep a film of the working day in this folder")
