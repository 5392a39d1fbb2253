"""Tests that modules stay short enough to be read at once."""

from pathlib import Path

import pytest

from tests.house.sources import place, sources

LONGEST = 400


@pytest.mark.parametrize("path", list(sources(".py", ".ts", ".tsx", ".css")), ids=place)
def test_a_module_is_split_at_400_lines(path: Path) -> None:
    lines = len(path.read_text().splitlines())

    assert lines <= LONGEST
