"""What is most telling about an entity's records, by the vectors that the designer passes too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from backend.metadata.documents import whole
from backend.metadata.model import Model
from backend.metadata.telling import telling_groups, telling_list
from backend.protocol.model import Model as ModelShape
from tests.backend.metadata.builders import entity

VECTORS = Path(__file__).resolve().parents[2] / "vectors" / "telling.json"
CASES = json.loads(VECTORS.read_text())["cases"]


@pytest.mark.feature("DSG-02")
@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_list_that_works_at_once_shows_what_is_most_telling(case: dict[str, Any]) -> None:
    entities = [entity(one["id"], *one["fields"], title=one["title"]) for one in case["entities"]]
    model = Model.of(whole(ModelShape, {"version": 0, "entities": entities}))
    about = model.entity(case["entity"])

    rows = telling_list(about, model, None)

    assert {key: rows[key] for key in case["list"]} == case["list"]
    assert telling_groups(about) == case["groups"]
