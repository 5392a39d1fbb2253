"""Tests that everything is named after the thing it is."""

import re
from pathlib import Path

import pytest

from tests.house.sources import place, sources

NOT_A_NAME = {"util", "utils", "helper", "helpers", "common", "misc", "base", "manager"}
CODE = (".py", ".ts", ".tsx", ".css")
CLASS = re.compile(r"^\s*(?:export\s+)?(?:default\s+)?(?:abstract\s+)?class\s+(\w+)", re.MULTILINE)


def words_of_path(where: str) -> set[str]:
    return {word.lower() for word in re.split(r"[/._-]+", where)}


def words_of_class(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def vague_names(where: str, source: str) -> list[str]:
    paths = [where] if words_of_path(where) & NOT_A_NAME else []
    return paths + [name for name in CLASS.findall(source) if words_of_class(name) & NOT_A_NAME]


@pytest.mark.parametrize("path", list(sources(*CODE)), ids=place)
def test_no_file_folder_or_class_has_a_name_that_says_nothing(path: Path) -> None:
    where, source = place(path), path.read_text()

    found = vague_names(where, source)

    assert found == []


@pytest.mark.parametrize(
    ("where", "source"),
    [
        ("backend/utils/slug.py", ""),
        ("frontend/shared/date-helpers.ts", ""),
        ("backend/records/common.py", ""),
        ("backend/records/apply.py", "class RecordManager:\n    pass\n"),
        ("frontend/sync/engine.ts", "export abstract class BaseEngine {}"),
    ],
)
def test_the_checker_finds_a_name_that_says_nothing(where: str, source: str) -> None:
    found = vague_names(where, source)

    assert len(found) == 1


def test_the_checker_accepts_names_that_contain_such_a_word_by_chance() -> None:
    source = "class DatabaseUrl:\n    pass\n\nclass Commonwealth:\n    pass\n"

    found = vague_names("backend/database/bases.py", source)

    assert found == []
