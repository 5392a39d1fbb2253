"""Records that are named by a rule, a pattern over their fields: found, sorted and told like any title."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from backend.database import Database
from backend.expressions.context import Context
from backend.metadata.checks import model_findings
from backend.records import read
from tests.backend.metadata.rules import field as path
from tests.backend.metadata.rules import op, value
from tests.backend.records.office import NOW, create, entity, field, model_document, new_id
from tests.backend.records.versioned import ANN, BUILT_IN, VISIT, VersionedOffice, with_fields

BETWEEN = op(
    "if",
    op("and", {"op": "not-null", "path": "place.name"}, {"op": "not-null", "path": "name"}),
    value("text", " · "),
    value("text", ""),
)
PATTERN = op("concat", path("name"), BETWEEN, path("place.name"))
"""``{Name} · {Place}``, as the designer writes it."""
PLACE = entity("place", field("name", required=True))
NAMED = {
    **with_fields(VISIT, field("place", "lookup", target="place"), field("shown_as", computed=PATTERN)),
    "title": "shown_as",
}


@pytest.fixture
def office(database: Database) -> VersionedOffice:
    office = VersionedOffice(database)
    office.publish(NAMED, PLACE)
    return office


def listed(office: VersionedOffice, **asked: Any) -> list[Any]:
    metadata = office.current

    def work(session: Session) -> list[Any]:
        context = Context.at(ANN.person, NOW)
        found = read.page(session, metadata, ANN, "visit", context=context, **asked)
        return [one["values"].get("shown_as") for one in found["records"]]

    return office.database.read(work)


@pytest.mark.feature("DSG-15")
def test_a_computed_field_names_records_wherever_a_title_does(office: VersionedOffice) -> None:
    under, place = office.current.version, new_id()
    office.write(create("place", place, name="Umeå"), under=under)
    office.write(create("visit", new_id(), name="Winter", place=place), under=under)
    office.write(create("visit", new_id(), name="Autumn"), under=under)

    assert model_findings(model_document(*BUILT_IN, NAMED, PLACE)) == []
    assert listed(office, sort="shown_as") == ["Autumn", "Winter · Umeå"]
    assert listed(office, search="winter umea") == ["Winter · Umeå"]
    assert listed(office, filter={"op": "eq", "path": "shown_as", "value": "winter · umeå"}) == [
        "Winter · Umeå"
    ]
