"""Tests that every message exists in every language, parses, and is asked for by a key that exists."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyicumessageformat import Parser

from scripts.sort_texts import sorted_text
from tests.house.sources import ROOT, place, sources

TEXTS = ROOT / "texts"
LANGUAGES = sorted(path.stem for path in TEXTS.glob("*.json"))
CATALOGUES = {language: json.loads((TEXTS / f"{language}.json").read_text()) for language in LANGUAGES}
USED_KEY = re.compile(r"""(?<![\w$.])t\(\s*["'`]([^"'`$]+)["'`]""")

WRITTEN = re.compile(
    r"""(?:>(?P<between>[^<>{}]*[A-Za-z]{2,}[^<>{}]*)</)"""
    r"""|(?:\b(?:aria-label|title|placeholder|alt|label)="(?P<given>[^"]*[A-Za-z][^"]*)")"""
)


def arguments(message: str) -> set[tuple[str, str]]:
    """Return the placeholders of a message, with what kind each is."""
    return set(arguments_of(Parser().parse(message)))


def arguments_of(tree: Any) -> Iterator[tuple[str, str]]:
    for part in tree if isinstance(tree, list) else [tree]:
        if isinstance(part, dict):
            if "name" in part and not part.get("hash"):
                yield part["name"], part.get("type", "text")
            for option in part.get("options", {}).values():
                yield from arguments_of(option)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_the_keys_of_english_and_no_others(language: str) -> None:
    english, mine = set(CATALOGUES["en"]), set(CATALOGUES[language])

    missing, unknown = english - mine, mine - english

    assert (missing, unknown) == (set(), set())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_parses_and_takes_the_placeholders_of_english(language: str) -> None:
    catalogue = CATALOGUES[language]

    differing = [
        key
        for key, message in catalogue.items()
        if arguments(message) != arguments(CATALOGUES["en"].get(key, message))
    ]

    assert differing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_sorted_by_key(language: str) -> None:
    text = (TEXTS / f"{language}.json").read_text()

    assert text == sorted_text(text)


@pytest.mark.parametrize(
    "path", list(sources(".ts", ".tsx", folders=("frontend", "service_worker"))), ids=place
)
def test_a_file_asks_only_for_messages_that_exist(path: Path) -> None:
    used = USED_KEY.findall(path.read_text())

    unknown = [key for key in used if key not in CATALOGUES["en"]]

    assert unknown == []


@pytest.mark.parametrize(
    "path",
    [path for path in sources(".tsx", folders=("frontend",)) if not path.name.startswith("gallery")],
    ids=place,
)
def test_a_component_writes_no_words_of_its_own(path: Path) -> None:
    assert [found[0] for found in WRITTEN.finditer(path.read_text())] == []


def test_words_of_a_component_are_found_between_tags_and_in_attributes() -> None:
    source = """<p class="ui-quiet">Saved
      here</p><b>{t("a.key")}</b><input placeholder="Search" aria-label={t("a.key")} />"""

    assert [found["between"] or found["given"] for found in WRITTEN.finditer(source)] == [
        "Saved\n      here",
        "Search",
    ]


def test_keys_are_found_however_they_are_quoted() -> None:
    source = (
        """t("one.key"); t('two.key', { n }); t(\n  `three.key`,\n); format("not.a.key"); t(`part.${of}`)"""
    )

    assert USED_KEY.findall(source) == ["one.key", "two.key", "three.key"]


def test_placeholders_inside_plurals_are_found() -> None:
    message = "{count, plural, one {# file of {owner}} other {# files of {owner}}}"

    assert arguments(message) == {("count", "plural"), ("owner", "text")}
