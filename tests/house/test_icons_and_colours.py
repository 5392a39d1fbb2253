"""What the ready-made workspaces name, the front end has: icons of the sprite, colours of the tokens."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backend.metadata.built_in import BUILT_IN
from backend.protocol.model import ACCENTS

ROOT = Path(__file__).resolve().parents[2]
NAMES = (ROOT / "frontend/ui/icon-names.ts").read_text()
ICONS = set(re.findall(r'^  "([a-z0-9-]+)",$', NAMES, re.MULTILINE))
DOCUMENTS = sorted((ROOT / "workspaces").glob("*/*.json"))


def named(node: Any, key: str) -> Iterator[str]:
    """Yield every value of a key, wherever it stands."""
    if isinstance(node, dict):
        if isinstance(node.get(key), str):
            yield node[key]
        for value in node.values():
            yield from named(value, key)
    elif isinstance(node, list):
        for item in node:
            yield from named(item, key)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_icon_that_a_ready_made_workspace_names_is_in_the_sprite(path: Path) -> None:
    document = json.loads(path.read_text())

    assert set(named(document, "icon")) <= ICONS


def test_the_icons_of_built_in_entities_are_in_the_sprite() -> None:
    assert {entity["icon"] for entity in BUILT_IN} <= ICONS


def test_the_colours_of_the_protocol_are_those_of_the_tokens() -> None:
    declared = re.search(r"ACCENTS = \[(.*?)\]", (ROOT / "frontend/ui/accents.ts").read_text(), re.DOTALL)

    assert declared is not None
    assert set(re.findall(r'"([a-z]+)"', declared[1])) == set(ACCENTS)
