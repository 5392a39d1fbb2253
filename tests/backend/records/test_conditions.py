"""Tests that filters mean in SQL what they mean everywhere, on both databases."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from backend.accounts.user import OFFICE
from backend.database import Database
from backend.records.bulk import apply_many
from backend.records.conditions import condition_of
from backend.records.layout import layout_of
from backend.records.tables import migrate
from tests.backend.expressions.vectors import CASES, ENTITY, VECTORS, context_for, document
from tests.backend.records.office import NOW, entity, metadata_of


@pytest.mark.invariant(24)
def test_filters_mean_in_sql_what_they_mean_everywhere(database: Database) -> None:
    def whole(field: dict[str, Any]) -> dict[str, Any]:
        labels = [{**choice, "label": {"en": choice["id"]}} for choice in document(field)["choices"]]
        # The office would number what has no number yet.
        type_ = "text" if field["type"] == "auto_number" else field["type"]
        return {**field, "type": type_, "label": {"en": field["id"]}, "choices": labels}

    metadata = metadata_of(
        *(
            entity(name, *map(whole, fields), title=fields[0]["id"], ownership="person")
            for name, fields in VECTORS["fields"].items()
        )
    )
    acts = [
        {"kind": "create", "entity": name, "record": id_, "values": one["values"], "owner": one.get("owner")}
        for name, records in VECTORS["records"].items()
        for id_, one in records.items()
    ]
    database.write(lambda session: migrate(session, None, metadata.model))
    outcomes = database.write(lambda s: apply_many(s, OFFICE, acts, metadata=metadata, now=NOW))
    assert outcomes[0]["status"] == "applied", outcomes
    table = layout_of(metadata.model, ENTITY).table

    differing = {}
    for case in CASES:
        condition = condition_of(metadata.model, ENTITY, case["filter"], context_for(case), OFFICE)
        query = select(table.c.id).where(condition).order_by(table.c.id)
        found = database.read(lambda session, query=query: session.execute(query).scalars().all())  # type: ignore[misc]
        if found != case["holds"]:
            differing[case["name"]] = (found, case["holds"])

    assert differing == {}
