"""The cases of a search that the phone is held to as well, against both databases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from backend.metadata.built_in import BUILT_IN
from backend.records.tables import migrate
from tests.backend.records.office import Office, choices, entity, field, metadata_of, rights_of, user

VECTORS = json.loads(
    (Path(__file__).resolve().parents[2] / "vectors" / "search.json").read_text(encoding="utf-8")
)


def defined(given: dict[str, Any]) -> dict[str, Any]:
    """Return a field of the model as the vectors describe it."""
    more = {name: value for name, value in given.items() if name not in {"id", "type", "choices"}}
    if "choices" in given:
        more["choices"] = choices(*given["choices"])
    return field(given["id"], given["type"], **more)


@pytest.mark.feature("DAT-16", "L27")
@pytest.mark.invariant(24)
def test_a_list_is_searched_by_the_words_that_the_phone_searches_by(office: Office) -> None:
    before = office.metadata.model
    office.metadata = metadata_of(*BUILT_IN, entity("contact", *map(defined, VECTORS["fields"])), version=2)
    office.write(lambda session: migrate(session, before, office.metadata.model))
    clerk = user("Clerk", special={"contact": rights_of("read create")})
    for given in VECTORS["records"]:
        values = {name: value for name, value in given.items() if name != "number"}
        made = office.make("contact", by=clerk, **values)
        assert office.get("contact", made, by=clerk)["values"] == given

    found = {
        case["words"]: sorted(
            row["values"]["number"]
            for row in office.page("contact", by=clerk, search=case["words"])["records"]
        )
        for case in VECTORS["searches"]
    }

    assert found == {case["words"]: case["found"] for case in VECTORS["searches"]}
