"""Every problem that accounts and metadata can raise has its sentence, in every language."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CODE = re.compile(
    r"(?:Invalid|Malformed|SignInRequired|Forbidden|NotFound|Conflict|TooMany)\(\s*\"([a-z-]+)\""
)
FOUND = re.compile(
    r"found\.(?:error|warning)\(\s*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)|place|at),\s*\"([a-z-]+)\""
)
SAID = re.compile(r"(?:say|render|_texts)\([^)]*?\"((?:cli|designer)\.[a-z_.]+)\"")
SOURCES = [
    *(ROOT / "backend" / "accounts").glob("*.py"),
    *(ROOT / "backend" / "metadata").glob("*.py"),
]


def keys() -> set[str]:
    found: set[str] = set()
    for path in SOURCES:
        source = path.read_text()
        found.update(f"problem.{code}" for code in CODE.findall(source))
        found.update(f"problem.design-{code}" for code in FOUND.findall(source))
        found.update(SAID.findall(source))
    return found | {"problem.design-id-twice", "problem.design-id-used-before"}


@pytest.mark.parametrize("language", ["en", "sv"])
def test_every_code_has_a_sentence(language: str) -> None:
    texts = json.loads((ROOT / "texts" / f"{language}.json").read_text())

    wanted = keys()

    assert len(wanted) > 60, "the search for codes has gone blind"
    assert sorted(wanted - texts.keys()) == []
