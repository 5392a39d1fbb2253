"""What must hold by a warning or for information: the record is accepted, and its author is told."""

from __future__ import annotations

from typing import Any

import pytest

from backend.database import Database
from backend.metadata.built_in import BUILT_IN
from backend.protocol.changes import Outcome
from tests.backend.records.office import REPORT, change, create, edits, metadata_of, new_id
from tests.backend.records.ruled import CLIENT, LINE, SALE, RuledOffice


def told(database: Database, severity: str) -> RuledOffice:
    """An office where a sale may cost more than its limit, and says so."""
    validities = [{**one, "severity": severity} for one in SALE["validities"]]
    office = RuledOffice(database)
    office.metadata = metadata_of(*BUILT_IN, CLIENT, {**SALE, "validities": validities}, LINE, REPORT)
    return office


@pytest.mark.feature("APP-13", "BEY-20")
@pytest.mark.parametrize("severity", ["warning", "information"])
def test_a_record_is_accepted_and_its_author_is_told_until_it_holds(
    database: Database, severity: str
) -> None:
    office = told(database, severity)
    sale = office.sale()
    office.line(sale)

    outcome = office.apply(change(edits("sale", sale, 2, limit=(None, "19.99"))))
    mended = office.apply(change(edits("sale", sale, 3, limit=("19.99", "20.00"))))

    remark: dict[str, Any] = {"severity": severity, "message": "Too much.", "field": "limit"}
    assert (outcome["status"], outcome["problem"]) == ("applied", None)
    assert outcome["remarks"] == [{**remark, "entity": "sale", "record": sale}]
    assert Outcome().dump(outcome)["remarks"] == outcome["remarks"]
    assert mended["status"] == "applied"
    assert "remarks" not in mended


@pytest.mark.feature("APP-13")
def test_nothing_is_remarked_of_a_record_that_only_follows_its_lines(database: Database) -> None:
    office = told(database, "warning")
    sale = office.sale(limit="5.00")

    line = create("sale_line", new_id(), sale=sale, price="10.00", quantity=2)
    outcome = office.apply(change(line))

    assert outcome["status"] == "applied"
    assert "remarks" not in outcome
    assert office.values("sale", sale)["net"] == "20.00"
