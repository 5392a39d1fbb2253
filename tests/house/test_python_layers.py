"""Tests that the back end's imports only point down."""

from pathlib import Path

import pytest

from tests.house.python_layers import Module, violations
from tests.house.sources import ROOT, place, sources

LIBRARIES = frozenset({"flask", "flask_sock", "marshmallow", "apispec", "sqlalchemy", "orjson", "alembic"})


def module_of(path: Path) -> Module:
    parts = path.relative_to(ROOT).with_suffix("").parts
    is_package = parts[-1] == "__init__"
    return Module(".".join(parts[:-1] if is_package else parts), is_package)


@pytest.mark.parametrize("path", list(sources(".py", folders=("backend",))), ids=place)
def test_a_module_of_the_back_end_imports_only_what_lies_below_it(path: Path) -> None:
    source = path.read_text()

    found = list(violations(module_of(path), source, libraries=LIBRARIES))

    assert found == []


WRONG = [
    ("backend.records.service", "from backend.sync import pull"),
    ("backend.records.service", "from flask import g"),
    ("backend.records.write", "import flask"),
    ("backend.records.models", "from backend.records.write import apply"),
    ("backend.records.models", "from .service import apply"),
    ("backend.records.service", "from backend.records.api import blueprint"),
    ("backend.accounts.service", "from backend.records.api import blueprint"),
    ("backend.protocol.messages", "from sqlalchemy import Column"),
    ("backend.protocol.messages", "from backend.database import Database"),
    ("backend.metadata.publish", "from backend import create_app"),
    ("backend.errors", "def late():\n    from backend.accounts import service"),
    ("backend.surprise", "import json"),
]


@pytest.mark.parametrize(("name", "source"), WRONG)
def test_the_checker_finds_an_import_that_points_up(name: str, source: str) -> None:
    module = Module(name)

    found = list(violations(module, source, libraries=LIBRARIES))

    assert len(found) == 1


RIGHT = [
    ("backend.records.api", "from flask import Blueprint\nfrom backend.records import service"),
    ("backend.records.service", "from backend.records.models import Record\nfrom backend import errors"),
    ("backend.channel.connection", "import flask_sock\nfrom backend.sync import service"),
    ("backend.serve", "from backend import create_app"),
    ("backend.protocol.export", "import apispec, json\nfrom . import messages"),
]


@pytest.mark.parametrize(("name", "source"), RIGHT)
def test_the_checker_accepts_imports_that_point_down(name: str, source: str) -> None:
    module = Module(name)

    found = list(violations(module, source, libraries=LIBRARIES))

    assert found == []
