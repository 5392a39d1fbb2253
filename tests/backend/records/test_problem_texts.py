"""Tests that everything that records, filters and imports can refuse has a sentence."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.catalogue import Catalogue
from backend.errors import AppError

ROOT = Path(__file__).parents[3] / "backend"
RAISES = {error.__name__ for error in AppError.__subclasses__()} | {"refusal", "Finding", "ValueProblem"}
RAISES |= {"CellProblem"}
PLACES = ("records/**/*.py", "expressions/*.py", "spreadsheets/*.py", "web/speaks.py")
FILES = [path for place in PLACES for path in ROOT.glob(place)]


def codes(source: str) -> Iterator[str]:
    """Yield the codes that a source gives to the errors that it makes."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in RAISES:
                yield str(node.args[0].value)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_code_has_a_sentence(path: Path) -> None:
    catalogue = Catalogue.load()

    missing = [code for code in codes(path.read_text()) if not catalogue.has(f"problem.{code}")]

    assert missing == []


def test_codes_are_found_in_calls() -> None:
    source = "raise Invalid('one', field=x)\nraise work.intent.refusal('two')\nother('three')"

    assert list(codes(source)) == ["one", "two"]
