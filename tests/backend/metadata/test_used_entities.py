"""The entities that a workspace uses: what any of its blocks shows or asks, and what is reckoned by."""

from __future__ import annotations

import copy

import pytest

from backend.metadata.effective import used_entities
from backend.metadata.model import Model
from tests.backend.metadata import all_blocks
from tests.backend.metadata.builders import Document


@pytest.mark.parametrize(
    ("block", "entity"),
    [
        ({"type": "chart", "entity": "line", "style": "number", "measure": {"of": "count"}}, "line"),
        ({"type": "fields", "fields": [{"id": "a", "field": "seller.manager.name"}]}, "person"),
        (
            {
                "type": "timer",
                "since": "begun",
                "visibleWhen": {
                    "op": "gt",
                    "left": {"op": "count", "entity": "line", "parent": "order"},
                    "right": {"op": "value", "type": "integer", "value": 3},
                },
            },
            "line",
        ),
    ],
)
def test_what_a_block_shows_or_asks_deep_in_groups_comes_along(block: Document, entity: str) -> None:
    placed = all_blocks.built(all_blocks.grouped("one", all_blocks.grouped("two", {"id": "x", **block})))

    used = used_entities([placed], Model.of(all_blocks.MODEL))

    assert entity in used
    assert entity == "person" or entity not in used_entities([all_blocks.built()], Model.of(all_blocks.MODEL))


def test_what_the_rules_of_an_entity_reckon_by_comes_along() -> None:
    ruled = copy.deepcopy(all_blocks.MODEL)
    (order,) = [one for one in ruled["entities"] if one["id"] == "order"]
    amount = {"op": "field", "path": "amount"}
    lines = {"op": "sum", "entity": "line", "parent": "order", "of": [amount]}
    order["fields"][5] |= {"computed": lines}

    assert "line" in used_entities([all_blocks.built()], Model.of(ruled))
